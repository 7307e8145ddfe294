import { intersectRects, isEmptyRect, type Rect, uniteRects } from '../geometry/index.ts';
import type { Quality } from '../operations/index.ts';
import { type PixelSize, pixelSize } from '../operations/pixel-size.ts';

/** A side shorter than this shows a model nothing. */
export const FRAME_MIN_SIDE = 16;
/** Of the window: registering and matching holds several numbers for each pixel. */
export const WINDOW_MAX_PIXELS = 4096 * 4096;
export const WINDOW_MAX_SIDE = 8192;

export interface FramePlan {
  /** What is sent, in document pixels: the frame, what is around it, and padding to the model's shape. */
  readonly window: Rect;
  /** At which it is sent and asked for. */
  readonly size: PixelSize;
}

/** The part of a model that decides its sizes. */
export interface FrameModel {
  /** The only sizes it makes, `WIDTHxHEIGHT`. */
  readonly sizes?: readonly string[] | undefined;
  /** Limits of any size. */
  readonly freeSize?: FreeSize | undefined;
}

interface FreeSize {
  readonly step: number;
  readonly minSide: number;
  readonly maxSide: number;
  readonly maxPixels: number;
  /** The long side over the short one. */
  readonly maxAspect: number;
}

/** What every model that says nothing of sizes is asked for, as in the table of sizes. */
export const ANY_SIZE: FreeSize = {
  step: 16,
  minSide: 256,
  maxSide: 3840,
  maxPixels: 8_294_400,
  maxAspect: 3,
};

/** Of the longer side, and never less than so many pixels: how much of the page a model sees around the frame. */
const CONTEXT_SHARE = 1 / 8;
const CONTEXT_MIN = 32;

/**
 * What to send for a frame, and how large. Lengths in document pixels, `size` in the model's. Null for a frame that is too
 * small, or whose window would be larger than is worked on here.
 */
export function planFrame(
  frame: Rect,
  page: PixelSize,
  model: FrameModel,
  quality: Quality,
): FramePlan | null {
  if (!isWhole(frame) || Math.min(frame.width, frame.height) < FRAME_MIN_SIDE) return null;
  const size = sizeForShape(model, quality, shapeOf(withContext(frame, page)));
  const window = shapedWindow(withContext(frame, page), page, size);
  const { width, height } = window;
  if (Math.max(width, height) > WINDOW_MAX_SIDE || width * height > WINDOW_MAX_PIXELS) return null;
  return { window, size };
}

/** The size a model makes that is nearest to a shape, which is width over height. */
export function sizeForShape(model: FrameModel, quality: Quality, shape: number): PixelSize {
  let nearest: PixelSize | null = null;
  for (const text of model.sizes ?? []) {
    const [width = 0, height = 0] = text.split('x').map(Number);
    if (nearest === null || off({ width, height }, shape) < off(nearest, shape)) nearest = { width, height };
  }
  return nearest ?? lawfulSize(model.freeSize ?? ANY_SIZE, quality, shape);
}

/** As many pixels as the quality asks for, in the shape, within the limits. */
function lawfulSize(limits: FreeSize, quality: Quality, wanted: number): PixelSize {
  const { step, maxSide, maxPixels, maxAspect } = limits;
  const shape = Math.min(maxAspect, Math.max(1 / maxAspect, wanted));
  const square = pixelSize(quality, '1:1');
  const area = Math.min(maxPixels, square.width * square.height);
  const least = Math.ceil(limits.minSide / step) * step;
  const most = Math.floor(maxSide / step) * step;
  const stepped = (side: number): number => Math.min(most, Math.max(least, Math.floor(side / step) * step));
  const width = stepped(Math.sqrt(area * shape));
  const height = stepped(width / shape);
  // Rounding down can leave a shape one step too long.
  return { width: Math.min(width, height * maxAspect), height: Math.min(height, width * maxAspect) };
}

function withContext(frame: Rect, page: PixelSize): Rect {
  const by = Math.max(CONTEXT_MIN, Math.round(Math.max(frame.width, frame.height) * CONTEXT_SHARE));
  const around = {
    x: frame.x - by,
    y: frame.y - by,
    width: frame.width + 2 * by,
    height: frame.height + 2 * by,
  };
  // Beyond the page there is nothing to see, but for what the frame itself takes in.
  const seen = intersectRects(around, { x: 0, y: 0, ...page });
  return isEmptyRect(seen) ? frame : uniteRects(frame, seen);
}

/** The least window of the size's shape around what must be in it; it leans towards the page, where there is more to see. */
function shapedWindow(needed: Rect, page: PixelSize, size: PixelSize): Rect {
  const scale = Math.max(needed.width / size.width, needed.height / size.height);
  const width = Math.max(needed.width, Math.round(size.width * scale));
  const height = Math.max(needed.height, Math.round(size.height * scale));
  return {
    x: leaning(needed.x, needed.width, width, page.width),
    y: leaning(needed.y, needed.height, height, page.height),
    width,
    height,
  };
}

function leaning(start: number, needed: number, length: number, pageLength: number): number {
  const centred = Math.round(start - (length - needed) / 2);
  const inPage = Math.min(Math.max(centred, 0), Math.max(0, pageLength - length));
  // It must still hold all that is needed.
  return Math.min(start, Math.max(start + needed - length, inPage));
}

function shapeOf({ width, height }: PixelSize): number {
  return width / height;
}

function off(size: PixelSize, shape: number): number {
  return Math.abs(Math.log(shapeOf(size) / shape));
}

function isWhole({ x, y, width, height }: Rect): boolean {
  return [x, y, width, height].every(Number.isSafeInteger);
}
