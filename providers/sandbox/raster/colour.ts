/** Red, green and blue as a display shows them (sRGB), 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Where a shade writes: three numbers, reused for every pixel so that eight million make no garbage. */
export type Ink = Float64Array;

export function colour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

export function lerp(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

/** 0 below `from`, 1 above `to`, an S between; `from` may be the larger, then it falls. */
export function ramp(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export function mix(from: Colour, to: Colour, amount: number): Colour {
  return [lerp(from[0], to[0], amount), lerp(from[1], to[1], amount), lerp(from[2], to[2], amount)];
}

export function lay(ink: Ink, paint: Colour): void {
  ink[0] = paint[0];
  ink[1] = paint[1];
  ink[2] = paint[2];
}

/** Covers what is there with `paint`, as much as `amount` says. */
export function cover(ink: Ink, paint: Colour, amount: number): void {
  ink[0] = lerp(ink[0] ?? 0, paint[0], amount);
  ink[1] = lerp(ink[1] ?? 0, paint[1], amount);
  ink[2] = lerp(ink[2] ?? 0, paint[2], amount);
}

/** Adds light of a colour. */
export function glow(ink: Ink, light: Colour, amount: number): void {
  ink[0] = (ink[0] ?? 0) + light[0] * amount;
  ink[1] = (ink[1] ?? 0) + light[1] * amount;
  ink[2] = (ink[2] ?? 0) + light[2] * amount;
}

/** Darkens below 1, lightens above. */
export function scale(ink: Ink, factor: number): void {
  ink[0] = (ink[0] ?? 0) * factor;
  ink[1] = (ink[1] ?? 0) * factor;
  ink[2] = (ink[2] ?? 0) * factor;
}

export interface Perceived {
  readonly lightness: number;
  readonly chroma: number;
  /** Radians. */
  readonly hue: number;
}

const toLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const toDisplay = (value: number) =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;

/** @source B. Ottosson, "A perceptual color space for image processing" (OKLab), 2020 */
export function perceive(paint: Colour): Perceived {
  const [red, green, blue] = [toLinear(paint[0]), toLinear(paint[1]), toLinear(paint[2])];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  };
}

/** The display colour nearest to what is perceived; out of gamut is clipped. */
export function display({ lightness, chroma, hue }: Perceived): Colour {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clamp(toDisplay(clamp(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short))),
    clamp(toDisplay(clamp(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short))),
    clamp(toDisplay(clamp(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short))),
  ];
}
