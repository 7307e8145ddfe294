import type { Rect, Viewport } from '../../../shared/geometry/index.ts';

/** What the screen shows: the document's place in view pixels, and the view's own size and density. */
export interface Frame extends Viewport {
  /** Device pixels per view pixel. */
  readonly ratio: number;
  /** View pixels. */
  readonly width: number;
  readonly height: number;
  readonly document: { readonly width: number; readonly height: number };
  readonly colours: {
    readonly surround: string;
    readonly light: string;
    readonly dark: string;
  };
}

/** Half of a half, and so on: below this a document of the largest side is a few tiles. */
export const LEVEL_MAX = 6;
/** From so many device pixels a pixel of the document, its edges are what is looked at. */
const NEAREST_FROM = 3;

/** The level whose pixels are one to two for a device pixel, so that nothing is skipped and little is composited. */
export function levelOf({ zoom, ratio }: Pick<Frame, 'zoom' | 'ratio'>): number {
  return Math.max(0, Math.min(LEVEL_MAX, Math.floor(Math.log2(1 / (zoom * ratio)) + 1e-9)));
}

export function isNearest({ zoom, ratio }: Frame): boolean {
  return zoom * ratio >= NEAREST_FROM;
}

/** Device pixels of a level's pixel, and where the document's corner is on the screen. */
export function placement(
  frame: Frame,
  level: number,
): { readonly scale: number; readonly x: number; readonly y: number } {
  const { ratio, zoom } = frame;
  return { scale: zoom * ratio * 2 ** level, x: frame.x * ratio, y: frame.y * ratio };
}

export function screenOf({ width, height, ratio }: Frame): Rect {
  return { x: 0, y: 0, width: Math.round(width * ratio), height: Math.round(height * ratio) };
}

/** The page in whole device pixels, so that its edge is sharp at every zoom. */
export function pageOnScreen(frame: Frame): Rect {
  const { scale, x, y } = placement(frame, 0);
  const left = Math.round(x);
  const top = Math.round(y);
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round(x + frame.document.width * scale) - left),
    height: Math.max(1, Math.round(y + frame.document.height * scale) - top),
  };
}

/** The level's pixels that can be seen, beyond the page too. */
export function visibleRect(frame: Frame, level: number): Rect {
  const { scale, x, y } = placement(frame, level);
  const screen = screenOf(frame);
  const left = Math.floor(-x / scale);
  const top = Math.floor(-y / scale);
  return {
    x: left,
    y: top,
    width: Math.ceil((screen.width - x) / scale) - left,
    height: Math.ceil((screen.height - y) / scale) - top,
  };
}

/** The device pixels that a rect of a level colours; one more on each side, since smoothing reaches to its neighbours. */
export function rectOnScreen(frame: Frame, level: number, rect: Rect): Rect {
  const { scale, x, y } = placement(frame, level);
  const reach = Math.ceil(scale) + 1;
  const left = Math.floor(x + rect.x * scale) - reach;
  const top = Math.floor(y + rect.y * scale) - reach;
  return {
    x: left,
    y: top,
    width: Math.ceil(x + (rect.x + rect.width) * scale) + reach - left,
    height: Math.ceil(y + (rect.y + rect.height) * scale) + reach - top,
  };
}

export function looksAlike(one: Frame, other: Frame): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
