import type { Point } from '../../../shared/geometry/index.ts';
import { contentBounds, type Grid, readRect, type TileStore } from '../tiles/index.ts';

/** Pixels looked at for an outline; a larger selection is looked at coarsely. */
const PIXELS_MAX = 4_000_000;
const POINTS_MAX = 20_000;

/** Closed lines around everything that is at least half selected, in document space, clockwise around what is in. */
export function outline(store: TileStore, grid: Grid): readonly (readonly Point[])[] {
  const bounds = contentBounds(store, grid);
  if (bounds.width === 0) return [];
  let step = 1;
  while ((bounds.width / step) * (bounds.height / step) > PIXELS_MAX) step *= 2;
  // A band at a time, so that a large page is never expanded at once.
  const [width, height] = [Math.ceil(bounds.width / step), Math.ceil(bounds.height / step)];
  const inside = new Uint8Array((width + 2) * (height + 2));
  const line = new Uint8Array(bounds.width);
  for (let y = 0; y < height; y++) {
    readRect(store, grid, { ...bounds, y: bounds.y + y * step, height: 1 }, line);
    for (let x = 0; x < width; x++)
      inside[(y + 1) * (width + 2) + x + 1] = (line[x * step] ?? 0) >= 128 ? 1 : 0;
  }
  let loops = trace(inside, width + 2);
  for (let tolerance = 0.75; count(loops) > POINTS_MAX && tolerance < 64; tolerance *= 2)
    loops = loops.map((loop) => thinned(loop, tolerance)).filter((loop) => loop.length > 2);
  const placed: Point[][] = [];
  let left = POINTS_MAX;
  for (const loop of loops) {
    left -= loop.length;
    if (left < 0) break;
    placed.push(loop.map(({ x, y }) => ({ x: bounds.x + (x - 1) * step, y: bounds.y + (y - 1) * step })));
  }
  return placed;
}

function count(loops: readonly (readonly Point[])[]): number {
  return loops.reduce((sum, loop) => sum + loop.length, 0);
}

/** Right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** Walks along pixel edges with the inside on the right; each upper edge of an inside pixel is in exactly one loop. */
function trace(inside: Uint8Array, width: number): Point[][] {
  const seen = new Uint8Array(inside.length);
  const loops: Point[][] = [];
  for (let at = width; at < inside.length; at++) {
    if (inside[at] !== 1 || inside[at - width] === 1 || seen[at] === 1) continue;
    loops.push(walk(inside, width, at, seen));
  }
  return loops;
}

function walk(inside: Uint8Array, width: number, start: number, seen: Uint8Array): Point[] {
  const loop: Point[] = [];
  let [x, y, way] = [start % width, Math.floor(start / width), 0];
  const [x0, y0] = [x, y];
  do {
    if (way === 0) seen[y * width + x] = 1;
    const [dx, dy] = STEPS[way] ?? STEPS[0];
    x += dx;
    y += dy;
    // The pixels ahead, to the left and to the right of the way.
    const next = turnAt(inside, width, x, y, way);
    if (next !== way) loop.push({ x, y });
    way = next;
  } while (x !== x0 || y !== y0 || way !== 0);
  return loop;
}

function turnAt(inside: Uint8Array, width: number, x: number, y: number, way: number): number {
  // Around a corner lie four pixels: left top, right top, right bottom, left bottom.
  const around = [(y - 1) * width + x - 1, (y - 1) * width + x, y * width + x, y * width + x - 1];
  const left = inside[around[(way + 1) % 4] ?? 0] === 1;
  const right = inside[around[(way + 2) % 4] ?? 0] === 1;
  if (!right) return (way + 1) % 4;
  return left ? (way + 3) % 4 : way;
}

/** Leaves out points that lie within the tolerance of the line between their neighbours that stay. */
function thinned(loop: readonly Point[], tolerance: number): Point[] {
  const kept: Point[] = [];
  for (const [at, point] of loop.entries()) {
    const before = kept.at(-1);
    const after = loop[(at + 1) % loop.length] ?? point;
    if (before === undefined || distance(point, before, after) > tolerance) kept.push(point);
  }
  return kept;
}

function distance(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(point.x - from.x, point.y - from.y);
  return Math.abs(dy * (point.x - from.x) - dx * (point.y - from.y)) / length;
}
