import type { Rect } from '../../../shared/geometry/index.ts';
import { TILE_SIDE } from './tile.ts';

/** A tile's place in its grid as one number, so that it can be the key of a map. Both halves are signed. */
export type TileKey = number;

const HALF = 0x8000;

/** Tiles from -32,768 to 32,767 either way: far beyond any offset that a document may have. */
export function tileKey(tx: number, ty: number): TileKey {
  return (ty + HALF) * 0x10000 + (tx + HALF);
}

export function txOf(key: TileKey): number {
  return (key % 0x10000) - HALF;
}

export function tyOf(key: TileKey): number {
  return Math.floor(key / 0x10000) - HALF;
}

export function isTileKey(key: unknown): key is TileKey {
  return typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < 0x100000000;
}

export function tileRect(key: TileKey): Rect {
  return { x: txOf(key) * TILE_SIDE, y: tyOf(key) * TILE_SIDE, width: TILE_SIDE, height: TILE_SIDE };
}

/** Keys of all tiles that any pixel of the rect lies in, row by row. */
export function keysOf(rect: Rect): TileKey[] {
  const keys: TileKey[] = [];
  if (rect.width <= 0 || rect.height <= 0) return keys;
  const right = Math.floor((rect.x + rect.width - 1) / TILE_SIDE);
  const bottom = Math.floor((rect.y + rect.height - 1) / TILE_SIDE);
  for (let ty = Math.floor(rect.y / TILE_SIDE); ty <= bottom; ty++)
    for (let tx = Math.floor(rect.x / TILE_SIDE); tx <= right; tx++) keys.push(tileKey(tx, ty));
  return keys;
}
