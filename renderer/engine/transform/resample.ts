import { intersectRects, type Matrix, type Rect } from '../../../shared/geometry/index.ts';
import { TILE_SIDE } from '../tiles/index.ts';

/** Pixels to be read from, premultiplied, as numbers from 0 to 255. */
export interface Source {
  readonly values: Float32Array;
  readonly channels: 1 | 4;
  readonly rect: Rect;
  readonly outside: number;
}

export function sourceOf(bytes: Uint8Array, channels: 1 | 4, rect: Rect, outside: number): Source {
  const values = new Float32Array(bytes);
  if (channels === 4)
    for (let at = 0; at < bytes.length; at += 4) {
      const alpha = (bytes[at + 3] ?? 0) / 255;
      for (let k = 0; k < 3; k++) values[at + k] = (bytes[at + k] ?? 0) * alpha;
    }
  return { values, channels, rect, outside };
}

/**
 * One tile of the result. `back` leads from its space to the source's. Where the source is enlarged, between pixels by
 * Catmull-Rom; where it is shrunk, the mean of as many points as source pixels fall into one. All that lies not
 * within is as outside: a soft edge never reaches beyond where the picture comes to.
 */
export function resampleTile(source: Source, place: Rect, back: Matrix, within: Rect): Uint8Array {
  const { channels } = source;
  const out = new Uint8Array(TILE_SIDE * TILE_SIDE * channels);
  const across = pointsFor(Math.hypot(back.a, back.b));
  const down = pointsFor(Math.hypot(back.c, back.d));
  const sample = across * down > 1 ? addLinear : addCubic;
  const sum = new Float64Array(4);
  const reachX = Math.abs(back.a) + Math.abs(back.c) + 3;
  const reachY = Math.abs(back.b) + Math.abs(back.d) + 3;
  if (source.outside !== 0) out.fill(source.outside);
  const part = intersectRects(place, within);
  for (let y = part.y - place.y; y < part.y - place.y + part.height; y++)
    for (let x = part.x - place.x; x < part.x - place.x + part.width; x++) {
      const at = (y * TILE_SIDE + x) * channels;
      const mx = back.a * (place.x + x) + back.c * (place.y + y) + back.e;
      const my = back.b * (place.x + x) + back.d * (place.y + y) + back.f;
      if (isFar(source.rect, mx, my, reachX, reachY)) continue;
      sum.fill(0);
      for (let j = 0; j < down; j++)
        for (let i = 0; i < across; i++) {
          const px = place.x + x + (i + 0.5) / across;
          const py = place.y + y + (j + 0.5) / down;
          sample(
            source,
            back.a * px + back.c * py + back.e - 0.5,
            back.b * px + back.d * py + back.f - 0.5,
            sum,
          );
        }
      store(sum, across * down, channels, out, at);
    }
  return out;
}

/** Along one side of a pixel. More than these would only matter for a picture that is squeezed to a line. */
const POINTS_MAX = 12;

function pointsFor(shrinks: number): number {
  return Math.max(1, Math.min(POINTS_MAX, Math.ceil(shrinks - 1e-6)));
}

/** Nothing of the source is near: most of what a turned picture's tiles hold. */
function isFar(rect: Rect, x: number, y: number, reachX: number, reachY: number): boolean {
  if (x < rect.x - reachX || x > rect.x + rect.width + reachX) return true;
  return y < rect.y - reachY || y > rect.y + rect.height + reachY;
}

function store(sum: Float64Array, count: number, channels: 1 | 4, out: Uint8Array, at: number): void {
  if (channels === 1) {
    out[at] = bounded((sum[0] ?? 0) / count, 255);
    return;
  }
  // Cubic curves overshoot: no alpha beyond opaque, no colour beyond its alpha.
  const alpha = Math.min(255, (sum[3] ?? 0) / count);
  const whole = bounded(alpha, 255);
  if (whole === 0) return;
  for (let k = 0; k < 3; k++) out[at + k] = bounded(((sum[k] ?? 0) / count / alpha) * 255, 255);
  out[at + 3] = whole;
}

function bounded(value: number, most: number): number {
  return Math.max(0, Math.min(most, Math.round(value)));
}

function addTap(
  { values, channels, rect, outside }: Source,
  x: number,
  y: number,
  weight: number,
  sum: Float64Array,
): void {
  const within = x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
  const at = within ? ((y - rect.y) * rect.width + x - rect.x) * channels : -1;
  for (let k = 0; k < channels; k++)
    sum[k] = (sum[k] ?? 0) + weight * (within ? (values[at + k] ?? 0) : outside);
}

function addLinear(source: Source, x: number, y: number, sum: Float64Array): void {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - x0, y - y0];
  addTap(source, x0, y0, (1 - u) * (1 - v), sum);
  addTap(source, x0 + 1, y0, u * (1 - v), sum);
  addTap(source, x0, y0 + 1, (1 - u) * v, sum);
  addTap(source, x0 + 1, y0 + 1, u * v, sum);
}

function addCubic(source: Source, x: number, y: number, sum: Float64Array): void {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  for (let j = -1; j <= 2; j++) {
    const down = cubic(y - y0 - j);
    if (down !== 0)
      for (let i = -1; i <= 2; i++) addTap(source, x0 + i, y0 + j, down * cubic(x - x0 - i), sum);
  }
}

/** @source Keys, Cubic convolution interpolation (1981), a = -1/2 */
function cubic(distance: number): number {
  const t = Math.abs(distance);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}
