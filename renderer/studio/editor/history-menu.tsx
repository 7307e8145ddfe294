import type { ReactNode } from 'react';
import type { StepLabel } from '../../engine/protocol/index.ts';
import { useWords, type Words } from '../../text/index.ts';
import { Menu, MenuChoices } from '../../ui/overlays/index.ts';
import { jumpTo } from './editor-acts.ts';
import { useEditor } from './editor-store.ts';

/** Every step, newest first; choosing one goes there, and nothing behind it is lost until something else is done. */
export function HistoryMenu({ trigger }: { readonly trigger: ReactNode }) {
  const t = useWords();
  const history = useEditor((view) => view.history);
  const position = useEditor((view) => view.position);
  const first = (history[0]?.position ?? position + 1) - 1;
  const choices = [
    ...history
      .toReversed()
      .map((entry) => ({ value: String(entry.position), label: stepWords(entry.label, t) })),
    { value: String(first), label: t('tools:start') },
  ];
  return (
    <Menu label={t('tools:history')} trigger={trigger} startOpen>
      <MenuChoices
        label={t('tools:history')}
        value={String(position)}
        choices={choices}
        onChange={(value) => jumpTo(Number(value))}
      />
    </Menu>
  );
}

const KNOWN: readonly StepLabel[] = [
  'open',
  'brush',
  'erase',
  'paint-mask',
  'paste',
  'accept-staged',
  'paste-pixels',
  'add-layer',
  'add-group',
  'group-layers',
  'ungroup-layers',
  'remove-layers',
  'duplicate-layer',
  'merge-layers',
  'copy-to-layer',
  'cut-to-layer',
  'move-layer',
  'patch-layer',
  'rename-layer',
  'layer-blend',
  'layer-opacity',
  'show-layer',
  'hide-layer',
  'lock-layer',
  'unlock-layer',
  'clip-layer',
  'release-layer',
  'offset-layers',
  'add-mask',
  'delete-mask',
  'apply-mask',
  'patch-mask',
  'fill-selection',
  'clear-pixels',
  'transform-layer',
  'select-shape',
  'select-layer',
  'select-all',
  'select-none',
  'invert-selection',
  'grow-selection',
  'shrink-selection',
  'feather-selection',
  'border-selection',
];

/** A step of another version keeps its own name. */
function stepWords(label: string, t: Words): string {
  const known = KNOWN.find((each) => each === label);
  return known === undefined ? label : t(`tools:step.${known}`);
}
