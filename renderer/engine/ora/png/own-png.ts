import { decode } from 'fast-png';
import { readPngHeader } from './png-chunks.ts';
import type { Raster } from './write-png.ts';

/**
 * The desktop's own PNG: 8 bit, RGB or RGBA. Not by the browser's decoder, which premultiplies: what is nearly clear would
 * lose its colour. Null when it is anything else.
 */
export function straightRgba(png: Uint8Array): Raster | null {
  const decoded = decoded8Bit(png);
  if (decoded === null) return null;
  const { width, height, channels, data } = decoded;
  if (channels === 4) return { width, height, bytes: data };
  if (channels !== 3) return null;
  const bytes = new Uint8Array(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    bytes[to] = data[from] ?? 0;
    bytes[to + 1] = data[from + 1] ?? 0;
    bytes[to + 2] = data[from + 2] ?? 0;
    bytes[to + 3] = 255;
  }
  return { width, height, bytes };
}

/** A mask that was sent, a byte a pixel. Null when it is no grey PNG of 8 bit. */
export function straightGrey(png: Uint8Array): Raster | null {
  const decoded = decoded8Bit(png);
  if (decoded?.channels !== 1) return null;
  return { width: decoded.width, height: decoded.height, bytes: decoded.data };
}

function decoded8Bit(png: Uint8Array) {
  const header = readPngHeader(png);
  if (header === null || header.depth !== 8 || header.colourType === 3) return null;
  try {
    const { width, height, channels, data } = decode(png);
    return data instanceof Uint8Array ? { width, height, channels, data } : null;
  } catch {
    // Cut short, or with a sum that does not fit.
    return null;
  }
}
