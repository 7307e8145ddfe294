import { DOCUMENT_MAX_SIDE, type Offset, type PixelsId } from '../../../shared/document/index.ts';
import {
  growRect,
  intersectRects,
  isEmptyRect,
  type Matrix,
  type Rect,
  rectAtLevel,
} from '../../../shared/geometry/index.ts';
import { createMipCache, type PixelSource } from '../mips/index.ts';
import {
  contentBounds,
  type Grid,
  keysOf,
  orNothing,
  readRect,
  type Tile,
  type TileKey,
  type TileStore,
  tileRect,
} from '../tiles/index.ts';
import { inSpaceOf, invertMatrix, isExact, mapRect } from './matrix.ts';
import { resampleTile, sourceOf } from './resample.ts';

/** Beyond this a picture is a wall; a slip of the pointer must not fill the memory. */
const SIDE_MAX = 32_768;
/** As many pixels as the largest page has: a gigabyte, and most of a minute. */
const PIXELS_MAX = DOCUMENT_MAX_SIDE * DOCUMENT_MAX_SIDE;
const FAR = 1_000_000;
/** Each level asks four times as much of the ones beneath; whatever shrinks further is a few pixels in the end. */
const LEVEL_MAX = 8;

export type TransformRefusal =
  /** It has no inverse, or is no number. */
  | 'bad-matrix'
  /** Larger than any page, or leading out of this world. */
  | 'too-large';

/**
 * What tiles a grid at an offset has after a matrix of the document's space; references are the caller's. The identity
 * changes nothing.
 */
export function transformGrid(
  store: TileStore,
  grid: Grid,
  matrix: Matrix,
  offset: Offset,
): Map<TileKey, Tile | null> | TransformRefusal {
  const own = inSpaceOf(matrix, offset);
  const back = invertMatrix(own);
  if (back === null || ![...Object.values(own), ...Object.values(back)].every(Number.isFinite))
    return 'bad-matrix';
  const update = new Map<TileKey, Tile | null>();
  if (isIdentity(own)) return update;
  const from = contentBounds(store, grid);
  const to = mapRect(own, from);
  if (isTooLarge(from, to)) return 'too-large';
  for (const key of grid.tiles.keys()) update.set(key, null);
  if (isEmptyRect(from)) return update;
  const { read, close } = isExact(own) ? copier(store, grid, back) : sampler(store, grid, back, { from, to });
  for (const key of keysOf(to)) {
    const tile = orNothing(store.make(read(tileRect(key)), grid.channels), grid.outside);
    if (tile !== null || grid.tiles.has(key)) update.set(key, tile);
  }
  close();
  return update;
}

/** A picture that is large already may still be turned and moved. */
function isTooLarge(from: Rect, { x, y, width, height }: Rect): boolean {
  if (width > SIDE_MAX || height > SIDE_MAX || Math.max(Math.abs(x), Math.abs(y)) > FAR) return true;
  return width * height > Math.max(PIXELS_MAX, from.width * from.height);
}

/** Makes tiles of the result; closed when all are made. */
interface Maker {
  read(place: Rect): Uint8Array;
  close(): void;
}

function isIdentity({ a, b, c, d, e, f }: Matrix): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0;
}

/** Pixel by pixel, each as it is. */
function copier(store: TileStore, grid: Grid, back: Matrix): Maker {
  const { channels } = grid;
  const read = (place: Rect): Uint8Array => {
    const rect = mapRect(back, place);
    const bytes = readRect(store, grid, rect);
    const out = new Uint8Array(bytes.length);
    for (let y = 0, to = 0; y < place.height; y++)
      for (let x = 0; x < place.width; x++, to += channels) {
        const px = place.x + x + 0.5;
        const py = place.y + y + 0.5;
        const sx = Math.floor(back.a * px + back.c * py + back.e) - rect.x;
        const sy = Math.floor(back.b * px + back.d * py + back.f) - rect.y;
        const from = (sy * rect.width + sx) * channels;
        for (let k = 0; k < channels; k++) out[to + k] = bytes[from + k] ?? 0;
      }
    return out;
  };
  return { read, close: () => undefined };
}

/** A picture that shrinks a lot is read from a level that is small already, so that no source is larger than a few tiles. */
function sampler(
  store: TileStore,
  grid: Grid,
  back: Matrix,
  { from, to }: { readonly from: Rect; readonly to: Rect },
): Maker {
  const shrinks = Math.min(Math.hypot(back.a, back.b), Math.hypot(back.c, back.d));
  const level = Math.min(LEVEL_MAX, Math.max(0, Math.floor(Math.log2(shrinks)) - 1));
  const scale = 2 ** -level;
  const small = {
    a: back.a * scale,
    b: back.b * scale,
    c: back.c * scale,
    d: back.d * scale,
    e: back.e * scale,
    f: back.f * scale,
  };
  const halved = levelOf(store, grid, level, from);
  const bounds = growRect(rectAtLevel(from, level), 3);
  const read = (place: Rect): Uint8Array => {
    const rect = intersectRects(growRect(mapRect(small, place), 3), bounds);
    const bytes = readRect(store, halved, rect);
    return resampleTile(sourceOf(bytes, grid.channels, rect, grid.outside), place, small, to);
  };
  const close = (): void => {
    if (halved !== grid) for (const tile of halved.tiles.values()) store.release(tile);
  };
  return { read, close };
}

function levelOf(store: TileStore, grid: Grid, level: number, from: Rect): Grid {
  if (level === 0) return grid;
  const mips = createMipCache();
  const source: PixelSource = {
    channels: grid.channels,
    outside: grid.outside,
    tile(key) {
      const tile = grid.tiles.get(key);
      return tile === undefined ? null : store.pixels(tile);
    },
  };
  const own = 'transform' as PixelsId;
  const tiles = new Map<TileKey, Tile>();
  for (const key of keysOf(rectAtLevel(from, level))) {
    const pixels = mips.tile(own, source, level, key);
    if (pixels === null) continue;
    tiles.set(
      key,
      pixels.kind === 'uniform'
        ? store.uniform(pixels.value, grid.channels)
        : store.make(pixels.bytes, grid.channels),
    );
  }
  return { ...grid, tiles };
}
