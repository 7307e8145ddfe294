import type { Picture, Plane } from './picture.ts';
import { mappingOf, type Placement } from './placement.ts';

/**
 * What came back as it lies over the frame, where it is needed: inside the mask and in the ring around it; elsewhere
 * nothing is said. Between pixels by a cubic, premultiplied, so that clear pixels lend no colour; beyond its edge the
 * last pixel is repeated.
 * @source E. Catmull and R. Rom, A class of local interpolating splines, 1974
 */
export function place(returned: Picture, placement: Placement, distance: Plane, reach: number): Picture {
  const { width, height } = returned;
  const { a, b, e, f } = mappingOf(placement, returned);
  if (a === 1 && b === 0 && e === 0 && f === 0) return returned;
  const out = new Uint8Array(width * height * 4);
  const isWhole = a === 1 && b === 0 && Number.isInteger(e) && Number.isInteger(f);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if ((distance.values[at] ?? 0) > reach) continue;
      const px = a * x - b * y + e;
      const py = b * x + a * y + f;
      if (isWhole) {
        const from = 4 * (within(py, height) * width + within(px, width));
        for (let k = 0; k < 4; k++) out[4 * at + k] = returned.bytes[from + k] ?? 0;
      } else between(returned, px, py, out, 4 * at);
    }
  return { width, height, bytes: out };
}

const WEIGHTS_X = new Float64Array(4);
const WEIGHTS_Y = new Float64Array(4);

function weigh(t: number, out: Float64Array): void {
  const t2 = t * t;
  const t3 = t2 * t;
  out[0] = -0.5 * t + t2 - 0.5 * t3;
  out[1] = 1 - 2.5 * t2 + 1.5 * t3;
  out[2] = 0.5 * t + 2 * t2 - 1.5 * t3;
  out[3] = -0.5 * t2 + 0.5 * t3;
}

function between(
  { width, height, bytes }: Picture,
  px: number,
  py: number,
  out: Uint8Array,
  to: number,
): void {
  const left = Math.floor(px);
  const top = Math.floor(py);
  weigh(px - left, WEIGHTS_X);
  weigh(py - top, WEIGHTS_Y);
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const row = within(top + j - 1, height) * width;
    for (let i = 0; i < 4; i++) {
      const weight = (WEIGHTS_X[i] ?? 0) * (WEIGHTS_Y[j] ?? 0);
      const from = 4 * (row + within(left + i - 1, width));
      const solid = weight * (bytes[from + 3] ?? 0);
      red += solid * (bytes[from] ?? 0);
      green += solid * (bytes[from + 1] ?? 0);
      blue += solid * (bytes[from + 2] ?? 0);
      alpha += solid;
    }
  }
  if (alpha < 0.5) return;
  // Rounded by adding a half: a byte array cuts what is behind the point, and the clamp is its own.
  out[to] = byte(red / alpha);
  out[to + 1] = byte(green / alpha);
  out[to + 2] = byte(blue / alpha);
  out[to + 3] = byte(alpha);
}

function byte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
}

function within(at: number, length: number): number {
  return at < 0 ? 0 : at >= length ? length - 1 : at;
}
