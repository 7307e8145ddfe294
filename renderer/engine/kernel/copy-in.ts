import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import type { Piece } from './steps.ts';
import type { TouchedCount } from './touched.ts';

/** Where pixels are to lie: rows of a window from `top` on, one after another, in elements of `to`. */
export interface Destination {
  readonly to: Uint32Array | Uint8Array;
  readonly start: number;
  readonly width: number;
  readonly top: number;
  readonly rows: number;
}

/** Below this many pixels a row, a loop is faster than making a view of a part for each row. */
const SHORT_ROW = 64;

/** Lays pieces of tiles out as the rows of a window; `outside` where there is none. */
export function copyIn(
  pieces: readonly Piece[],
  outside: number,
  destination: Destination,
  touched: TouchedCount,
): void {
  const { to, start, width, rows } = destination;
  if (!pieces.some((piece) => covers(piece, destination))) {
    to.fill(outside, start, start + width * rows);
    touched.work(width * rows * to.BYTES_PER_ELEMENT);
  }
  for (const piece of pieces) copyPiece(piece, destination, touched);
}

function covers({ x, y }: Piece, { width, top, rows }: Destination): boolean {
  return x <= 0 && x + TILE_SIDE >= width && y <= top && y + TILE_SIDE >= top + rows;
}

function copyPiece({ tile, x, y }: Piece, destination: Destination, touched: TouchedCount): void {
  const { to, start, width, top, rows } = destination;
  const left = Math.max(0, x);
  const length = Math.min(width, x + TILE_SIDE) - left;
  const first = Math.max(top, y);
  const count = Math.min(top + rows, y + TILE_SIDE) - first;
  if (length <= 0 || count <= 0) return;
  let target = start + (first - top) * width + left;
  const bytes = length * count * to.BYTES_PER_ELEMENT;
  if (tile.kind === 'uniform') {
    touched.work(bytes);
    for (let row = 0; row < count; row++, target += width) to.fill(tile.value, target, target + length);
    return;
  }
  touched.copy(bytes);
  const from = elements(tile.bytes, to);
  let source = (first - y) * TILE_SIDE + (left - x);
  if (length === TILE_SIDE && width === TILE_SIDE) {
    to.set(from.subarray(source, source + TILE_SIDE * count), target);
    return;
  }
  for (let row = 0; row < count; row++, target += width, source += TILE_SIDE) {
    if (length >= SHORT_ROW) to.set(from.subarray(source, source + length), target);
    else for (let at = 0; at < length; at++) to[target + at] = from[source + at] ?? 0;
  }
}

/** The same bytes in the target's elements; bytes that lie oddly in their buffer are copied to where they don't. */
function elements(bytes: Uint8Array, like: Uint32Array | Uint8Array): Uint32Array | Uint8Array {
  if (like instanceof Uint8Array) return bytes;
  const even = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(even.buffer, even.byteOffset, even.byteLength >> 2);
}
