import type { PixelSize } from '../../shared/operations/index.ts';

const STEP = 16;
const MAX_ASPECT = 3;
const MAX_LONG_SIDE = 3840;
const MAX_PIXELS = 8_294_400;

/** What the models before gpt-image-2 can make. */
const FIXED_SIZES: readonly [PixelSize, ...PixelSize[]] = [
  { width: 1024, height: 1024 },
  { width: 1536, height: 1024 },
  { width: 1024, height: 1536 },
];

/** Newer models take any size by the rules below; the names of their line begin so. */
const FREE_SIZE_MODELS = /^gpt-image-(?:[2-9]|\d{2})/;

/**
 * The size to ask a model for: the one wanted where the model is free, otherwise the nearest of its list in shape.
 * @returns `WIDTHxHEIGHT`
 */
export function wireSize(model: string, wanted: PixelSize): `${number}x${number}` {
  const { width, height } = FREE_SIZE_MODELS.test(model) ? lawful(wanted) : nearestInShape(wanted);
  return `${width}x${height}`;
}

function lawful(wanted: PixelSize): PixelSize {
  const shrink = Math.min(
    1,
    MAX_LONG_SIDE / Math.max(wanted.width, wanted.height),
    Math.sqrt(MAX_PIXELS / (wanted.width * wanted.height)),
  );
  // Only a size that must shrink is rounded down: a rounded-up one could pass the limit again.
  const round = shrink < 1 ? Math.floor : Math.round;
  const stepped = (side: number) => Math.max(STEP, round((side * shrink) / STEP) * STEP);
  const width = stepped(wanted.width);
  const height = stepped(wanted.height);
  return { width: Math.min(width, height * MAX_ASPECT), height: Math.min(height, width * MAX_ASPECT) };
}

function nearestInShape(wanted: PixelSize): PixelSize {
  const shape = (size: PixelSize) => Math.log(size.width / size.height);
  const off = (size: PixelSize) => Math.abs(shape(size) - shape(wanted));
  return FIXED_SIZES.reduce((best, next) => (off(next) < off(best) ? next : best));
}
