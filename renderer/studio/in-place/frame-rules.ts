import { DOCUMENT_MAX_SIDE } from '../../../shared/document/index.ts';
import { FRAME_MIN_SIDE } from '../../../shared/frame/index.ts';
import {
  intersectRects,
  isEmptyRect,
  type Point,
  type Rect,
  uniteRects,
} from '../../../shared/geometry/index.ts';
import type { Handle } from '../tools/transform-math.ts';

/** No page is larger, and a frame that reaches beyond one makes it grow. */
const SIDE_MAX = DOCUMENT_MAX_SIDE;
/** As much as most models make at once: a frame of this size loses nothing on its way. */
const COMFORTABLE = 1024;
/** Of each side of the page: how far a frame that is to extend it reaches beyond. */
const BEYOND = 1 / 4;
/** Of the selection's sides, on each of them: what a model sees around what it changes. */
const AROUND = 1 / 2;

/** The frame an act begins with, before anybody pulled it: of a large page about the point looked at. Whole document pixels. */
export function firstFrame(
  act: 'extend' | 'other',
  page: { readonly width: number; readonly height: number },
  selected: Rect | null,
  middle: Point = { x: page.width / 2, y: page.height / 2 },
): Rect {
  const whole: Rect = { x: 0, y: 0, width: page.width, height: page.height };
  if (act === 'extend') {
    const x = Math.round(page.width * BEYOND);
    const y = Math.round(page.height * BEYOND);
    return lawful({ x: -x, y: -y, width: page.width + 2 * x, height: page.height + 2 * y });
  }
  if (selected !== null && !isEmptyRect(selected)) return inPage(grown(selected), whole);
  if (Math.max(page.width, page.height) <= 2 * COMFORTABLE) return whole;
  const side = Math.min(COMFORTABLE, page.width, page.height);
  const about = (at: number, room: number): number =>
    Math.max(0, Math.min(room - side, Math.round(at - side / 2)));
  return {
    x: about(middle.x, page.width),
    y: about(middle.y, page.height),
    width: side,
    height: side,
  };
}

/** The same frame for another act: an extension reaches beyond the page, and everything else stays on it. */
export function frameForAct(
  frame: Rect,
  act: 'extend' | 'other',
  page: { readonly width: number; readonly height: number },
): Rect {
  const whole: Rect = { x: 0, y: 0, width: page.width, height: page.height };
  const inside = intersectRects(frame, whole);
  const isWithin = inside.width === frame.width && inside.height === frame.height;
  if (act === 'extend') return isWithin ? firstFrame('extend', page, null) : frame;
  return isWithin || isEmptyRect(inside) ? (isEmptyRect(inside) ? whole : frame) : lawful(inside);
}

export function movedFrame(frame: Rect, dx: number, dy: number): Rect {
  return { ...frame, x: frame.x + Math.round(dx), y: frame.y + Math.round(dy) };
}

/**
 * A handle pulled to a point: the opposite side stays. With a ratio (width over height) a corner keeps it, and a side
 * takes the other one along about its middle.
 */
export function pulledFrame(frame: Rect, handle: Handle, to: Point, ratio: number | null): Rect {
  const right = frame.x + frame.width;
  const bottom = frame.y + frame.height;
  const x = Math.round(to.x);
  const y = Math.round(to.y);
  let width = clampSide(handle.x === 0 ? frame.width : handle.x === 1 ? x - frame.x : right - x);
  let height = clampSide(handle.y === 0 ? frame.height : handle.y === 1 ? y - frame.y : bottom - y);
  if (ratio !== null) {
    const leads = handle.y === 0 || (handle.x !== 0 && width / ratio >= height) ? 'width' : 'height';
    if (leads === 'width') height = clampSide(Math.round(width / ratio));
    else width = clampSide(Math.round(height * ratio));
  }
  const middleX = frame.x + Math.round((frame.width - width) / 2);
  const middleY = frame.y + Math.round((frame.height - height) / 2);
  return {
    x: handle.x === 0 ? middleX : handle.x === 1 ? frame.x : right - width,
    y: handle.y === 0 ? middleY : handle.y === 1 ? frame.y : bottom - height,
    width,
    height,
  };
}

/** Another shape about the same middle, with about as many pixels. */
export function shapedFrame(frame: Rect, ratio: number): Rect {
  const area = frame.width * frame.height;
  return sizedFrame(frame, Math.round(Math.sqrt(area * ratio)), Math.round(Math.sqrt(area / ratio)));
}

/** Other sides about the same middle. */
export function sizedFrame(frame: Rect, width: number, height: number): Rect {
  const wide = clampSide(width);
  const high = clampSide(height);
  return {
    x: Math.round(frame.x + (frame.width - wide) / 2),
    y: Math.round(frame.y + (frame.height - high) / 2),
    width: wide,
    height: high,
  };
}

/** The rect around lines, in whole pixels; null when there are none. */
export function boundsOf(lines: readonly (readonly Point[])[] | null): Rect | null {
  let all: Rect | null = null;
  for (const line of lines ?? [])
    for (const { x, y } of line) {
      const point = { x: Math.floor(x), y: Math.floor(y), width: 1, height: 1 };
      all = all === null ? point : uniteRects(all, point);
    }
  return all;
}

function grown(rect: Rect): Rect {
  const by = Math.round(Math.max(64, Math.max(rect.width, rect.height) * AROUND));
  return { x: rect.x - by, y: rect.y - by, width: rect.width + 2 * by, height: rect.height + 2 * by };
}

function inPage(rect: Rect, page: Rect): Rect {
  const inside = intersectRects(rect, page);
  return isEmptyRect(inside) ? page : inside;
}

function lawful(rect: Rect): Rect {
  return { ...rect, width: clampSide(rect.width), height: clampSide(rect.height) };
}

function clampSide(side: number): number {
  return Math.min(SIDE_MAX, Math.max(FRAME_MIN_SIDE, side));
}
