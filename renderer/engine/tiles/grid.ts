import { EMPTY_RECT, type Rect, uniteRects } from '../../../shared/geometry/index.ts';
import { type TileKey, tileRect } from './keys.ts';
import type { TileStore } from './store.ts';
import { type Channels, fillUniform, TILE_PIXELS, TILE_SIDE, type Tile, tileBytes } from './tile.ts';

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

/** From the four sides inwards: a tile that is full to its edges, as most are, is known by its first and last pixels. */
function contentOf(bytes: Uint8Array, rect: Rect, { channels, outside }: Grid): Rect {
  const holds = (x: number, y: number): boolean =>
    bytes[(y * TILE_SIDE + x) * channels + channels - 1] !== outside;
  let first = 0;
  let last = TILE_PIXELS - 1;
  while (first <= last && !holds(first % TILE_SIDE, Math.floor(first / TILE_SIDE))) first += 1;
  if (first > last) return EMPTY_RECT;
  while (!holds(last % TILE_SIDE, Math.floor(last / TILE_SIDE))) last -= 1;
  const top = Math.floor(first / TILE_SIDE);
  const bottom = Math.floor(last / TILE_SIDE);
  const inColumn = (x: number): boolean => {
    for (let y = top; y <= bottom; y++) if (holds(x, y)) return true;
    return false;
  };
  let left = 0;
  let right = TILE_SIDE - 1;
  while (!inColumn(left)) left += 1;
  while (!inColumn(right)) right -= 1;
  return { x: rect.x + left, y: rect.y + top, width: right - left + 1, height: bottom - top + 1 };
}
