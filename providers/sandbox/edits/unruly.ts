import { createChance, pixelChance } from '../raster/chance.ts';
import { clamp } from '../raster/colour.ts';
import { between, type Picture, resized, type Size } from './read-inputs.ts';

/** What models do to a picture that they should have left alone. */
export const UNRULY = ['everything', 'mirror', 'unrelated', 'other-size', 'no-alpha', 'noise'] as const;
export type Unruly = (typeof UNRULY)[number];

/** Bends what was made as the word says. `unrelated` is another picture from the beginning, and `no-alpha` is what it is. */
export function bend(picture: Picture, unruly: Unruly, seed: number): Picture {
  switch (unruly) {
    case 'everything':
      return changedEverywhere(picture, seed);
    case 'mirror':
      return mirrored(picture);
    case 'other-size': {
      const size = otherSize(picture);
      return { ...size, pixels: resized(picture, size) };
    }
    case 'noise':
      return {
        ...picture,
        pixels: picture.pixels.map((_, at) => Math.floor(pixelChance(at, 1, seed) * 256)),
      };
    case 'unrelated':
    case 'no-alpha':
      return picture;
  }
}

/** Another shape too: three quarters as wide, half as high. */
export function otherSize({ width, height }: Size): Size {
  return { width: Math.max(1, Math.round(width * 0.75)), height: Math.max(1, Math.round(height * 0.5)) };
}

function mirrored({ width, height, pixels }: Picture): Picture {
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + width - 1 - x) * 3;
      out.set(pixels.subarray(from, from + 3), (y * width + x) * 3);
    }
  return { width, height, pixels: out };
}

/** At a short side of 1024 pixels. */
const SHIFT_MAX = 6;
const SCALE_MAX = 0.01;
const TURN_MAX = (0.4 * Math.PI) / 180;
const GAIN_MAX = 0.05;
const BIAS_MAX = 7;
const NOISE = 3;
/** As of a compressed picture: each block of pixels is a little off. */
const BLOCK = 8;
const BLOCK_NOISE = 2;

/**
 * What cloud models do to the whole picture: it comes back a little moved, larger or smaller, turned, with a colour cast, softer, and
 * with the noise of a compression. All of it from the seed.
 */
function changedEverywhere({ width, height, pixels }: Picture, seed: number): Picture {
  const chance = createChance(seed ^ 0x5bd1e995);
  const within = (most: number): number => chance.between(most / 3, most) * (chance.unit() < 0.5 ? -1 : 1);
  const unit = Math.min(width, height) / 1024;
  const shift = { x: within(SHIFT_MAX) * unit, y: within(SHIFT_MAX) * unit };
  const scale = 1 + within(SCALE_MAX);
  const turn = within(TURN_MAX);
  const gains = [1 + within(GAIN_MAX), 1 + within(GAIN_MAX), 1 + within(GAIN_MAX)] as const;
  const biases = [within(BIAS_MAX), within(BIAS_MAX), within(BIAS_MAX)] as const;
  const cos = Math.cos(turn) / scale;
  const sin = Math.sin(turn) / scale;
  const middle = { x: width / 2, y: height / 2 };
  const from = { width, height, bytes: pixels, channels: 3 };
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const offX = x - middle.x - shift.x;
      const offY = y - middle.y - shift.y;
      const sourceX = middle.x + offX * cos + offY * sin;
      const sourceY = middle.y - offX * sin + offY * cos;
      const block = (pixelChance(Math.floor(x / BLOCK), Math.floor(y / BLOCK), seed) - 0.5) * 2 * BLOCK_NOISE;
      const grain = (pixelChance(x, y, seed + 7) - 0.5) * 2 * NOISE + block;
      for (let channel = 0; channel < 3; channel++) {
        const value = between(from, sourceX, sourceY, channel);
        const cast = value * (gains[channel] ?? 1) + (biases[channel] ?? 0) + grain;
        out[(y * width + x) * 3 + channel] = Math.round(clamp(cast, 0, 255));
      }
    }
  }
  return { width, height, pixels: out };
}
