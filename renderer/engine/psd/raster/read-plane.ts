import { Unzlib } from 'fflate';
import { PsdDamage, readFrom } from '../frame/cursor.ts';
import type { Depth } from '../frame/read-frame.ts';
import { unpackBits } from './pack-bits.ts';

/** How the samples of one channel are kept. */
export interface PlaneShape {
  readonly width: number;
  readonly height: number;
  readonly depth: Depth;
  readonly large: boolean;
}

const RAW = 0;
const PACKED = 1;
const ZIPPED = 2;
const ZIPPED_DIFFERENCES = 3;
/** No deflated byte holds more. */
const RATIO_MAX = 1_032;
const PIECE_BYTES = 16 * 1024;

export function rowBytes({ width, depth }: PlaneShape): number {
  return Math.ceil((width * depth) / 8);
}

/**
 * Whether so little can be so large a channel. Asked before anything of that size is made, so that memory is bounded by
 * what the file really brings.
 */
export function couldHold(compression: number, bytes: number, shape: PlaneShape): boolean {
  const row = rowBytes(shape);
  const size = row * shape.height;
  if (compression === RAW) return bytes >= size;
  if (compression === PACKED)
    return bytes >= shape.height * ((shape.large ? 4 : 2) + 2 * Math.ceil(row / 128));
  return bytes * RATIO_MAX >= size;
}

/** The samples of one channel, a row after another. @throws PsdDamage */
export function readPlane(compression: number, data: Uint8Array, shape: PlaneShape): Uint8Array {
  if (!couldHold(compression, data.length, shape)) throw new PsdDamage();
  const size = rowBytes(shape) * shape.height;
  if (compression === RAW) return data.subarray(0, size);
  if (compression === PACKED) return readPacked(data, shape, 1)[0] ?? new Uint8Array(0);
  if (compression !== ZIPPED && compression !== ZIPPED_DIFFERENCES) throw new PsdDamage();
  const plane = inflate(data, size);
  return compression === ZIPPED ? plane : sumDifferences(plane, shape);
}

/** The channels of the merged picture, which have one list of lengths in front of all. @throws PsdDamage */
export function readPlanes(
  compression: number,
  data: Uint8Array,
  shape: PlaneShape,
  count: number,
): readonly Uint8Array[] {
  const size = rowBytes(shape) * shape.height;
  if (compression === PACKED) {
    if (!couldHold(PACKED, data.length, { ...shape, height: shape.height * count })) throw new PsdDamage();
    return readPacked(data, shape, count);
  }
  const all = readPlane(compression, data, { ...shape, height: shape.height * count });
  return Array.from({ length: count }, (_, at) => all.subarray(at * size, (at + 1) * size));
}

function readPacked(data: Uint8Array, shape: PlaneShape, count: number): Uint8Array[] {
  const { height, large } = shape;
  const row = rowBytes(shape);
  const cursor = readFrom(data);
  const lengths = Array.from({ length: height * count }, () => (large ? cursor.u32() : cursor.u16()));
  return Array.from({ length: count }, (_, plane) => {
    const out = new Uint8Array(row * height);
    for (let y = 0; y < height; y++)
      unpackBits(cursor.take(lengths[plane * height + y] ?? 0), out.subarray(y * row, (y + 1) * row));
    return out;
  });
}

/** Piece by piece, so that what inflates to more than it should is left before it is large. */
function inflate(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let to = 0;
  const stream = new Unzlib((piece) => {
    if (to < size) out.set(piece.subarray(0, size - to), to);
    to += piece.length;
  });
  try {
    for (let at = 0; at < data.length && to <= size; at += PIECE_BYTES)
      stream.push(data.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= data.length);
  } catch {
    throw new PsdDamage();
  }
  if (to < size) throw new PsdDamage();
  return out;
}

/** Each sample is kept as the step from the one before it; of floats first all highest bytes of a row, and so on. */
function sumDifferences(plane: Uint8Array, shape: PlaneShape): Uint8Array {
  const { width, height, depth } = shape;
  const row = rowBytes(shape);
  for (let y = 0; y < height; y++) {
    const bytes = plane.subarray(y * row, (y + 1) * row);
    if (depth === 16) sumWords(bytes);
    else for (let at = 1; at < row; at++) bytes[at] = (bytes[at] ?? 0) + (bytes[at - 1] ?? 0);
    if (depth !== 32) continue;
    const apart = bytes.slice();
    for (let at = 0; at < row; at++) bytes[at] = apart[(at % 4) * width + (at >> 2)] ?? 0;
  }
  return plane;
}

function sumWords(bytes: Uint8Array): void {
  let sum = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    sum = (sum + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) & 0xffff;
    bytes[at] = sum >> 8;
    bytes[at + 1] = sum & 0xff;
  }
}
