import { fillClear } from '../../../shared/pictures/index.ts';
import { createChance, pixelChance } from '../raster/chance.ts';
import { type Colour, clamp, perceive } from '../raster/colour.ts';
import type { Size } from './read-inputs.ts';

/** The source with its masked part taken from around it, and the grain of paper so that it does not look like plastic. */
export function filled(source: Uint8Array, mask: Uint8Array, size: Size, seed: number): Uint8Array {
  const rgba = new Uint8Array(size.width * size.height * 4);
  for (let at = 0; at < mask.length; at++) {
    rgba.set(source.subarray(at * 3, at * 3 + 3), at * 4);
    // Whatever may change at all is not asked: a soft border still holds a part of what is to go.
    rgba[at * 4 + 3] = (mask[at] ?? 0) > 0 ? 0 : 255;
  }
  fillClear({ ...size, rgba });
  const out = new Uint8Array(source.length);
  for (let at = 0; at < mask.length; at++) {
    const grain = (pixelChance(at % size.width, Math.floor(at / size.width), seed) - 0.5) * 5;
    for (let channel = 0; channel < 3; channel++)
      out[at * 3 + channel] = Math.round(clamp((rgba[at * 4 + channel] ?? 0) + grain, 0, 255));
  }
  return out;
}

/** The source in other hues, a little lighter or darker in soft patches: another version of what is there. */
export function varied(source: Uint8Array, { width, height }: Size, seed: number): Uint8Array {
  const chance = createChance(seed);
  const angle = chance.between(0.7, 1.6) * (chance.unit() < 0.5 ? -1 : 1);
  const waves = [chance.between(3, 7), chance.between(3, 7), chance.between(0, 6)] as const;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const out = new Uint8Array(source.length);
  for (let at = 0; at < width * height; at++) {
    const red = source[at * 3] ?? 0;
    const green = source[at * 3 + 1] ?? 0;
    const blue = source[at * 3 + 2] ?? 0;
    // A turn around the grey axis: what is grey stays so, and the light stays where it was.
    const grey = (red + green + blue) / 3;
    const along = (2 * red - green - blue) / SQRT_6;
    const across = (green - blue) / Math.SQRT2;
    const p = along * cos - across * sin;
    const q = along * sin + across * cos;
    const u = ((at % width) / width) * waves[0];
    const v = (Math.floor(at / width) / height) * waves[1];
    const light = grey + 14 * Math.sin(u + waves[2]) * Math.cos(v);
    out[at * 3] = byte(light + (2 * p) / SQRT_6);
    out[at * 3 + 1] = byte(light - p / SQRT_6 + q / Math.SQRT2);
    out[at * 3 + 2] = byte(light - p / SQRT_6 - q / Math.SQRT2);
  }
  return out;
}

const SQRT_6 = Math.sqrt(6);

const STEPS = 7;

/** The source as a print in a few inks: its light in steps, each step a colour of the palette. */
export function restyled(source: Uint8Array, palette: readonly Colour[], seed: number): Uint8Array {
  const inks = palette.toSorted((a, b) => perceive(a).lightness - perceive(b).lightness);
  const out = new Uint8Array(source.length);
  for (let at = 0; at < source.length; at += 3) {
    const light =
      (0.299 * (source[at] ?? 0) + 0.587 * (source[at + 1] ?? 0) + 0.114 * (source[at + 2] ?? 0)) / 255;
    const grain = (pixelChance(at, 0, seed) - 0.5) * 0.04;
    const step = Math.round(clamp(light + grain) * STEPS) / STEPS;
    const place = step * (inks.length - 1);
    const from = inks[Math.floor(place)] ?? [0, 0, 0];
    const to = inks[Math.ceil(place)] ?? from;
    const part = place - Math.floor(place);
    for (let channel = 0; channel < 3; channel++)
      out[at + channel] = byte(((from[channel] ?? 0) * (1 - part) + (to[channel] ?? 0) * part) * 255);
  }
  return out;
}

function byte(value: number): number {
  return Math.round(clamp(value, 0, 255));
}
