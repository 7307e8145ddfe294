import type { BlendMode } from '../../../shared/document/index.ts';
import { dissolves } from '../blend/dissolve.ts';
import { FILL_MODES, FORMULAS } from '../blend/formulas.ts';
import type { Colour } from '../blend/whole-colour.ts';

/** One pixel, its colour multiplied by its alpha; all from 0 to 1. */
export interface Pixel {
  readonly colour: Colour;
  readonly alpha: number;
}

export const CLEAR: Pixel = { colour: [0, 0, 0], alpha: 0 };

export interface Blending {
  readonly blend: BlendMode;
  readonly opacity: number;
  readonly fill: number;
  /** Clipped: the backdrop's alpha stays as it is, and where there is none nothing shows. */
  readonly atop: boolean;
}

/**
 * `co = cs as (1 - ab) + cb ab (1 - as) + B(cb, cs) as ab`.
 * @source W3C Compositing and Blending Level 1, 5.1 (simple alpha compositing with the blend step of 10)
 */
export function blendPixel(
  backdrop: Pixel,
  source: Pixel,
  { blend, opacity, fill, atop }: Blending,
  x: number,
  y: number,
): Pixel {
  const special = FILL_MODES.has(blend);
  const wanted = source.alpha * opacity * (special ? 1 : fill);
  const alpha = blend !== 'dissolve' ? wanted : dissolves(x, y, wanted) ? 1 : 0;
  if (alpha === 0) return backdrop;
  const own = straight(source);
  const under = straight(backdrop);
  const mixed = blended(blend, under, own, special ? fill : 1);
  // Beside the backdrop there is nothing to have an effect on: fill is opacity there in every mode.
  const beside = atop ? 0 : alpha * (special ? fill : 1) * (1 - backdrop.alpha);
  const channel = (at: 0 | 1 | 2): number =>
    own[at] * beside + backdrop.colour[at] * (1 - alpha) + mixed[at] * alpha * backdrop.alpha;
  return { colour: [channel(0), channel(1), channel(2)], alpha: backdrop.alpha + beside };
}

export function scalePixel({ colour, alpha }: Pixel, by: number): Pixel {
  return { colour: [colour[0] * by, colour[1] * by, colour[2] * by], alpha: alpha * by };
}

export function mixPixels(from: Pixel, to: Pixel, share: number): Pixel {
  const first = scalePixel(from, 1 - share);
  const second = scalePixel(to, share);
  const sum = (at: 0 | 1 | 2): number => first.colour[at] + second.colour[at];
  return { colour: [sum(0), sum(1), sum(2)], alpha: first.alpha + second.alpha };
}

function blended(mode: BlendMode, backdrop: Colour, source: Colour, fill: number): Colour {
  const formula = FORMULAS[mode];
  if (formula.kind === 'colour') return formula.of(backdrop, source);
  const channel = (at: 0 | 1 | 2): number => formula.of(backdrop[at], source[at], fill);
  return [channel(0), channel(1), channel(2)];
}

function straight({ colour, alpha }: Pixel): Colour {
  if (alpha === 0) return [0, 0, 0];
  return [Math.min(1, colour[0] / alpha), Math.min(1, colour[1] / alpha), Math.min(1, colour[2] / alpha)];
}
