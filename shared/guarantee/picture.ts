/** Straight RGBA, a byte each, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** One number a pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** What lies beneath what is clear, so that two pictures can be compared where either is. */
const GREY = 128;

/** How bright each pixel is over grey, 0 to 255. @source ITU-R BT.709, luma weights */
export function brightness({ width, height, bytes }: Picture): Plane {
  const values = new Float32Array(width * height);
  for (let at = 0, from = 0; at < values.length; at++, from += 4) {
    const alpha = (bytes[from + 3] ?? 0) / 255;
    const light =
      0.2126 * (bytes[from] ?? 0) + 0.7152 * (bytes[from + 1] ?? 0) + 0.0722 * (bytes[from + 2] ?? 0);
    values[at] = light * alpha + GREY * (1 - alpha);
  }
  return { width, height, values };
}

/** Half as large, each pixel the mean of four; an odd last row or column stands for itself. */
export function halved({ width, height, values }: Plane): Plane {
  const half = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) };
  const out = new Float32Array(half.width * half.height);
  for (let y = 0; y < half.height; y++) {
    const row = 2 * y * width;
    const next = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < half.width; x++) {
      const right = Math.min(2 * x + 1, width - 1);
      out[y * half.width + x] =
        ((values[row + 2 * x] ?? 0) +
          (values[row + right] ?? 0) +
          (values[next + 2 * x] ?? 0) +
          (values[next + right] ?? 0)) /
        4;
    }
  }
  return { ...half, values: out };
}

/** From the picture itself to one that is small enough to be searched whole. */
export function pyramid(plane: Plane, sideMin: number): readonly Plane[] {
  const levels = [plane];
  for (let last = plane; Math.min(last.width, last.height) >= 2 * sideMin; ) {
    last = halved(last);
    levels.push(last);
  }
  return levels;
}
