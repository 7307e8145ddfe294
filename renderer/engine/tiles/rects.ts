import { intersectRects, type Rect } from '../../../shared/geometry/index.ts';
import { copyTile, type Grid, orNothing, type TileUpdate } from './grid.ts';
import { keysOf, type TileKey, tileRect } from './keys.ts';
import type { TileStore } from './store.ts';
import { type Channels, fillUniform, type Tile } from './tile.ts';

/** Bytes of a rect of the grid, row by row; what has no tile is as outside. `out`, when given, is large enough. */
export function readRect(store: TileStore, grid: Grid, rect: Rect, out?: Uint8Array): Uint8Array {
  const { channels } = grid;
  const bytes = out ?? new Uint8Array(rect.width * rect.height * channels);
  if (grid.outside !== 0 || out !== undefined) fillUniform(bytes, channels, grid.outside);
  for (const key of keysOf(rect)) {
    const tile = grid.tiles.get(key);
    if (tile === undefined) continue;
    copyRect(channels, store.read(tile), tileRect(key), bytes, rect, intersectRects(rect, tileRect(key)));
  }
  return bytes;
}

/**
 * Tiles for a rect of bytes laid over the grid; references of new tiles are the caller's. Tiles that come out as they
 * were are not in the update.
 */
export function writeRect(store: TileStore, grid: Grid, rect: Rect, bytes: Uint8Array): TileUpdate {
  const update = new Map<TileKey, Tile | null>();
  for (const key of keysOf(rect)) {
    const place = tileRect(key);
    const copy = copyTile(store, grid, key);
    copyRect(grid.channels, bytes, rect, copy, place, intersectRects(rect, place));
    const before = grid.tiles.get(key);
    if (before !== undefined && sameBytes(copy, store.read(before))) continue;
    const tile = orNothing(store.make(copy, grid.channels), grid.outside);
    if (tile !== null || before !== undefined) update.set(key, tile);
  }
  return update;
}

/** Copies a part from one rectangle of bytes into another; all three rects are of the same space. */
export function copyRect(
  channels: Channels,
  from: Uint8Array,
  fromRect: Rect,
  to: Uint8Array,
  toRect: Rect,
  part: Rect,
): void {
  const length = part.width * channels;
  for (let y = part.y; y < part.y + part.height; y++) {
    const source = ((y - fromRect.y) * fromRect.width + part.x - fromRect.x) * channels;
    const target = ((y - toRect.y) * toRect.width + part.x - toRect.x) * channels;
    to.set(from.subarray(source, source + length), target);
  }
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
