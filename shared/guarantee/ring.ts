import type { Plane } from './picture.ts';

/** Steps of a chamfer walk: straight and across, in fifths of a pixel. @source G. Borgefors, Distance transformations, 1986 */
const STRAIGHT = 5;
const ACROSS = 7;

/** How far each pixel is from where the edit may change anything, in pixels; 0 inside it. */
export function distanceFrom(mask: Uint8Array, width: number, height: number): Plane {
  const far = STRAIGHT * (width + height);
  // With a rim that is far from everything, so that no step looks beyond an edge.
  const stride = width + 2;
  const steps = new Int32Array(stride * (height + 2)).fill(far);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if ((mask[y * width + x] ?? 0) > 0) steps[(y + 1) * stride + x + 1] = 0;
  walk(steps, width, height, 1);
  walk(steps, width, height, -1);
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      values[y * width + x] = (steps[(y + 1) * stride + x + 1] ?? far) / STRAIGHT;
  return { width, height, values };
}

/** From the first pixel to the last by what is above and behind, or the other way round. */
function walk(steps: Int32Array, width: number, height: number, way: 1 | -1): void {
  const stride = width + 2;
  const count = width * height;
  let at = way === 1 ? stride + 1 : height * stride + width;
  for (let done = 0, column = 0; done < count; done++) {
    const had = steps[at] ?? 0;
    if (had !== 0) {
      const above = at - way * stride;
      let least = had;
      const behind = (steps[at - way] ?? 0) + STRAIGHT;
      if (behind < least) least = behind;
      const straight = (steps[above] ?? 0) + STRAIGHT;
      if (straight < least) least = straight;
      const across = Math.min(steps[above - 1] ?? 0, steps[above + 1] ?? 0) + ACROSS;
      if (across < least) least = across;
      steps[at] = least;
    }
    column += 1;
    // Over the rim to the next row.
    at += column === width ? 3 * way : way;
    if (column === width) column = 0;
  }
}

/** How wide the ring around a mask is that colours are compared in. */
export function ringWidth({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(6, Math.min(48, Math.round(Math.min(width, height) / 24)));
}
