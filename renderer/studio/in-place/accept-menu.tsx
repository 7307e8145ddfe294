import { Layers, Layers2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../text/index.ts';
import { Menu, MenuItem } from '../../ui/overlays/index.ts';
import { acceptCandidate } from '../candidates/decisions.ts';
import type { Run, Slot } from '../candidates/runs.ts';

interface AcceptMenuProps {
  readonly trigger: ReactNode;
  readonly run: Run;
  readonly slot: Slot;
  readonly onClose: () => void;
}

/** The ways to accept beside the plain one. */
export function AcceptMenu({ trigger, run, slot, onClose }: AcceptMenuProps) {
  const t = useWords();
  return (
    <Menu label={t('in-place:accept.more')} trigger={trigger} startOpen onClose={onClose}>
      <MenuItem icon={Layers2} onSelect={() => void acceptCandidate(run, slot, 'masked')}>
        {t('in-place:accept.masked')}
      </MenuItem>
      <MenuItem icon={Layers} onSelect={() => void acceptCandidate(run, slot, 'all')}>
        {t('in-place:accept.all')}
      </MenuItem>
    </Menu>
  );
}
