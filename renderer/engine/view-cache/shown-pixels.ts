import type { Offset, PixelsId } from '../../../shared/document/index.ts';
import { moveRect, type Rect, rectAtLevel, uniteRects } from '../../../shared/geometry/index.ts';
import { offsetAtLevel } from '../compositor/level-offset.ts';
import type { PlanNode } from '../compositor/plan.ts';

/** All pixels and masks that nodes are drawn from, with where they are drawn. */
export type ShownPixels = ReadonlyMap<PixelsId, readonly Offset[]>;

export function shownPixels(nodes: readonly PlanNode[], found = new Map<PixelsId, Offset[]>()): ShownPixels {
  const add = ({ pixels, offset }: { readonly pixels: PixelsId; readonly offset: Offset }): void => {
    found.set(pixels, [...(found.get(pixels) ?? []), offset]);
  };
  for (const node of nodes) {
    if (node.kind === 'pixels') add(node);
    else shownPixels(node.children, found);
    if (node.mask !== null) add(node.mask);
  }
  return found;
}

/**
 * Where a level shows a rect of some pixels, in their own space: in that levels halve, and then comes the rounded offset.
 * Exact, so that a dab costs no more at a smaller level than it covers.
 */
export function touchedAtLevel(ownRect: Rect, offsets: readonly Offset[], level: number): Rect {
  return offsets
    .map((offset) => {
      const { x, y } = offsetAtLevel(offset, level);
      return moveRect(rectAtLevel(ownRect, level), x, y);
    })
    .reduce(uniteRects);
}
