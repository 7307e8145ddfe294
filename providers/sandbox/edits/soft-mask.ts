import { ramp } from '../raster/colour.ts';
import type { Size } from './read-inputs.ts';

/** Of the shorter side: how far inside its border a mask becomes whole. */
export const SOFT_SHARE = 0.012;
/** Beyond a border the picture is continued first, and what is painted comes slowly. */
export const EXTEND_SHARE = 0.06;
/** Without a mask a soft oval in the middle is edited, as a model would choose the main thing. */
const OVAL = { inner: 0.55, outer: 0.85 };

/** How much of each pixel is made anew, 0 to 1: never more than the mask lets through, and softly inside its border. */
export function amountsOf(mask: Uint8Array | null, size: Size, share: number): Float32Array {
  if (mask === null) return oval(size);
  const radius = Math.max(1, Math.round(Math.min(size.width, size.height) * share));
  const soft = blurred(mask, size, radius);
  return soft.map((value, at) => ((mask[at] ?? 0) / 255) * ramp(0.5, 0.98, value));
}

function oval({ width, height }: Size): Float32Array {
  const amounts = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const away = Math.hypot(((x + 0.5) / width) * 2 - 1, ((y + 0.5) / height) * 2 - 1);
      amounts[y * width + x] = ramp(OVAL.outer, OVAL.inner, away);
    }
  }
  return amounts;
}

/** A mask as parts of one, its border spread by two means of `2 * radius + 1` in each direction. */
function blurred(mask: Uint8Array, size: Size, radius: number): Float32Array {
  let values = Float32Array.from(mask, (grey) => grey / 255);
  for (let pass = 0; pass < 2; pass++) {
    values = means(values, size.width, size.height, { step: 1, next: size.width }, radius);
    values = means(values, size.height, size.width, { step: size.width, next: 1 }, radius);
  }
  return values;
}

/** Running means along lines; beyond the border its last value goes on. */
function means(
  from: Float32Array,
  length: number,
  lines: number,
  { step, next }: { readonly step: number; readonly next: number },
  radius: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(from.length);
  const whole = 2 * radius + 1;
  for (let line = 0; line < lines; line++) {
    const read = (at: number): number =>
      from[line * next + Math.min(length - 1, Math.max(0, at)) * step] ?? 0;
    let sum = 0;
    for (let at = -radius; at <= radius; at++) sum += read(at);
    for (let at = 0; at < length; at++) {
      out[line * next + at * step] = sum / whole;
      sum += read(at + radius + 1) - read(at - radius);
    }
  }
  return out;
}
