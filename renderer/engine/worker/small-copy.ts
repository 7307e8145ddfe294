import type { Raster } from '../ora/png/write-png.ts';

/** No side of a file's thumbnail is longer. @source OpenRaster, file layout */
const SIDE_MAX = 256;

export interface SmallCopy {
  /** Rows of the large picture, straight RGBA, from the top down and each once. */
  take(top: number, rows: Uint8Array): void;
  picture(): Raster;
}

/** A thumbnail made of rows as they pass by: the mean of what falls into each pixel, colours weighed by alpha. */
export function createSmallCopy(width: number, height: number): SmallCopy {
  const scale = Math.max(1, width / SIDE_MAX, height / SIDE_MAX);
  const wide = Math.max(1, Math.floor(width / scale));
  const high = Math.max(1, Math.floor(height / scale));
  const sums = new Float64Array(wide * high * 5);
  const columns = Int32Array.from(
    { length: width },
    (_, x) => Math.min(wide - 1, Math.floor((x * wide) / width)) * 5,
  );
  return {
    take(top, rows) {
      for (let at = 0, y = top; at < rows.length; y++) {
        const line = Math.min(high - 1, Math.floor((y * high) / height)) * wide * 5;
        for (let x = 0; x < width; x++, at += 4) {
          const to = line + (columns[x] ?? 0);
          const alpha = rows[at + 3] ?? 0;
          sums[to] = (sums[to] ?? 0) + (rows[at] ?? 0) * alpha;
          sums[to + 1] = (sums[to + 1] ?? 0) + (rows[at + 1] ?? 0) * alpha;
          sums[to + 2] = (sums[to + 2] ?? 0) + (rows[at + 2] ?? 0) * alpha;
          sums[to + 3] = (sums[to + 3] ?? 0) + alpha;
          sums[to + 4] = (sums[to + 4] ?? 0) + 1;
        }
      }
    },
    picture() {
      const bytes = new Uint8Array(wide * high * 4);
      for (let at = 0, from = 0; at < bytes.length; at += 4, from += 5) {
        const alpha = sums[from + 3] ?? 0;
        if (alpha === 0) continue;
        for (let channel = 0; channel < 3; channel++)
          bytes[at + channel] = Math.round((sums[from + channel] ?? 0) / alpha);
        bytes[at + 3] = Math.round(alpha / (sums[from + 4] ?? 1));
      }
      return { width: wide, height: high, bytes };
    },
  };
}
