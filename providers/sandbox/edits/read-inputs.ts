import { readPngPixels } from '../../../media/metadata/index.ts';
import type { PaintJob } from '../paint-job.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Rows from the top, three bytes a pixel. */
export interface Picture extends Size {
  readonly pixels: Uint8Array;
}

/** Rows from the top, one byte a pixel: 255 may change, 0 must not. */
export interface Mask extends Size {
  readonly grey: Uint8Array;
}

/** The pictures of a job, unpacked once and shared by its previews. */
export interface Inputs {
  readonly source: Picture | null;
  readonly mask: Mask | null;
  /** Whose colours the picture takes. */
  readonly palettes: readonly Picture[];
}

const MAX_PIXELS = 16_777_216;
/** What is clear counts as this grey. */
const CLEAR = 128;

/** @throws when one can't be read: what comes here was encoded by Gesso. */
export function readInputs({ pictures = [], mask = null, task }: PaintJob): Inputs {
  const source = pictures.find(({ role }) => role === 'source');
  // What continues a picture is painted in its colours, unless others were asked for.
  const named = pictures.filter(({ role }) => role === 'palette' || role === 'style');
  const palettes = named.length === 0 && task === 'extend' && source !== undefined ? [source] : named;
  return {
    source: source === undefined ? null : readPicture(source.bytes),
    mask: mask === null ? null : readMask(mask),
    palettes: palettes.map(({ bytes }) => readPicture(bytes)),
  };
}

function readPicture(bytes: Uint8Array): Picture {
  const read = readPngPixels(bytes, MAX_PIXELS);
  if (read === null) throw new Error('a picture that was sent along cannot be read');
  const { width, height, channels } = read;
  const pixels = new Uint8Array(width * height * 3);
  const hasAlpha = channels === 2 || channels === 4;
  const isGrey = channels < 3;
  for (let at = 0; at < width * height; at++) {
    const from = at * channels;
    const alpha = hasAlpha ? (read.pixels[from + channels - 1] ?? 0) / 255 : 1;
    for (let channel = 0; channel < 3; channel++) {
      const value = read.pixels[isGrey ? from : from + channel] ?? 0;
      pixels[at * 3 + channel] = Math.round(value * alpha + CLEAR * (1 - alpha));
    }
  }
  return { width, height, pixels };
}

function readMask(bytes: Uint8Array): Mask {
  const read = readPngPixels(bytes, MAX_PIXELS);
  if (read === null || read.channels !== 1) throw new Error('the mask cannot be read');
  return { width: read.width, height: read.height, grey: read.pixels };
}

/** The picture at another size, between its pixels; the same bytes where the size is its own. */
export function resized({ width, height, pixels }: Picture, size: Size): Uint8Array {
  return sized({ width, height }, pixels, 3, size);
}

export function resizedMask({ width, height, grey }: Mask, size: Size): Uint8Array {
  return sized({ width, height }, grey, 1, size);
}

function sized(from: Size, bytes: Uint8Array, channels: number, to: Size): Uint8Array {
  if (from.width === to.width && from.height === to.height) return bytes;
  const out = new Uint8Array(to.width * to.height * channels);
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const atX = ((x + 0.5) * from.width) / to.width - 0.5;
      const atY = ((y + 0.5) * from.height) / to.height - 0.5;
      for (let channel = 0; channel < channels; channel++)
        out[(y * to.width + x) * channels + channel] = Math.round(
          between({ ...from, bytes, channels }, atX, atY, channel),
        );
    }
  }
  return out;
}

/** One channel between the four pixels around a point; beyond the border the border goes on. */
export function between(
  of: Size & { readonly bytes: Uint8Array; readonly channels: number },
  x: number,
  y: number,
  channel: number,
): number {
  const { width, height, bytes, channels } = of;
  const inX = Math.min(width - 1, Math.max(0, x));
  const inY = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(inX);
  const top = Math.floor(inY);
  const right = Math.min(width - 1, left + 1);
  const low = Math.min(height - 1, top + 1);
  const across = inX - left;
  const down = inY - top;
  const read = (column: number, row: number): number =>
    bytes[(row * width + column) * channels + channel] ?? 0;
  const above = read(left, top) * (1 - across) + read(right, top) * across;
  const below = read(left, low) * (1 - across) + read(right, low) * across;
  return above * (1 - down) + below * down;
}
