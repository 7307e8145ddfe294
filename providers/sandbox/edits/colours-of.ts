import { chooseFamily } from '../families/index.ts';
import type { PaintJob } from '../paint-job.ts';
import type { Colour } from '../raster/colour.ts';
import { choosePalette, readColourWish, tunePalette } from '../raster/palette.ts';
import { bentByPictures } from './main-hues.ts';
import type { Inputs } from './read-inputs.ts';

/** The colours a job is painted in: of its prompt's family, bent by its words and by the pictures that go along. */
export function coloursOf({ prompt, seed }: PaintJob, inputs?: Inputs): readonly Colour[] {
  const palette = choosePalette(chooseFamily(prompt).palettes, prompt, seed);
  return tunePalette(palette, bentByPictures(readColourWish(prompt), inputs?.palettes ?? []));
}
