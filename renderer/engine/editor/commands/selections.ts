import { selectPixels } from '../../../../shared/document/index.ts';
import { unreachable } from '../../../../shared/kernel/index.ts';
import {
  border,
  combine,
  feather,
  grow,
  invert,
  releaseGrid,
  selectAll,
  selectFrom,
  selectShape,
  shrink,
} from '../../selection/index.ts';
import { emptyGrid, type Grid, type Tile, type TileKey } from '../../tiles/index.ts';
import { gridOf } from '../state.ts';
import {
  type CommandContext,
  type CommandOutcome,
  newPixels,
  pageOf,
  refuse,
  type SelectionCommand,
} from './command.ts';
import { changed } from './layers.ts';

const SPREADS = {
  'grow-selection': grow,
  'shrink-selection': shrink,
  'feather-selection': feather,
  'border-selection': border,
} as const;

export function runSelectionCommand(context: CommandContext, command: SelectionCommand): CommandOutcome {
  const { store, state } = context;
  const { document } = state;
  const page = pageOf(document);
  const now = document.selection === null ? null : gridOf(state, document.selection);
  switch (command.kind) {
    case 'select-none':
      return changed(context, command.kind, now === null ? document : selectPixels(document, null));
    case 'select-all':
      return select(context, command.kind, selectAll(store, page));
    case 'invert-selection':
      return now === null ? refuse('no-selection') : select(context, command.kind, invert(store, now, page));
    case 'select-shape':
      return combined(context, command.kind, selectShape(store, command.shape, page), command.how);
    case 'select-layer': {
      const layer = document.layers[command.id];
      if (layer === undefined) return refuse('no-such-layer');
      const from = command.part === 'mask' ? layer.mask : layer.kind === 'raster' ? layer : null;
      if (from === null) return refuse(command.part === 'mask' ? 'no-mask' : 'not-raster');
      return combined(
        context,
        command.kind,
        selectFrom(store, gridOf(state, from.pixels), from.offset, page),
        command.how,
      );
    }
    case 'grow-selection':
    case 'shrink-selection':
    case 'feather-selection':
    case 'border-selection':
      return now === null
        ? refuse('no-selection')
        : select(context, command.kind, SPREADS[command.kind](store, now, command.radius, page));
    default:
      return unreachable(command);
  }
}

function combined(
  context: CommandContext,
  label: string,
  over: Grid,
  how: Extract<SelectionCommand, { kind: 'select-shape' }>['how'],
): CommandOutcome {
  const { store, state } = context;
  const { selection } = state.document;
  // Where nothing was selected, everything is: taking away and keeping in common start from all of the page.
  const all =
    selection === null && (how === 'subtract' || how === 'intersect')
      ? selectAll(store, pageOf(state.document))
      : null;
  const under = all ?? (selection === null ? emptyGrid(1) : gridOf(state, selection));
  const made = combine(store, under, over, how);
  releaseGrid(store, over);
  if (all !== null) releaseGrid(store, all);
  return select(context, label, made);
}

/** The new selection in place of the old; nothing selected at all is no selection. */
function select(context: CommandContext, label: string, made: Grid): CommandOutcome {
  const { state } = context;
  if (made.tiles.size === 0)
    return changed(
      context,
      label,
      state.document.selection === null ? state.document : selectPixels(state.document, null),
    );
  const pixels = newPixels(context);
  const tiles = new Map<TileKey, Tile | null>(made.tiles);
  return changed(context, label, selectPixels(state.document, pixels), [{ pixels, tiles }]);
}
