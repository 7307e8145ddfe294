import type { Aspect, Quality } from './operation.ts';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Exact pixels for a quality and an aspect: about 1, 2 and 8 megapixels, both sides divisible by 16 (every
 * provider that takes free sizes asks for that), never above 3840 on a side or 8,294,400 in all.
 */
const SIZES: Readonly<Record<Quality, Readonly<Record<Aspect, readonly [width: number, height: number]>>>> = {
  standard: {
    '1:1': [1024, 1024],
    '3:2': [1248, 832],
    '16:9': [1360, 768],
    '2:3': [832, 1248],
    '9:16': [768, 1360],
  },
  hd: {
    '1:1': [1440, 1440],
    '3:2': [1776, 1184],
    '16:9': [1920, 1088],
    '2:3': [1184, 1776],
    '9:16': [1088, 1920],
  },
  '4k': {
    '1:1': [2880, 2880],
    '3:2': [3456, 2304],
    '16:9': [3840, 2160],
    '2:3': [2304, 3456],
    '9:16': [2160, 3840],
  },
};

export function pixelSize(quality: Quality, aspect: Aspect): PixelSize {
  const [width, height] = SIZES[quality][aspect];
  return { width, height };
}

/** The part of a model that decides its sizes. */
export interface SizedModel {
  /** The only sizes it makes, `WIDTHxHEIGHT`. */
  readonly sizes?: readonly string[] | undefined;
}

/**
 * The size a model is asked for: what is shown, priced and sent are this one. A model with a list gets the one nearest
 * in shape; the others take the table's, which was chosen to fit them.
 */
export function sizeOn(model: SizedModel, quality: Quality, aspect: Aspect): PixelSize {
  const wanted = pixelSize(quality, aspect);
  const shape = ({ width, height }: PixelSize): number => Math.log(width / height);
  const off = (size: PixelSize): number => Math.abs(shape(size) - shape(wanted));
  let nearest: PixelSize | null = null;
  for (const text of model.sizes ?? []) {
    const [width = 0, height = 0] = text.split('x').map(Number);
    const size = { width, height };
    if (nearest === null || off(size) < off(nearest)) nearest = size;
  }
  return nearest ?? wanted;
}
