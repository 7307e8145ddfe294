import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  growRect,
  intersectRects,
  isEmptyRect,
  moveRect,
  type Rect,
  rectAtLevel,
  uniteRects,
} from './rect.ts';

const whole = fc.integer({ min: -500, max: 500 });
const rect: fc.Arbitrary<Rect> = fc.record({
  x: whole,
  y: whole,
  width: fc.integer({ min: 0, max: 300 }),
  height: fc.integer({ min: 0, max: 300 }),
});

function holds({ x, y, width, height }: Rect, atX: number, atY: number): boolean {
  return atX >= x && atX < x + width && atY >= y && atY < y + height;
}

test('a pixel is in the intersection when it is in both, and in the union when it is in either', () => {
  fc.assert(
    fc.property(rect, rect, whole, whole, (first, second, x, y) => {
      const both = holds(first, x, y) && holds(second, x, y);
      expect(holds(intersectRects(first, second), x, y)).toBe(both);
      const notEmpty =
        (!isEmptyRect(first) && holds(first, x, y)) || (!isEmptyRect(second) && holds(second, x, y));
      if (notEmpty) expect(holds(uniteRects(first, second), x, y)).toBe(true);
    }),
  );
});

test('every pixel of a rect falls into its rect at every level, and no level has a row too many', () => {
  fc.assert(
    fc.property(rect, fc.integer({ min: 0, max: 6 }), (full, level) => {
      if (isEmptyRect(full)) return;
      const small = rectAtLevel(full, level);
      const scale = 2 ** level;
      for (const [x, y] of [
        [full.x, full.y],
        [full.x + full.width - 1, full.y + full.height - 1],
      ] as const) {
        expect(holds(small, Math.floor(x / scale), Math.floor(y / scale))).toBe(true);
      }
      expect(small.width).toBeLessThanOrEqual(Math.ceil(full.width / scale) + 1);
      expect(small.height).toBeLessThanOrEqual(Math.ceil(full.height / scale) + 1);
    }),
  );
});

test('growing and moving keep what they say', () => {
  expect(growRect({ x: 4, y: 4, width: 2, height: 2 }, 3)).toEqual({ x: 1, y: 1, width: 8, height: 8 });
  expect(moveRect({ x: 1, y: 2, width: 3, height: 4 }, -1, 5)).toEqual({ x: 0, y: 7, width: 3, height: 4 });
});
