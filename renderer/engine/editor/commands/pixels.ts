import {
  insertLayer,
  type LayerId,
  type RasterLayer,
  rasterLayer,
  withDescendants,
} from '../../../../shared/document/index.ts';
import { moveRect } from '../../../../shared/geometry/index.ts';
import { unreachable } from '../../../../shared/kernel/index.ts';
import {
  copyTile,
  emptyGrid,
  keysOf,
  orNothing,
  readRect,
  type Tile,
  type TileKey,
  tileRect,
  writeRect,
} from '../../tiles/index.ts';
import { partsOf, transformGrid } from '../../transform/index.ts';
import type { PixelsUpdate } from '../../undo/index.ts';
import { gridOf } from '../state.ts';
import {
  type Colour,
  type CommandContext,
  type CommandOutcome,
  isLocked,
  newPixels,
  type PixelsCommand,
  pageOf,
  refuse,
} from './command.ts';
import { changed } from './layers.ts';

export function runPixelsCommand(context: CommandContext, command: PixelsCommand): CommandOutcome {
  if (command.kind === 'paste-pixels') return paste(context, command);
  if (command.kind === 'transform-layers') return transform(context, command.ids, command.matrix);
  const { document } = context.state;
  const layer = document.layers[command.id];
  if (layer === undefined) return refuse('no-such-layer');
  if (layer.kind !== 'raster') return refuse('not-raster');
  if (isLocked(document, command.id)) return refuse('layer-locked');
  switch (command.kind) {
    case 'fill-selection':
      return changed(context, command.kind, document, [lay(context, layer, command.colour)]);
    case 'clear-pixels':
      return changed(context, command.kind, document, [lay(context, layer, null)]);
    default:
      return unreachable(command);
  }
}

function paste(
  context: CommandContext,
  command: Extract<PixelsCommand, { kind: 'paste-pixels' }>,
): CommandOutcome {
  const { store, state } = context;
  const pixels = newPixels(context);
  const { rect, bytes } = command;
  if (bytes.length !== rect.width * rect.height * 4) throw new Error('not the bytes of the rect');
  // Its own corner is its origin, so that it lies in as few tiles as can be.
  const own = { ...rect, x: 0, y: 0 };
  const layer = { ...rasterLayer(command.id, command.name, pixels), offset: { x: rect.x, y: rect.y } };
  const tiles = writeRect(store, emptyGrid(4), own, bytes);
  return changed(context, command.kind, insertLayer(state.document, layer, command.place), [
    { pixels, tiles },
  ]);
}

/** Lays a colour over the selection, or takes the pixels away where there is none. */
function lay(
  { store, state }: CommandContext,
  { pixels, offset }: RasterLayer,
  colour: Colour | null,
): PixelsUpdate {
  const grid = gridOf(state, pixels);
  const { selection } = state.document;
  const selected = selection === null ? null : gridOf(state, selection);
  const page = moveRect(pageOf(state.document), -offset.x, -offset.y);
  const tiles = new Map<TileKey, Tile | null>();
  const keys = colour === null ? (selected === null ? grid.tiles.keys() : keysOf(page)) : keysOf(page);
  for (const key of keys) {
    const before = grid.tiles.get(key);
    if (colour === null && before === undefined) continue;
    if (colour === null && selected === null) {
      tiles.set(key, null);
      continue;
    }
    const shares = sharesOf({ store, state }, selected, key, offset, page);
    if (shares.every((share) => share === 0)) continue;
    const bytes = copyTile(store, grid, key);
    for (let at = 0; at < shares.length; at++)
      if (shares[at] !== 0) layPixel(bytes, 4 * at, (shares[at] ?? 0) / 255, colour);
    tiles.set(key, orNothing(store.make(bytes, 4), 0));
  }
  return { pixels, tiles };
}

function sharesOf(
  { store }: Pick<CommandContext, 'store' | 'state'>,
  selected: ReturnType<typeof gridOf> | null,
  key: TileKey,
  offset: RasterLayer['offset'],
  page: ReturnType<typeof pageOf>,
): Uint8Array {
  const place = tileRect(key);
  if (selected !== null) return readRect(store, selected, moveRect(place, offset.x, offset.y));
  const all = new Uint8Array(place.width * place.height);
  for (let at = 0; at < all.length; at++) {
    const x = place.x + (at % place.width) - page.x;
    const y = place.y + Math.floor(at / place.width) - page.y;
    if (x >= 0 && y >= 0 && x < page.width && y < page.height) all[at] = 255;
  }
  return all;
}

function layPixel(bytes: Uint8Array, at: number, share: number, colour: Colour | null): void {
  const had = bytes[at + 3] ?? 0;
  if (colour === null) {
    const alpha = Math.round(had * (1 - share));
    if (alpha === 0) bytes.fill(0, at, at + 4);
    else bytes[at + 3] = alpha;
    return;
  }
  const under = (had / 255) * (1 - share);
  const part = share / (share + under);
  for (const [k, value] of [colour.red, colour.green, colour.blue].entries())
    bytes[at + k] = (bytes[at + k] ?? 0) + (value - (bytes[at + k] ?? 0)) * part + 0.5;
  bytes[at + 3] = (share + under) * 255 + 0.5;
}

/** Every layer's pixels and its mask's, each in its own space, by a matrix of the document's space. */
function transform(
  context: CommandContext,
  ids: readonly LayerId[],
  matrix: Extract<PixelsCommand, { kind: 'transform-layers' }>['matrix'],
): CommandOutcome {
  const { store, state } = context;
  const { document } = state;
  if (ids.some((id) => document.layers[id] === undefined)) return refuse('no-such-layer');
  // What is locked keeps every pixel, also within a group that is not.
  if (ids.flatMap((id) => withDescendants(document, id)).some((id) => isLocked(document, id)))
    return refuse('layer-locked');
  const updates: PixelsUpdate[] = [];
  for (const { pixels, offset } of partsOf(document, ids)) {
    const tiles = transformGrid(store, gridOf(state, pixels), matrix, offset);
    if (typeof tiles === 'string') {
      for (const update of updates)
        for (const tile of update.tiles.values()) if (tile !== null) store.release(tile);
      return refuse(tiles);
    }
    updates.push({ pixels, tiles });
  }
  return changed(context, 'transform-layer', document, updates);
}
