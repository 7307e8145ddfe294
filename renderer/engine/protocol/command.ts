import type { LayerId, Place } from '../../../shared/document/index.ts';
import type { Command, PatchLabel } from '../editor/commands/index.ts';

export type { Combine as SelectionMode, Shape as SelectionShape } from '../selection/index.ts';

/** Everything that makes one step of undo without a pointer being held. */
export type EditorCommand =
  | Exclude<Command, { kind: 'paste-pixels' | 'move-layer' }>
  /** Several at once keep their order; the index counts before any was taken out. */
  | { readonly kind: 'move-layers'; readonly ids: readonly LayerId[]; readonly place: Place }
  /** A single layer goes into the one beneath it, a single group becomes its pixels. */
  | { readonly kind: 'merge-layers'; readonly ids: readonly LayerId[] };

/** What a step is called; the window has the words. */
export type StepLabel =
  | Exclude<Command['kind'], 'transform-layers' | 'patch-layers'>
  | 'brush'
  | 'erase'
  | 'paint-mask'
  | 'paint-selection'
  | 'open'
  | 'paste'
  | 'accept-staged'
  | PatchLabel
  | 'transform-layer'
  | 'merge-layers';
