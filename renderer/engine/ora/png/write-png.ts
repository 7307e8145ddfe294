import { Zlib } from 'fflate';
import { joinBytes } from '../../../../shared/kernel/index.ts';
import { crc32 } from '../crc32.ts';

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** RGBA, straight, or one byte of coverage a pixel. */
  readonly bytes: Uint8Array;
}

/** A picture that is asked for from the top down and never stands in memory whole. Each yield is a place to rest. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  rows(top: number, count: number): Generator<void, Uint8Array>;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Filtered and deflated in one go, in about a hundredth of a second: the hand that paints on must not feel it. */
const BAND_BYTES = 256 * 1024;
/** Painted layers are deflated well by little work, and a person waits for the save. */
const LEVEL = 1;

export function rowsOf({ width, height, bytes }: Raster, channels: 1 | 4): Rows {
  const stride = width * channels;
  return {
    width,
    height,
    // biome-ignore lint/correctness/useYield: all is there already, so there is nothing to rest from.
    *rows(top, count) {
      return bytes.subarray(top * stride, (top + count) * stride);
    },
  };
}

export function writePng(raster: Raster, channels: 1 | 4): Uint8Array {
  const steps = writePngSteps(rowsOf(raster, channels), channels);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return joinBytes(step.value);
}

/**
 * The parts of a PNG of eight bits: RGBA or grey. Every row is filtered by Paeth, which makes even colour and gradients
 * small and costs one pass; bands go to the deflater one by one.
 * @source PNG, 9.4 and 11.2
 */
export function* writePngSteps(picture: Rows, channels: 1 | 4): Generator<void, readonly Uint8Array[]> {
  const { width, height } = picture;
  const stride = width * channels;
  const parts: Uint8Array[] = [SIGNATURE, chunk('IHDR', header(width, height, channels))];
  const zlib = new Zlib({ level: LEVEL }, (data) => {
    if (data.length > 0) parts.push(chunk('IDAT', data));
  });
  const band = Math.max(1, Math.floor(BAND_BYTES / (stride + 1)));
  let above = new Uint8Array(stride);
  for (let top = 0; top < height; top += band) {
    const count = Math.min(band, height - top);
    const rows = yield* picture.rows(top, count);
    zlib.push(filtered(rows, above, count, stride, channels), top + count === height);
    above = rows.slice((count - 1) * stride, count * stride);
    yield;
  }
  parts.push(chunk('IEND', new Uint8Array(0)));
  return parts;
}

function header(width: number, height: number, channels: 1 | 4): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes[8] = 8;
  bytes[9] = channels === 4 ? 6 : 0;
  return bytes;
}

/**
 * Rows with their filter byte, each byte as its difference from what Paeth foretells. Zeros above the first row are what
 * the filter wants there.
 */
function filtered(
  rows: Uint8Array,
  before: Uint8Array,
  count: number,
  stride: number,
  step: number,
): Uint8Array {
  const out = new Uint8Array(count * (stride + 1));
  for (let row = 0; row < count; row++) {
    const here = rows.subarray(row * stride, (row + 1) * stride);
    const above = row === 0 ? before : rows.subarray((row - 1) * stride, row * stride);
    let to = row * (stride + 1);
    out[to++] = 4;
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? (here[x - step] ?? 0) : 0;
      const up = above[x] ?? 0;
      const corner = x >= step ? (above[x - step] ?? 0) : 0;
      const a = Math.abs(up - corner);
      const b = Math.abs(left - corner);
      const c = Math.abs(left + up - corner - corner);
      const guess = a <= b && a <= c ? left : b <= c ? up : corner;
      out[to++] = (here[x] ?? 0) - guess;
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) out[4 + at] = type.charCodeAt(at);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}
