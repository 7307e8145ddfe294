/**
 * Divisors are kept from zero by less than the smallest step of a byte: every pair of bytes gives what the sources
 * of the formulas say, and the formula has no jump at which float and double could part.
 */
export const LEAST_DIVISOR = 1 / 512;

/** Straight red, green and blue from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** @source W3C Compositing and Blending Level 1, 10.2: Lum, Sat, ClipColor, SetLum, SetSat */
export function luminosity([red, green, blue]: Colour): number {
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}

export function saturation(colour: Colour): number {
  return Math.max(...colour) - Math.min(...colour);
}

export function withLuminosity(colour: Colour, wanted: number): Colour {
  const shift = wanted - luminosity(colour);
  return clipped([colour[0] + shift, colour[1] + shift, colour[2] + shift]);
}

/** Its spread of channels is stretched from 0 to the wanted one; a grey has none and stays grey. */
export function withSaturation(colour: Colour, wanted: number): Colour {
  const least = Math.min(...colour);
  const scale = wanted / Math.max(saturation(colour), LEAST_DIVISOR);
  return [(colour[0] - least) * scale, (colour[1] - least) * scale, (colour[2] - least) * scale];
}

/** The one with more luminosity, the backdrop when both have the same. */
export function lighterOf(backdrop: Colour, source: Colour): Colour {
  return luminosity(source) > luminosity(backdrop) ? source : backdrop;
}

function clipped(colour: Colour): Colour {
  const light = luminosity(colour);
  const least = Math.min(...colour);
  const most = Math.max(...colour);
  // Rounding may leave a grey a hair outside, with no spread to divide by.
  const down = least < 0 ? light / Math.max(light - least, 1e-9) : 1;
  const up = most > 1 ? (1 - light) / Math.max(most - light, 1e-9) : 1;
  const keep = (value: number): number => Math.min(1, Math.max(0, light + (value - light) * down * up));
  return [keep(colour[0]), keep(colour[1]), keep(colour[2])];
}
