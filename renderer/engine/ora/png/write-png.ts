import { Zlib } from 'fflate';
import { crc32 } from '../crc32.ts';

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** RGBA, straight, or one byte of coverage a pixel. */
  readonly bytes: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BAND_BYTES = 1024 * 1024;
/** Painted layers are deflated well by little work, and a person waits for the save. */
const LEVEL = 1;

/**
 * A PNG of eight bits: RGBA or grey. Every row is filtered by Paeth, which makes even colour and gradients small and
 * costs one pass; bands go to the deflater one by one.
 * @source PNG, 9.4 and 11.2
 */
export function writePng({ width, height, bytes }: Raster, channels: 1 | 4): Uint8Array {
  const stride = width * channels;
  const parts: Uint8Array[] = [SIGNATURE, chunk('IHDR', header(width, height, channels))];
  const zlib = new Zlib({ level: LEVEL }, (data) => {
    if (data.length > 0) parts.push(chunk('IDAT', data));
  });
  const rows = Math.max(1, Math.floor(BAND_BYTES / (stride + 1)));
  for (let y = 0; y < height; y += rows) {
    const count = Math.min(rows, height - y);
    zlib.push(filtered(bytes, y, count, stride, channels), y + count === height);
  }
  parts.push(chunk('IEND', new Uint8Array(0)));
  return joined(parts);
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

/** Rows with their filter byte, each byte as its difference from what Paeth foretells. */
function filtered(bytes: Uint8Array, top: number, count: number, stride: number, step: number): Uint8Array {
  const out = new Uint8Array(count * (stride + 1));
  for (let row = 0; row < count; row++) {
    const from = (top + row) * stride;
    const above = top + row > 0;
    let to = row * (stride + 1);
    out[to++] = 4;
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? (bytes[from + x - step] ?? 0) : 0;
      const up = above ? (bytes[from + x - stride] ?? 0) : 0;
      const corner = above && x >= step ? (bytes[from + x - stride - step] ?? 0) : 0;
      const a = Math.abs(up - corner);
      const b = Math.abs(left - corner);
      const c = Math.abs(left + up - corner - corner);
      const guess = a <= b && a <= c ? left : b <= c ? up : corner;
      out[to++] = (bytes[from + x] ?? 0) - guess;
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

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
