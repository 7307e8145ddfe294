import type { Offset } from '../../../shared/document/index.ts';
import type { Matrix, Rect } from '../../../shared/geometry/index.ts';

/** What `first` does, then `second`. */
export function multiply(second: Matrix, first: Matrix): Matrix {
  return {
    a: second.a * first.a + second.c * first.b,
    b: second.b * first.a + second.d * first.b,
    c: second.a * first.c + second.c * first.d,
    d: second.b * first.c + second.d * first.d,
    e: second.a * first.e + second.c * first.f + second.e,
    f: second.b * first.e + second.d * first.f + second.f,
  };
}

export function invertMatrix({ a, b, c, d, e, f }: Matrix): Matrix | null {
  const area = a * d - b * c;
  if (!Number.isFinite(area) || Math.abs(area) < 1e-9) return null;
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  };
}

/** The same in the space of pixels that stand at an offset. */
export function inSpaceOf(matrix: Matrix, { x, y }: Offset): Matrix {
  return {
    ...matrix,
    e: matrix.a * x + matrix.c * y + matrix.e - x,
    f: matrix.b * x + matrix.d * y + matrix.f - y,
  };
}

/** Pixels go to pixels: turned by quarters, mirrored, moved by whole ones. */
export function isExact({ a, b, c, d, e, f }: Matrix): boolean {
  const straight = b === 0 && c === 0 && Math.abs(a) === 1 && Math.abs(d) === 1;
  const turned = a === 0 && d === 0 && Math.abs(b) === 1 && Math.abs(c) === 1;
  return (straight || turned) && Number.isInteger(e) && Number.isInteger(f);
}

/** The smallest rect of whole pixels around where a rect comes to. */
export function mapRect({ a, b, c, d, e, f }: Matrix, { x, y, width, height }: Rect): Rect {
  const corners = [0, 1, 2, 3].map((at) => ({ x: x + (at & 1) * width, y: y + (at >> 1) * height }));
  const xs = corners.map((one) => a * one.x + c * one.y + e);
  const ys = corners.map((one) => b * one.x + d * one.y + f);
  // A hair's breadth, so that 3.0000000001 does not take a whole pixel more.
  const [left, top] = [Math.floor(Math.min(...xs) + 1e-6), Math.floor(Math.min(...ys) + 1e-6)];
  return {
    x: left,
    y: top,
    width: Math.ceil(Math.max(...xs) - 1e-6) - left,
    height: Math.ceil(Math.max(...ys) - 1e-6) - top,
  };
}

/** Mirrors within bounds. */
export function flipIn({ x, y, width, height }: Rect, axis: 'horizontal' | 'vertical'): Matrix {
  return axis === 'horizontal'
    ? { a: -1, b: 0, c: 0, d: 1, e: 2 * x + width, f: 0 }
    : { a: 1, b: 0, c: 0, d: -1, e: 0, f: 2 * y + height };
}

/** A quarter turn around the middle of bounds, rounded so that four of them come back to where it began. */
export function turnIn({ x, y, width, height }: Rect, way: 'clockwise' | 'counterclockwise'): Matrix {
  const left = x + Math.trunc((width - height) / 2);
  const top = y + Math.trunc((height - width) / 2);
  return way === 'clockwise'
    ? { a: 0, b: 1, c: -1, d: 0, e: left + y + height, f: top - x }
    : { a: 0, b: -1, c: 1, d: 0, e: left - y, f: top + x + width };
}
