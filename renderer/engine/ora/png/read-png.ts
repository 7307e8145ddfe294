import { type DecodedPng, decode } from 'fast-png';
import { isBounded, pixelChunks, readPngHeader } from './png-chunks.ts';
import type { Raster } from './write-png.ts';

/**
 * Any PNG as eight bits: RGBA straight, or grey when coverage is asked for. The header is held against the bounds before
 * anything is decoded. Null when it is no whole PNG.
 */
export function readPng(bytes: Uint8Array, channels: 1 | 4): Raster | null {
  const header = readPngHeader(bytes);
  const chunks = header === null ? null : pixelChunks(bytes);
  if (header === null || chunks === null) return null;
  try {
    if (!isBounded(header, chunks.data)) return null;
    const png = decode(chunks.png, { checkCrc: true });
    if (png.width !== header.width || png.height !== header.height) return null;
    return { width: png.width, height: png.height, bytes: channels === 4 ? rgba(png) : grey(png) };
  } catch {
    return null;
  }
}

function rgba(png: DecodedPng): Uint8Array {
  const { width, height, depth, channels, palette } = png;
  if (channels === 4 && depth === 8 && png.data instanceof Uint8Array) return png.data;
  const sample = samples(png);
  const out = new Uint8Array(width * height * 4);
  const write = palette === undefined ? writeColour(png, out) : writeEntry(palette, out);
  const values = [0, 0, 0, 0];
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      for (let at = 0; at < channels; at++) values[at] = sample(y, x * channels + at);
      write(values, to);
    }
  }
  return out;
}

type WritePixel = (values: readonly number[], to: number) => void;

/** An index that the palette lacks is black, as most readers have it. */
function writeEntry(palette: readonly (readonly number[])[], out: Uint8Array): WritePixel {
  return ([index = 0], to) => {
    const entry = palette[index] ?? [0, 0, 0];
    out.set(entry, to);
    out[to + 3] = entry[3] ?? 255;
  };
}

function writeColour({ depth, channels, transparency: clear }: DecodedPng, out: Uint8Array): WritePixel {
  const scale = 255 / (2 ** depth - 1);
  const isGrey = channels < 3;
  const hasAlpha = channels === 2 || channels === 4;
  return (values, to) => {
    for (let at = 0; at < 3; at++) out[to + at] = Math.round((values[isGrey ? 0 : at] ?? 0) * scale);
    if (hasAlpha) out[to + 3] = Math.round((values[channels - 1] ?? 0) * scale);
    // One colour may be named that is clear.
    else out[to + 3] = clear?.every((value, at) => value === values[at]) === true ? 0 : 255;
  };
}

/** Coverage as we write it is grey; of anything else the first sample is taken. */
function grey(png: DecodedPng): Uint8Array {
  const { width, height, depth, channels } = png;
  if (channels === 1 && depth === 8 && png.palette === undefined && png.data instanceof Uint8Array)
    return png.data;
  const all = rgba(png);
  return Uint8Array.from({ length: width * height }, (_, at) => all[at * 4] ?? 0);
}

/** The nth sample of a row; rows of less than eight bits a sample are packed and begin at a byte. */
function samples({ data, width, channels, depth }: DecodedPng): (row: number, index: number) => number {
  if (depth >= 8) return (row, index) => data[row * width * channels + index] ?? 0;
  const stride = Math.ceil((width * channels * depth) / 8);
  const mask = 2 ** depth - 1;
  return (row, index) => {
    const bit = index * depth;
    const byte = data[row * stride + (bit >> 3)] ?? 0;
    return (byte >> (8 - depth - (bit & 7))) & mask;
  };
}
