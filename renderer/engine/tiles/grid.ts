import { EMPTY_RECT, type Rect, uniteRects } from '../../../shared/geometry/index.ts';
import { type TileKey, tileRect } from './keys.ts';
import type { TileStore } from './store.ts';
import { type Channels, fillUniform, TILE_SIDE, type Tile, tileBytes } from './tile.ts';

/** Pixels without bounds, as the tiles that differ from `outside`. Immutable: a change makes another, tiles are shared. */
export interface Grid {
  readonly channels: Channels;
  /** What every pixel without a tile is: 0, or 255 where a mask shows what it does not say. */
  readonly outside: number;
  readonly tiles: ReadonlyMap<TileKey, Tile>;
}

export type TileUpdate = ReadonlyMap<TileKey, Tile | null>;

export function emptyGrid(channels: Channels, outside = 0): Grid {
  return { channels, outside, tiles: new Map() };
}

/** Says nothing about references: who owns a state counts them by the step. */
export function withTiles(grid: Grid, update: TileUpdate): Grid {
  if (update.size === 0) return grid;
  const tiles = new Map(grid.tiles);
  for (const [key, tile] of update) {
    if (tile === null) tiles.delete(key);
    else tiles.set(key, tile);
  }
  return { ...grid, tiles };
}

/** A tile that says only what is outside anyway is not kept. */
export function orNothing(tile: Tile, outside: number): Tile | null {
  return tile.uniform === outside ? null : tile;
}

/** All tiles' bounds: every pixel that may differ from outside is in it. */
export function gridBounds(grid: Grid): Rect {
  let bounds = EMPTY_RECT;
  for (const key of grid.tiles.keys()) bounds = uniteRects(bounds, tileRect(key));
  return bounds;
}

/** Bytes of a tile of the grid, to be written to. */
export function copyTile(store: TileStore, grid: Grid, key: TileKey): Uint8Array {
  const tile = grid.tiles.get(key);
  if (tile !== undefined && tile.uniform === null) return store.read(tile).slice();
  const bytes = new Uint8Array(tileBytes(grid.channels));
  fillUniform(bytes, grid.channels, tile?.uniform ?? grid.outside);
  return bytes;
}

/** The smallest rect that holds every pixel with any alpha, or any coverage that differs from outside. */
export function contentBounds(store: TileStore, grid: Grid): Rect {
  let bounds = EMPTY_RECT;
  for (const [key, tile] of grid.tiles) {
    const rect = tileRect(key);
    if (rect.x >= bounds.x && rect.y >= bounds.y && inside(rect, bounds)) continue;
    bounds = uniteRects(
      bounds,
      tile.uniform === null ? contentOf(store.read(tile), rect, grid) : whole(tile, rect, grid),
    );
  }
  return bounds;
}

function inside(rect: Rect, bounds: Rect): boolean {
  return rect.x + rect.width <= bounds.x + bounds.width && rect.y + rect.height <= bounds.y + bounds.height;
}

function whole(tile: Tile, rect: Rect, { channels, outside }: Grid): Rect {
  const value = tile.uniform ?? 0;
  return (channels === 4 ? value >>> 24 : value) === outside ? EMPTY_RECT : rect;
}

function contentOf(bytes: Uint8Array, rect: Rect, { channels, outside }: Grid): Rect {
  let left = TILE_SIDE;
  let right = -1;
  let top = TILE_SIDE;
  let bottom = -1;
  for (let y = 0, at = channels - 1; y < TILE_SIDE; y++)
    for (let x = 0; x < TILE_SIDE; x++, at += channels) {
      if (bytes[at] === outside) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  if (right < 0) return EMPTY_RECT;
  return { x: rect.x + left, y: rect.y + top, width: right - left + 1, height: bottom - top + 1 };
}
