import type { DocumentRecord } from '../../../shared/document/index.ts';
import { growRect, intersectRects, type Rect, rectAtLevel } from '../../../shared/geometry/index.ts';

export function pageOf({ width, height }: DocumentRecord): Rect {
  return { x: 0, y: 0, width, height };
}

/** Of smaller levels one pixel more on every side: offsets are rounded there. */
export function changedAtLevel(rect: Rect, page: Rect, level: number): Rect {
  const seen = level === 0 ? rect : growRect(rectAtLevel(rect, level), 1);
  return intersectRects(seen, rectAtLevel(page, level));
}
