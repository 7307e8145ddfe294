import { type LayerId, patchLayer } from '../../../../shared/document/index.ts';
import { moveRect } from '../../../../shared/geometry/index.ts';
import { unreachable } from '../../../../shared/kernel/index.ts';
import { copyTile, orNothing, readRect, type Tile, type TileKey, tileRect } from '../../tiles/index.ts';
import { gridOf } from '../state.ts';
import {
  type CommandContext,
  type CommandOutcome,
  isLocked,
  type MaskCommand,
  newPixels,
  refuse,
} from './command.ts';
import { changed } from './layers.ts';

export function runMaskCommand(context: CommandContext, command: MaskCommand): CommandOutcome {
  const { document } = context.state;
  const layer = document.layers[command.id];
  if (layer === undefined) return refuse('no-such-layer');
  if (isLocked(document, command.id)) return refuse('layer-locked');
  if (command.kind === 'add-mask') return addMask(context, command.id, command.from);
  if (layer.mask === null) return refuse('no-mask');
  switch (command.kind) {
    case 'delete-mask':
      return changed(context, command.kind, patchLayer(document, command.id, { mask: null }));
    case 'patch-mask':
      return changed(
        context,
        command.kind,
        patchLayer(document, command.id, { mask: { ...layer.mask, ...command.patch } }),
      );
    case 'apply-mask':
      return applyMask(context, command.id);
    default:
      return unreachable(command);
  }
}

function addMask(context: CommandContext, id: LayerId, from: 'show' | 'hide' | 'selection'): CommandOutcome {
  const { state, store } = context;
  const { selection } = state.document;
  if (from === 'selection' && selection === null) return refuse('no-selection');
  const pixels = newPixels(context);
  const outside = from === 'show' ? 255 : 0;
  const mask = { pixels, offset: { x: 0, y: 0 }, enabled: true, outside } as const;
  const tiles = new Map(from === 'selection' && selection !== null ? gridOf(state, selection).tiles : []);
  for (const tile of tiles.values()) store.retain(tile);
  return changed(context, 'add-mask', patchLayer(state.document, id, { mask }), [{ pixels, tiles }]);
}

/** Alpha takes the mask's place: what was hidden is gone, as it was seen. */
function applyMask(context: CommandContext, id: LayerId): CommandOutcome {
  const { state, store } = context;
  const layer = state.document.layers[id];
  if (layer?.kind !== 'raster') return refuse('not-raster');
  const { mask, pixels } = layer;
  if (mask === null) return refuse('no-mask');
  const grid = gridOf(state, pixels);
  const coverage = gridOf(state, mask.pixels);
  const tiles = new Map<TileKey, Tile | null>();
  for (const key of grid.tiles.keys()) {
    const place = moveRect(tileRect(key), layer.offset.x - mask.offset.x, layer.offset.y - mask.offset.y);
    const shown = readRect(store, coverage, place);
    if (!mask.enabled || shown.every((value) => value === 255)) continue;
    const bytes = copyTile(store, grid, key);
    for (let at = 0; at < shown.length; at++) {
      const alpha = Math.round(((bytes[4 * at + 3] ?? 0) * (shown[at] ?? 0)) / 255);
      if (alpha === 0) bytes.fill(0, 4 * at, 4 * at + 4);
      else bytes[4 * at + 3] = alpha;
    }
    tiles.set(key, orNothing(store.make(bytes, 4), 0));
  }
  return changed(context, 'apply-mask', patchLayer(state.document, id, { mask: null }), [{ pixels, tiles }]);
}
