import { clamp } from './colour.ts';

/** How much of a pixel lies inside, from the distance to the edge (negative inside). */
export function inside(distance: number, pixel: number): number {
  return clamp(0.5 - distance / pixel);
}

export function boxDistance(x: number, y: number, halfWidth: number, halfHeight: number): number {
  const dx = Math.abs(x) - halfWidth;
  const dy = Math.abs(y) - halfHeight;
  const outX = Math.max(dx, 0);
  const outY = Math.max(dy, 0);
  return Math.sqrt(outX * outX + outY * outY) + Math.min(Math.max(dx, dy), 0);
}

/** Distance to the line from a to b. */
export function segmentDistance(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const alongX = bx - ax;
  const alongY = by - ay;
  const t = clamp(((x - ax) * alongX + (y - ay) * alongY) / (alongX * alongX + alongY * alongY));
  const dx = x - ax - alongX * t;
  const dy = y - ay - alongY * t;
  return Math.sqrt(dx * dx + dy * dy);
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  /** Nothing of the shape, its shadow included, lies farther away than this. */
  readonly reach: number;
}

/** Finds the few shapes near a point among thousands, in the order they were given. */
export function createShapeGrid<Shape extends Placed>(
  shapes: readonly Shape[],
  halfWidth: number,
  halfHeight: number,
  cell: number,
): (x: number, y: number) => readonly Shape[] {
  const columns = Math.ceil((2 * halfWidth) / cell) + 1;
  const rows = Math.ceil((2 * halfHeight) / cell) + 1;
  const cells: Shape[][] = Array.from({ length: columns * rows }, () => []);
  const column = (x: number) => clamp(Math.floor((x + halfWidth) / cell), 0, columns - 1);
  const row = (y: number) => clamp(Math.floor((y + halfHeight) / cell), 0, rows - 1);
  for (const shape of shapes) {
    for (let r = row(shape.y - shape.reach); r <= row(shape.y + shape.reach); r++) {
      for (let c = column(shape.x - shape.reach); c <= column(shape.x + shape.reach); c++) {
        cells[r * columns + c]?.push(shape);
      }
    }
  }
  const none: readonly Shape[] = [];
  return (x, y) => cells[row(y) * columns + column(x)] ?? none;
}
