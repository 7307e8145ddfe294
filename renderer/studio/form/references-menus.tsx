import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ReferenceRole } from '../../../shared/contracts/desktop/index.ts';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../../ui/overlays/index.ts';

interface ReferenceMenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly choice: {
    readonly label: string;
    readonly value: ReferenceRole;
    readonly choices: readonly { readonly value: ReferenceRole; readonly label: string }[];
    readonly onChange: (value: ReferenceRole) => void;
  } | null;
  readonly items: readonly { readonly icon: LucideIcon; readonly name: string; readonly act: () => void }[];
}

/** What a reference is there for, and what can be done with it. Open from the start: the press that loads it meant it. */
export function ReferenceMenu({ label, trigger, choice, items }: ReferenceMenuProps) {
  return (
    <Menu label={label} trigger={trigger} startOpen>
      {choice === null ? null : (
        <>
          <MenuChoices {...choice} />
          <MenuLine />
        </>
      )}
      {items.map(({ icon, name, act }) => (
        <MenuItem key={name} icon={icon} onSelect={act}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
