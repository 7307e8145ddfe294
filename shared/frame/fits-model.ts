import { intersectRects, type Rect } from '../geometry/index.ts';
import type { Quality } from '../operations/index.ts';
import { type PixelSize, pixelSize } from '../operations/pixel-size.ts';
import {
  ANY_SIZE,
  FRAME_MIN_SIDE,
  type FrameModel,
  WINDOW_MAX_PIXELS,
  WINDOW_MAX_SIDE,
} from './plan-frame.ts';

/** A pixel of rounding on a short side is the most that a window's shape may be off its size's. */
const SHAPE_OFF_PIXELS = 1.1;

/**
 * Whether this is a place as `planFrame` makes it: a frame that is large enough and wholly in its window, a window within
 * what is worked on, in the shape of its size, and a size that the model makes at this quality.
 */
export function placeFits(
  place: { readonly frame: Rect; readonly window: Rect; readonly size: PixelSize },
  model: FrameModel,
  quality: Quality,
): boolean {
  const { frame, window, size } = place;
  if (Math.min(frame.width, frame.height) < FRAME_MIN_SIDE) return false;
  const within = intersectRects(frame, window);
  if (within.width !== frame.width || within.height !== frame.height) return false;
  if (Math.max(window.width, window.height) > WINDOW_MAX_SIDE) return false;
  if (window.width * window.height > WINDOW_MAX_PIXELS) return false;
  const stretch = (window.width * size.height) / (window.height * size.width);
  if (Math.abs(stretch - 1) >= SHAPE_OFF_PIXELS / Math.min(window.width, window.height)) return false;
  return isMade(size, model, quality);
}

function isMade({ width, height }: PixelSize, model: FrameModel, quality: Quality): boolean {
  if (model.sizes !== undefined) return model.sizes.includes(`${width}x${height}`);
  const { step, minSide, maxSide, maxPixels, maxAspect } = model.freeSize ?? ANY_SIZE;
  const square = pixelSize(quality, '1:1');
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  return (
    width % step === 0 &&
    height % step === 0 &&
    short >= minSide &&
    long <= maxSide &&
    long / short <= maxAspect &&
    width * height <= Math.min(maxPixels, square.width * square.height)
  );
}
