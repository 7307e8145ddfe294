import { intersectRects, type Rect } from '../../../shared/geometry/index.ts';
import {
  emptyGrid,
  type Grid,
  keysOf,
  orNothing,
  TILE_PIXELS,
  type Tile,
  type TileKey,
  type TileStore,
  tileRect,
  txOf,
  tyOf,
} from '../tiles/index.ts';

/**
 * A selection is a grid of coverage in the document's space, nothing outside. Every function here makes a new grid whose
 * tiles' references are the caller's, and leaves those it reads alone.
 */
export function makeCoverage(
  store: TileStore,
  keys: Iterable<TileKey>,
  make: (key: TileKey) => Uint8Array | number,
): Grid {
  const tiles = new Map<TileKey, Tile>();
  for (const key of keys) {
    const made = make(key);
    const tile = orNothing(typeof made === 'number' ? store.uniform(made, 1) : store.make(made, 1), 0);
    if (tile !== null) tiles.set(key, tile);
  }
  return { ...emptyGrid(1), tiles };
}

export function releaseGrid(store: TileStore, grid: Grid): void {
  for (const tile of grid.tiles.values()) store.release(tile);
}

/** All of a page, and nothing beyond its edges. */
export function selectAll(store: TileStore, page: Rect): Grid {
  return makeCoverage(store, keysOf(page), (key) => clipToPage(255, key, page));
}

export type Combine = 'replace' | 'add' | 'subtract' | 'intersect';

/** Coverages meet as fuzzy sets do: the larger, the smaller, the rest. Adding a shape twice is adding it once. */
export function combine(store: TileStore, under: Grid, over: Grid, how: Combine): Grid {
  const meet: Record<Combine, (a: number, b: number) => number> = {
    replace: (_a, b) => b,
    add: Math.max,
    subtract: (a, b) => Math.min(a, 255 - b),
    intersect: Math.min,
  };
  const keys = new Set([...under.tiles.keys(), ...over.tiles.keys()]);
  return makeCoverage(store, keys, (key) =>
    pairwise(store, under.tiles.get(key), over.tiles.get(key), meet[how]),
  );
}

/** What was not selected of the page. */
export function invert(store: TileStore, grid: Grid, page: Rect): Grid {
  return makeCoverage(store, keysOf(page), (key) => {
    const inverted = pairwise(store, grid.tiles.get(key), undefined, (a) => 255 - a);
    return clipToPage(inverted, key, page);
  });
}

/** Nothing of a tile beyond the page's edges. May write into the bytes it is given. */
export function clipToPage(made: Uint8Array | number, key: TileKey, page: Rect): Uint8Array | number {
  const place = tileRect(key);
  const part = intersectRects(place, page);
  if (part.width === place.width && part.height === place.height) return made;
  const bytes = new Uint8Array(TILE_PIXELS);
  for (let y = part.y - place.y; y < part.y - place.y + part.height; y++) {
    const from = y * place.width + part.x - place.x;
    if (typeof made === 'number') bytes.fill(made, from, from + part.width);
    else bytes.set(made.subarray(from, from + part.width), from);
  }
  return bytes;
}

function pairwise(
  store: TileStore,
  one: Tile | undefined,
  other: Tile | undefined,
  meet: (a: number, b: number) => number,
): Uint8Array | number {
  const [first, second] = [one?.uniform ?? (one ? null : 0), other?.uniform ?? (other ? null : 0)];
  if (first !== null && second !== null) return meet(first, second);
  const a = one === undefined ? null : store.read(one);
  const b = other === undefined ? null : store.read(other);
  const bytes = new Uint8Array(TILE_PIXELS);
  for (let at = 0; at < TILE_PIXELS; at++) bytes[at] = meet(a?.[at] ?? 0, b?.[at] ?? 0);
  return bytes;
}

/** Keys of the tiles of a grid and of those around it that a reach of so many pixels comes to. */
export function keysWithin(grid: Grid, reach: number, page: Rect): Set<TileKey> {
  const keys = new Set<TileKey>();
  for (const key of grid.tiles.keys()) {
    const place = {
      x: txOf(key) * 256 - reach,
      y: tyOf(key) * 256 - reach,
      width: 256 + 2 * reach,
      height: 256 + 2 * reach,
    };
    for (const one of keysOf(intersectRects(place, page))) keys.add(one);
  }
  return keys;
}
