import { growRect, type Rect } from '../../../shared/geometry/index.ts';
import {
  type Grid,
  keysOf,
  readRect,
  TILE_PIXELS,
  TILE_SIDE,
  type TileKey,
  type TileStore,
  tileRect,
} from '../tiles/index.ts';
import { clipToPage, combine, invert, keysWithin, makeCoverage, releaseGrid } from './coverage.ts';
import { mostWithin } from './disc.ts';

export const SPREAD_MAX = 250;

/** Every pixel takes the most that lies within a disc around it. */
export function grow(store: TileStore, grid: Grid, radius: number, page: Rect): Grid {
  return spread(store, grid, bounded(radius), page, (source, _side, reach) => mostWithin(source, reach));
}

/** Shrinking is growing what is not selected; the page's edge stays where it is. */
export function shrink(store: TileStore, grid: Grid, radius: number, page: Rect): Grid {
  const not = invert(store, grid, page);
  const grown = grow(store, not, radius, page);
  const made = invert(store, grown, page);
  releaseGrid(store, not);
  releaseGrid(store, grown);
  return made;
}

/** A band of so many pixels on either side of the edge. */
export function border(store: TileStore, grid: Grid, radius: number, page: Rect): Grid {
  const outer = grow(store, grid, radius, page);
  const inner = shrink(store, grid, radius, page);
  const made = combine(store, outer, inner, 'subtract');
  releaseGrid(store, outer);
  releaseGrid(store, inner);
  return made;
}

/** A soft edge: three box blurs, which come as near to a Gaussian of this radius as eyes can tell. */
export function feather(store: TileStore, grid: Grid, radius: number, page: Rect): Grid {
  const box = Math.max(1, Math.round(bounded(radius) / 3));
  return spread(store, grid, 3 * box, page, (source, side) => {
    let blurred = Float32Array.from(source);
    for (let pass = 0; pass < 3; pass++) blurred = blurRows(blurRows(blurred, side, box), side, box);
    return crop(blurred, side, 3 * box);
  });
}

function bounded(radius: number): number {
  return Math.max(0, Math.min(SPREAD_MAX, Math.round(radius)));
}

/** Tile by tile, with as much around as the reach is; where all around is one value, it stays. */
function spread(
  store: TileStore,
  grid: Grid,
  reach: number,
  page: Rect,
  work: (source: Uint8Array, side: number, reach: number) => Uint8Array,
): Grid {
  const side = TILE_SIDE + 2 * reach;
  return makeCoverage(store, keysWithin(grid, reach, page), (key) => {
    const around = growRect(tileRect(key), reach);
    const same = oneValue(grid, keysOf(around));
    return clipToPage(same ?? work(readRect(store, grid, around), side, reach), key, page);
  });
}

function oneValue(grid: Grid, keys: readonly TileKey[]): number | null {
  const values = new Set(keys.map((key) => (grid.tiles.has(key) ? (grid.tiles.get(key)?.uniform ?? -1) : 0)));
  const [value = -1] = values;
  return values.size === 1 && value >= 0 ? value : null;
}

/** Blurs along rows and turns the square on its side, so that twice is both ways. */
function blurRows(source: Float32Array<ArrayBuffer>, side: number, box: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(side * side);
  const share = 1 / (2 * box + 1);
  for (let y = 0; y < side; y++) {
    let sum = 0;
    for (let x = 0; x < box; x++) sum += source[y * side + x] ?? 0;
    for (let x = 0; x < side; x++) {
      if (x + box < side) sum += source[y * side + x + box] ?? 0;
      if (x > box) sum -= source[y * side + x - box - 1] ?? 0;
      out[x * side + y] = sum * share;
    }
  }
  return out;
}

function crop(source: Float32Array, side: number, reach: number): Uint8Array {
  const out = new Uint8Array(TILE_PIXELS);
  for (let y = 0; y < TILE_SIDE; y++)
    for (let x = 0; x < TILE_SIDE; x++)
      out[y * TILE_SIDE + x] = Math.min(255, (source[(y + reach) * side + x + reach] ?? 0) + 0.5);
  return out;
}
