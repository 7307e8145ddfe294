import {
  growRect,
  intersectRects,
  isEmptyRect,
  type Matrix,
  moveRect,
  type Rect,
} from '../../../shared/geometry/index.ts';
import {
  type Channels,
  fillUniform,
  keysOf,
  TILE_SIDE,
  type TileKey,
  type TilePixels,
  tileRect,
} from '../tiles/index.ts';
import { mapRect } from './matrix.ts';

export interface RoughSource {
  readonly channels: Channels;
  readonly outside: number;
  /** Where there are pixels, at the level that is read. */
  readonly from: Rect;
  readonly tile: (key: TileKey) => TilePixels | null;
}

/**
 * One tile as a transform will look, quick enough to follow the hand: between four pixels, of a level that is as small as
 * what is seen. Pixels that come whole from pixels are what applying gives.
 */
export function roughTile(source: RoughSource, key: TileKey, back: Matrix, within: Rect): TilePixels | null {
  const { channels, outside } = source;
  const part = intersectRects(tileRect(key), within);
  const read = intersectRects(growRect(mapRect(back, part), 2), growRect(source.from, 1));
  if (isEmptyRect(part) || isEmptyRect(read)) return null;
  const bytes = gather(source, read);
  const out = new Uint8Array(TILE_SIDE * TILE_SIDE * channels).fill(outside);
  const place = tileRect(key);
  const own = moveRect(part, -place.x, -place.y);
  for (let y = own.y; y < own.y + own.height; y++)
    for (let x = own.x; x < own.x + own.width; x++) {
      const px = place.x + x + 0.5;
      const py = place.y + y + 0.5;
      const sx = back.a * px + back.c * py + back.e - 0.5 - read.x;
      const sy = back.b * px + back.d * py + back.f - 0.5 - read.y;
      const at = (y * TILE_SIDE + x) * channels;
      if (channels === 1) out[at] = coverageAt(bytes, read, sx, sy, outside);
      else colourAt(bytes, read, sx, sy, out, at);
    }
  return { kind: 'bytes', bytes: out };
}

/** The pixels of a rect, row by row. */
function gather({ channels, outside, tile }: RoughSource, rect: Rect): Uint8Array {
  const bytes = new Uint8Array(rect.width * rect.height * channels);
  if (outside !== 0) bytes.fill(outside);
  for (const key of keysOf(rect)) {
    const pixels = tile(key);
    if (pixels === null) continue;
    const place = tileRect(key);
    const shared = intersectRects(place, rect);
    const row = new Uint8Array(shared.width * channels);
    if (pixels.kind === 'uniform') fillUniform(row, channels, pixels.value);
    for (let y = shared.y; y < shared.y + shared.height; y++) {
      const to = ((y - rect.y) * rect.width + shared.x - rect.x) * channels;
      const from = ((y - place.y) * TILE_SIDE + shared.x - place.x) * channels;
      bytes.set(pixels.kind === 'uniform' ? row : pixels.bytes.subarray(from, from + row.length), to);
    }
  }
  return bytes;
}

function coverageAt(bytes: Uint8Array, rect: Rect, x: number, y: number, outside: number): number {
  let sum = 0;
  for (let tap = 0; tap < 4; tap++) {
    const tx = Math.floor(x) + (tap & 1);
    const ty = Math.floor(y) + (tap >> 1);
    const weight = (1 - Math.abs(x - tx)) * (1 - Math.abs(y - ty));
    const isIn = tx >= 0 && ty >= 0 && tx < rect.width && ty < rect.height;
    sum += weight * (isIn ? (bytes[ty * rect.width + tx] ?? 0) : outside);
  }
  return Math.round(sum);
}

/** Colours count as much as they cover: what is clear has none to give. */
function colourAt(bytes: Uint8Array, rect: Rect, x: number, y: number, out: Uint8Array, at: number): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let tap = 0; tap < 4; tap++) {
    const tx = Math.floor(x) + (tap & 1);
    const ty = Math.floor(y) + (tap >> 1);
    if (tx < 0 || ty < 0 || tx >= rect.width || ty >= rect.height) continue;
    const from = (ty * rect.width + tx) * 4;
    const share = (1 - Math.abs(x - tx)) * (1 - Math.abs(y - ty)) * (bytes[from + 3] ?? 0);
    red += share * (bytes[from] ?? 0);
    green += share * (bytes[from + 1] ?? 0);
    blue += share * (bytes[from + 2] ?? 0);
    alpha += share;
  }
  const whole = Math.round(alpha);
  if (whole === 0) return;
  out[at] = Math.round(red / alpha);
  out[at + 1] = Math.round(green / alpha);
  out[at + 2] = Math.round(blue / alpha);
  out[at + 3] = whole;
}
