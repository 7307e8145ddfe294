import { clamp } from '../../raster/colour.ts';
import { segmentDistance } from '../../raster/shape.ts';

/** A turned body: its distance field over radius and height, looked up instead of worked out for every step. */
export interface Lathe {
  /** Distance to the surface, negative inside; never an overestimate by more than a grid cell's error. */
  distance(radius: number, height: number): number;
  /** A step that smooths over the grid, for slopes. */
  readonly cell: number;
  /** Radius of the ball around the body, and the height of its middle. */
  readonly reach: number;
  readonly middle: number;
}

export type Outline = readonly (readonly [radius: number, height: number])[];

const CELL = 0.034;
const MARGIN = 0.14;

/** @param outline closed polygon of one half of the section, radius never below 0 */
export function createLathe(outline: Outline): Lathe {
  const wide = Math.max(...outline.map(([radius]) => radius)) + MARGIN;
  const low = Math.min(...outline.map(([, height]) => height)) - MARGIN;
  const high = Math.max(...outline.map(([, height]) => height)) + MARGIN;
  const columns = Math.ceil(wide / CELL) + 2;
  const rows = Math.ceil((high - low) / CELL) + 2;
  const grid = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      grid[row * columns + column] = polygonDistance(outline, column * CELL, low + row * CELL);
    }
  }
  const middle = (low + high) / 2;
  const reach = Math.max(...outline.map(([radius, height]) => Math.hypot(radius, height - middle))) + 0.02;

  const distance = (radius: number, height: number) => {
    const x = radius / CELL;
    const y = (height - low) / CELL;
    const atX = clamp(x, 0, columns - 1.001);
    const atY = clamp(y, 0, rows - 1.001);
    const column = Math.floor(atX);
    const row = Math.floor(atY);
    const at = row * columns + column;
    const fx = atX - column;
    const fy = atY - row;
    const top = (grid[at] ?? 0) * (1 - fx) + (grid[at + 1] ?? 0) * fx;
    const bottom = (grid[at + columns] ?? 0) * (1 - fx) + (grid[at + columns + 1] ?? 0) * fx;
    const outside = Math.abs(x - atX) + Math.abs(y - atY);
    return top * (1 - fy) + bottom * fy + outside * CELL * 0.7;
  };
  return { distance, cell: CELL, reach, middle };
}

/** A smooth outline through a few points, as a potter would draw it. @source Catmull and Rom, 1974 */
export function smoothOutline(points: Outline, perSegment = 10): Outline {
  const smooth: (readonly [number, number])[] = [];
  for (let at = 0; at + 1 < points.length; at++) {
    const [a, b, c, d] = [
      points[at - 1] ?? points[at],
      points[at],
      points[at + 1],
      points[at + 2] ?? points[at + 1],
    ];
    if (a === undefined || b === undefined || c === undefined || d === undefined) continue;
    for (let step = 0; step < perSegment; step++) {
      const t = step / perSegment;
      smooth.push([Math.max(0, spline(a[0], b[0], c[0], d[0], t)), spline(a[1], b[1], c[1], d[1], t)]);
    }
  }
  const last = points[points.length - 1];
  return last === undefined ? smooth : [...smooth, last];
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function polygonDistance(outline: Outline, x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let isInside = false;
  let last = outline[outline.length - 1];
  for (const point of outline) {
    if (last === undefined) break;
    const [ax, ay] = last;
    const [bx, by] = point;
    // An edge on the axis is where the two halves meet: no surface.
    const onAxis = ax < 1e-6 && bx < 1e-6;
    if (!onAxis && (ax !== bx || ay !== by))
      nearest = Math.min(nearest, segmentDistance(x, y, ax, ay, bx, by));
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
    last = point;
  }
  return isInside ? -nearest : nearest;
}
