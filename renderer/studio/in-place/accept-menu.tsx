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
  /** There is a mask, which can stand beside the whole picture. */
  readonly masks: boolean;
  /** The run has more than one picture. */
  readonly several: boolean;
}

/** The ways to accept beside the plain one. */
export function AcceptMenu({ trigger, run, slot, masks, several }: AcceptMenuProps) {
  const t = useWords();
  return (
    <Menu label={t('in-place:accept.more')} trigger={trigger} startOpen>
      {masks ? (
        <MenuItem icon={Layers2} onSelect={() => void acceptCandidate(run, slot, 'masked')}>
          {t('in-place:accept.masked')}
        </MenuItem>
      ) : null}
      {several ? (
        <MenuItem icon={Layers} onSelect={() => void acceptCandidate(run, slot, 'all')}>
          {t('in-place:accept.all')}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
