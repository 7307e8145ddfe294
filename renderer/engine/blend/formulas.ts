import type { BlendMode } from '../../../shared/document/index.ts';
import {
  type Colour,
  LEAST_DIVISOR,
  lighterOf,
  luminosity,
  saturation,
  withLuminosity,
  withSaturation,
} from './whole-colour.ts';

/**
 * What a source colour makes of a backdrop where both are, straight values from 0 to 1. `fill` is 1 for all but the
 * eight modes in FILL_MODES, where it weakens the effect and not the coverage.
 */
export type ChannelFormula = (backdrop: number, source: number, fill: number) => number;
export type ColourFormula = (backdrop: Colour, source: Colour) => Colour;

export type Formula =
  | { readonly kind: 'channel'; readonly of: ChannelFormula }
  | { readonly kind: 'colour'; readonly of: ColourFormula }
  /** Blends like normal; its coverage is all or nothing by `dissolves`. */
  | { readonly kind: 'dissolve'; readonly of: ChannelFormula };

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const towardsWhite = (source: number, fill: number): number => 1 - fill * (1 - source);
const towardsBlack = (source: number, fill: number): number => fill * source;
const towardsGrey = (source: number, fill: number): number => 0.5 + fill * (source - 0.5);

const screen = (b: number, s: number): number => b + s - b * s;
const hardLight = (b: number, s: number): number => (s <= 0.5 ? b * 2 * s : screen(b, 2 * s - 1));
const dodge = (b: number, s: number): number => Math.min(1, b / Math.max(1 - s, LEAST_DIVISOR));
const burn = (b: number, s: number): number => 1 - Math.min(1, (1 - b) / Math.max(s, LEAST_DIVISOR));
const vividLight = (b: number, s: number): number => (s <= 0.5 ? burn(b, 2 * s) : dodge(b, 2 * s - 1));

function softLight(b: number, s: number): number {
  if (s <= 0.5) return b - (1 - 2 * s) * b * (1 - b);
  const lit = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b);
  return b + (2 * s - 1) * (lit - b);
}

/** With all of its fill a threshold between two bytes; with less, the ramp that Photoshop's threshold softens to. */
function hardMix(b: number, s: number, fill: number): number {
  if (fill >= 1) return clamp((b + s - 1) * 255 + 1);
  return clamp((b + fill * (s - 1)) / Math.max(1 - fill, 1 / 255));
}

const channel = (of: ChannelFormula): Formula => ({ kind: 'channel', of });
const colour = (of: ColourFormula): Formula => ({ kind: 'colour', of });

/**
 * The one table of blend modes, in double precision. Everything that blends (reference, kernel, later a shader) is
 * tested against it.
 * @source W3C Compositing and Blending Level 1, 10.1 and 10.2: normal, multiply, screen, overlay, darken, lighten,
 *   color-dodge, color-burn, hard-light, soft-light, difference, exclusion, hue, saturation, color, luminosity
 * @source ISO 32000-2, 11.3.5, for the same names and the meaning of the whole-colour ones
 * @source Adobe Photoshop's "Blending mode descriptions": linear-burn, linear-dodge (add), darker-color, lighter-color,
 *   vivid-light, linear-light, pin-light, hard-mix, subtract, divide
 */
export const FORMULAS: Readonly<Record<BlendMode, Formula>> = {
  normal: channel((_, s) => s),
  dissolve: { kind: 'dissolve', of: (_, s) => s },
  darken: channel((b, s) => Math.min(b, s)),
  multiply: channel((b, s) => b * s),
  'color-burn': channel((b, s, fill) => burn(b, towardsWhite(s, fill))),
  'linear-burn': channel((b, s, fill) => Math.max(0, b + towardsWhite(s, fill) - 1)),
  'darker-color': colour((b, s) => (lighterOf(b, s) === s ? b : s)),
  lighten: channel((b, s) => Math.max(b, s)),
  screen: channel(screen),
  'color-dodge': channel((b, s, fill) => dodge(b, towardsBlack(s, fill))),
  'linear-dodge': channel((b, s, fill) => Math.min(1, b + towardsBlack(s, fill))),
  'lighter-color': colour(lighterOf),
  overlay: channel((b, s) => hardLight(s, b)),
  'soft-light': channel(softLight),
  'hard-light': channel(hardLight),
  'vivid-light': channel((b, s, fill) => vividLight(b, towardsGrey(s, fill))),
  'linear-light': channel((b, s, fill) => clamp(b + 2 * towardsGrey(s, fill) - 1)),
  'pin-light': channel((b, s) => (s <= 0.5 ? Math.min(b, 2 * s) : Math.max(b, 2 * s - 1))),
  'hard-mix': channel(hardMix),
  difference: channel((b, s, fill) => Math.abs(b - towardsBlack(s, fill))),
  exclusion: channel((b, s) => b + s - 2 * b * s),
  subtract: channel((b, s) => Math.max(0, b - s)),
  divide: channel((b, s) => Math.min(1, b / Math.max(s, LEAST_DIVISOR))),
  hue: colour((b, s) => withLuminosity(withSaturation(s, saturation(b)), luminosity(b))),
  saturation: colour((b, s) => withLuminosity(withSaturation(b, saturation(s)), luminosity(b))),
  color: colour((b, s) => withLuminosity(s, luminosity(b))),
  luminosity: colour((b, s) => withLuminosity(b, luminosity(s))),
};

/**
 * Where fill is not opacity: it draws the source towards the colour that leaves the backdrop as it is.
 * @source Adobe Photoshop, "Specify a fill opacity"; the modes are known as the special eight
 */
export const FILL_MODES: ReadonlySet<BlendMode> = new Set<BlendMode>([
  'color-burn',
  'linear-burn',
  'color-dodge',
  'linear-dodge',
  'vivid-light',
  'linear-light',
  'hard-mix',
  'difference',
]);
