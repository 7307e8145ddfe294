import type { PixelSize } from '../../shared/operations/index.ts';
import type { SizeScheme } from '../contract/index.ts';

/** The schemes this wire knows. */
export type WireScheme = Extract<SizeScheme, { readonly kind: 'free' | 'list' }>;

type FreeScheme = Extract<SizeScheme, { readonly kind: 'free' }>;

export const FREE_SIZES: FreeScheme = {
  kind: 'free',
  step: 16,
  minSide: 16,
  maxSide: 3840,
  maxPixels: 8_294_400,
  maxAspect: 3,
};

/** What the models before gpt-image-2 can make, and every later one too. */
const LISTED_SIZES: WireScheme = {
  kind: 'list',
  sizes: [
    [1024, 1024],
    [1536, 1024],
    [1024, 1536],
  ],
};

/** For a model that the catalogue says nothing of: the names of the line that takes any size begin so. */
export function schemeByName(model: string): WireScheme {
  return /^gpt-image-(?:[2-9]|\d{2})/.test(model) ? FREE_SIZES : LISTED_SIZES;
}

/**
 * The size to ask a model for: the one wanted as near as its scheme allows, or the nearest of its list in shape.
 * @returns `WIDTHxHEIGHT`
 */
export function wireSize(scheme: WireScheme, wanted: PixelSize): `${number}x${number}` {
  const { width, height } = scheme.kind === 'free' ? lawful(scheme, wanted) : nearest(scheme.sizes, wanted);
  return `${width}x${height}`;
}

function lawful(limits: FreeScheme, wanted: PixelSize): PixelSize {
  const { step, maxAspect } = limits;
  const shrink = Math.min(
    1,
    limits.maxSide / Math.max(wanted.width, wanted.height),
    Math.sqrt(limits.maxPixels / (wanted.width * wanted.height)),
  );
  const least = Math.ceil(limits.minSide / step) * step;
  // Only a size that must shrink is rounded down: a rounded-up one could pass the limit again.
  const round = shrink < 1 ? Math.floor : Math.round;
  const stepped = (side: number) => Math.max(least, round((side * shrink) / step) * step);
  const width = stepped(wanted.width);
  const height = stepped(wanted.height);
  return { width: Math.min(width, height * maxAspect), height: Math.min(height, width * maxAspect) };
}

function nearest(sizes: readonly (readonly [number, number])[], wanted: PixelSize): PixelSize {
  const all = sizes.map(([width, height]) => ({ width, height }));
  const shape = (size: PixelSize) => Math.log(size.width / size.height);
  const off = (size: PixelSize) => Math.abs(shape(size) - shape(wanted));
  return all.reduce((best, next) => (off(next) < off(best) ? next : best), all[0] ?? wanted);
}
