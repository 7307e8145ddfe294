import type { Plane } from './picture.ts';

/** Steps of a chamfer walk: straight and across, in fifths of a pixel. @source G. Borgefors, Distance transformations, 1986 */
const STRAIGHT = 5;
const ACROSS = 7;

/** How far each pixel is from where the edit may change anything, in pixels; 0 inside it. */
export function distanceFrom(mask: Uint8Array, width: number, height: number): Plane {
  const far = STRAIGHT * (width + height);
  const steps = new Float32Array(width * height);
  for (let at = 0; at < steps.length; at++) steps[at] = (mask[at] ?? 0) > 0 ? 0 : far;
  const look = (x: number, y: number, dx: number, dy: number, cost: number): number => {
    const nx = x + dx;
    const ny = y + dy;
    return nx < 0 || ny < 0 || nx >= width || ny >= height ? far : (steps[ny * width + nx] ?? far) + cost;
  };
  const settle = (x: number, y: number, way: 1 | -1): void => {
    const at = y * width + x;
    if (steps[at] === 0) return;
    steps[at] = Math.min(
      steps[at] ?? far,
      look(x, y, -way, 0, STRAIGHT),
      look(x, y, 0, -way, STRAIGHT),
      look(x, y, -way, -way, ACROSS),
      look(x, y, way, -way, ACROSS),
    );
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) settle(x, y, 1);
  for (let y = height - 1; y >= 0; y--) for (let x = width - 1; x >= 0; x--) settle(x, y, -1);
  for (let at = 0; at < steps.length; at++) steps[at] = (steps[at] ?? 0) / STRAIGHT;
  return { width, height, values: steps };
}

/** How wide the ring around a mask is that colours are compared in. */
export function ringWidth({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(6, Math.min(48, Math.round(Math.min(width, height) / 24)));
}
