import { intersectRects, type Point, type Rect } from '../../../shared/geometry/index.ts';
import { type Grid, keysOf, TILE_PIXELS, TILE_SIDE, type TileStore, tileRect } from '../tiles/index.ts';
import { clipToPage, makeCoverage } from './coverage.ts';

export type Shape =
  | {
      readonly kind: 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'ellipse';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  /** Closed by itself; where it crosses itself, what lies within twice is outside. */
  | { readonly kind: 'lasso'; readonly points: readonly Point[] };

/** Lines a pixel is looked at along; across a line coverage is exact. */
const LINES = 15;

/** Where a horizontal line enters and leaves a shape, from left to right. */
type Crossings = (y: number) => readonly number[];

export function selectShape(store: TileStore, shape: Shape, page: Rect): Grid {
  const bounds = intersectRects(boundsOf(shape), page);
  return makeCoverage(store, keysOf(bounds), (key) => {
    const place = tileRect(key);
    return clipToPage(fill(crossingsOf(shape, place), place), key, page);
  });
}

function boundsOf(shape: Shape): Rect {
  const points =
    shape.kind === 'lasso' ? shape.points : [shape, { x: shape.x + shape.width, y: shape.y + shape.height }];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [Math.floor(left), Math.floor(top)];
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y };
}

function crossingsOf(shape: Shape, place: Rect): Crossings {
  if (shape.kind === 'lasso') return crossingsOfPolygon(shape.points, place);
  const { x, y, width, height } = shape;
  if (shape.kind === 'rectangle') return (at) => (at >= y && at < y + height ? [x, x + width] : []);
  return (at) => {
    const up = (at - y - height / 2) / (height / 2);
    if (!(Math.abs(up) < 1)) return [];
    const half = (width / 2) * Math.sqrt(1 - up * up);
    return [x + width / 2 - half, x + width / 2 + half];
  };
}

function crossingsOfPolygon(points: readonly Point[], place: Rect): Crossings {
  const edges: { x: number; top: number; bottom: number; slope: number }[] = [];
  for (const [at, from] of points.entries()) {
    const to = points[(at + 1) % points.length] ?? from;
    const [up, down] = from.y < to.y ? [from, to] : [to, from];
    if (up.y === down.y || down.y < place.y || up.y > place.y + place.height) continue;
    edges.push({ x: up.x, top: up.y, bottom: down.y, slope: (down.x - up.x) / (down.y - up.y) });
  }
  return (y) => {
    const found: number[] = [];
    for (const edge of edges)
      if (y >= edge.top && y < edge.bottom) found.push(edge.x + (y - edge.top) * edge.slope);
    return found.sort((a, b) => a - b);
  };
}

function fill(crossings: Crossings, place: Rect): Uint8Array {
  const bytes = new Uint8Array(TILE_PIXELS);
  const row = new Float64Array(TILE_SIDE);
  for (let y = 0; y < TILE_SIDE; y++) {
    row.fill(0);
    let any = false;
    for (let line = 0; line < LINES; line++) {
      const xs = crossings(place.y + y + (line + 0.5) / LINES);
      for (let at = 0; at + 1 < xs.length; at += 2) {
        any = true;
        addSpan(row, (xs[at] ?? 0) - place.x, (xs[at + 1] ?? 0) - place.x);
      }
    }
    if (any)
      for (let x = 0; x < TILE_SIDE; x++) bytes[y * TILE_SIDE + x] = ((row[x] ?? 0) / LINES) * 255 + 0.5;
  }
  return bytes;
}

function addSpan(row: Float64Array, from: number, to: number): void {
  const left = Math.max(0, from);
  const right = Math.min(TILE_SIDE, to);
  for (let x = Math.floor(left); x < right; x++)
    row[x] = (row[x] ?? 0) + Math.min(x + 1, right) - Math.max(x, left);
}
