import type { Chance } from '../raster/chance.ts';
import type { Colour, Ink } from '../raster/colour.ts';
import type { Noise } from '../raster/noise.ts';
import type { Palette } from '../raster/palette.ts';

/**
 * The picture's plane: the middle is 0,0, y grows downwards and the shorter side reaches from -1 to 1, so that
 * a composition is the same at every resolution.
 */
export interface Frame {
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Width of one pixel in the plane. */
  readonly pixel: number;
}

/** Writes the colour of a point into the ink. Called once or more for every pixel: no allocation inside. */
export type Shade = (x: number, y: number, ink: Ink) => void;

export interface Family {
  readonly id: string;
  /** Prompt words that call for this family, as whole words or their beginnings. */
  readonly words: readonly string[];
  readonly palettes: readonly [Palette, ...Palette[]];
  readonly finish: Finish;
  /** Must take from `chance` the same number of times at every resolution, or a preview shows another picture. */
  compose(frame: Frame, tools: { chance: Chance; noise: Noise; colours: readonly Colour[] }): Shade;
}

export interface Finish {
  /** Film or print grain, as a part of full brightness. */
  readonly grain: number;
  /** Tooth of the paper. */
  readonly paper: number;
  /** How much darker the corners are. */
  readonly vignette: number;
  /** Whether hard edges come out of `compose` jagged and want more samples. */
  readonly jagged: boolean;
}

/** A colour of the tuned palette; every family lists as many as it asks for. */
export function role(colours: readonly Colour[], place: number): Colour {
  return colours[place % colours.length] ?? [0, 0, 0];
}
