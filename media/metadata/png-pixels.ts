import { inflateSync } from 'node:zlib';
import { type PngChunk, readPngChunks, readPngHeader } from './png-chunks.ts';
import { unfilteredRows } from './png-rows.ts';

export interface PngPixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** width * height * channels bytes, rows from the top. */
  readonly pixels: Uint8Array;
}

const CHANNELS: Readonly<Record<number, PngPixels['channels']>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/**
 * The pixels of a plain PNG: 8 bits a channel, no palette, not interlaced, as our own encoder writes them. Null for any other, for
 * a broken one, and for more pixels than are wanted.
 */
export function readPngPixels(bytes: Uint8Array, maxPixels: number): PngPixels | null {
  const read = readPngChunks(bytes);
  const header = read.kind === 'read' ? readPngHeader(read.chunks) : null;
  if (read.kind !== 'read' || header === null) return null;
  const { width, height, bitDepth, colourType } = header;
  const channels = CHANNELS[colourType];
  const isInterlaced = read.chunks[0]?.data[12] !== 0;
  if (bitDepth !== 8 || channels === undefined || isInterlaced) return null;
  if (width < 1 || height < 1 || width * height > maxPixels) return null;
  const filtered = inflated(read.chunks, (width * channels + 1) * height);
  const pixels = filtered === null ? null : unfilteredRows(filtered, { width, height }, channels);
  return pixels === null ? null : { width, height, channels, pixels };
}

/** A few bytes can unfold to gigabytes; the limit stops the unfolding itself. */
function inflated(chunks: readonly PngChunk[], maxBytes: number): Uint8Array | null {
  const data = chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data);
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength: maxBytes });
  } catch {
    return null;
  }
}
