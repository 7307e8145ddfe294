import { deflateSync } from 'node:zlib';
import { readPngChunks, readPngHeader, readPngPixels, writePngChunks } from '../../media/metadata/index.ts';
import type { PixelSize } from '../../shared/operations/index.ts';

/** Twice the largest picture the models make; what unfolds to more is no mask for them. */
const MAX_PIXELS = 16_777_216;
/** The service takes less than this. */
const MAX_MASK_BYTES = 4 * 1024 * 1024;
const BYTES_PER_PIXEL = 4;
const FILTER_UP = 2;

/**
 * Our mask as the service wants it. Ours is an 8-bit grey PNG where white may change; the service changes what is
 * transparent. Grey becomes alpha = 255 - grey. The colours keep the grey, because servers that speak the same
 * interface without being the service read brightness, white = may change, and throw alpha away.
 * @param size of the picture the mask belongs to, or null where only its owner knows
 * @returns an RGBA PNG under 4 MB; null for anything but a plain 8-bit grey PNG of that size
 */
export function wireMask(bytes: Uint8Array, size: PixelSize | null): Uint8Array<ArrayBuffer> | null {
  const grey = readGrey(bytes);
  if (grey === null) return null;
  const { width, height, pixels } = grey;
  if (size !== null && (size.width !== width || size.height !== height)) return null;
  const mask = writePngChunks([
    { type: 'IHDR', data: headerOf(width, height) },
    { type: 'IDAT', data: new Uint8Array(deflateSync(filteredRgba(pixels, width, height), { level: 9 })) },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
  return mask.length < MAX_MASK_BYTES ? mask : null;
}

/** The size a PNG claims; null for another format or a broken file. */
export function pngSize(bytes: Uint8Array): PixelSize | null {
  const read = readPngChunks(bytes);
  return read.kind === 'read' ? readPngHeader(read.chunks) : null;
}

interface Grey extends PixelSize {
  readonly pixels: Uint8Array;
}

function readGrey(bytes: Uint8Array): Grey | null {
  const read = readPngPixels(bytes, MAX_PIXELS);
  return read === null || read.channels !== 1 ? null : read;
}

/** Each row as the difference to the one above: a mask is mostly flat, and zeros pack to nothing. */
function filteredRgba(grey: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width * BYTES_PER_PIXEL + 1;
  const rows = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    let to = row * stride;
    rows[to++] = FILTER_UP;
    for (let column = 0; column < width; column++) {
      const from = row * width + column;
      const here = grey[from] ?? 0;
      const above = row === 0 ? 0 : (grey[from - width] ?? 0);
      const aboveAlpha = row === 0 ? 0 : 255 - above;
      rows[to++] = here - above;
      rows[to++] = here - above;
      rows[to++] = here - above;
      rows[to++] = 255 - here - aboveAlpha;
    }
  }
  return rows;
}

function headerOf(width: number, height: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits, true colour with alpha, then the only compression and filter method and no interlace.
  header.set([8, 6, 0, 0, 0], 8);
  return header;
}
