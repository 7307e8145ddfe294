import { perceive } from '../raster/colour.ts';
import type { ColourWish } from '../raster/palette.ts';
import type { Picture } from './read-inputs.ts';

const BINS = 24;
const FULL = 2 * Math.PI;
/** About so many pixels are looked at, evenly spread. */
const LOOKED_AT = 4_000;
const HUES_MAX = 3;
/** A picture of less colour than this is grey to the eye. */
const GREY_CHROMA = 0.03;
const STRONG_CHROMA = 0.12;

/** A wish bent by pictures: their most colourful hues where the words name none, and as much colour as they have. */
export function bentByPictures(wish: ColourWish, palettes: readonly Picture[]): ColourWish {
  if (palettes.length === 0) return wish;
  const weights = new Float64Array(BINS);
  let chroma = 0;
  let looked = 0;
  for (const { pixels } of palettes) {
    const step = Math.max(1, Math.floor(pixels.length / 3 / LOOKED_AT)) * 3;
    for (let at = 0; at + 2 < pixels.length; at += step) {
      const seen = perceive([
        (pixels[at] ?? 0) / 255,
        (pixels[at + 1] ?? 0) / 255,
        (pixels[at + 2] ?? 0) / 255,
      ]);
      const bin = Math.floor((((seen.hue / FULL + 1) % 1) * BINS) % BINS);
      weights[bin] = (weights[bin] ?? 0) + seen.chroma;
      chroma += seen.chroma;
      looked += 1;
    }
  }
  const mean = chroma / Math.max(1, looked);
  if (mean < GREY_CHROMA) return { ...wish, chroma: wish.chroma * 0.2 };
  const hues = [...weights.keys()]
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))
    .slice(0, HUES_MAX)
    .filter((bin) => (weights[bin] ?? 0) > chroma * 0.1)
    .map((bin) => ((bin + 0.5) / BINS) * FULL);
  return {
    ...wish,
    hues: wish.hues.length > 0 ? wish.hues : hues,
    chroma: wish.chroma * Math.min(1.4, Math.max(0.6, mean / STRONG_CHROMA)),
  };
}
