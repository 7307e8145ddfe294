import type { Rect } from '../../../shared/geometry/index.ts';
import { type Channels, fillUniform, TILE_SIDE, type TilePixels } from '../tiles/index.ts';

const HALF = TILE_SIDE / 2;

/**
 * Fills a part of a tile from the four of the level below, which stand left top, right top, left bottom, right bottom.
 * A missing one is all `outside`. The part is in the tile's own pixels.
 */
export function halveInto(
  out: Uint8Array,
  channels: Channels,
  quarters: readonly (TilePixels | null)[],
  outside: number,
  part: Rect,
): void {
  for (const [at, quarter] of quarters.entries()) {
    const left = (at & 1) * HALF;
    const top = (at >> 1) * HALF;
    const x0 = Math.max(part.x, left);
    const x1 = Math.min(part.x + part.width, left + HALF);
    const y0 = Math.max(part.y, top);
    const y1 = Math.min(part.y + part.height, top + HALF);
    if (x0 >= x1) continue;
    for (let y = y0; y < y1; y++) {
      const row = (y * TILE_SIDE + x0) * channels;
      if (quarter === null || quarter.kind === 'uniform')
        fillUniform(out.subarray(row, row + (x1 - x0) * channels), channels, quarter?.value ?? outside);
      else {
        const from = ((y - top) * 2 * TILE_SIDE + (x0 - left) * 2) * channels;
        if (channels === 4) halveColours(out, row, quarter.bytes, from, x1 - x0);
        else halveCoverage(out, row, quarter.bytes, from, x1 - x0);
      }
    }
  }
}

/** Averages by alpha and stores straight: a clear pixel's colour has no weight, so that nothing bleeds from it. */
function halveColours(out: Uint8Array, to: number, bytes: Uint8Array, from: number, count: number): void {
  const below = TILE_SIDE * 4;
  for (let n = 0, a = from, b = to; n < count; n++, a += 8, b += 4) {
    const c = a + below;
    const w0 = bytes[a + 3] ?? 0;
    const w1 = bytes[a + 7] ?? 0;
    const w2 = bytes[c + 3] ?? 0;
    const w3 = bytes[c + 7] ?? 0;
    const sum = w0 + w1 + w2 + w3;
    // What rounds to clear has no colour either.
    if (sum < 2) {
      out[b] = out[b + 1] = out[b + 2] = out[b + 3] = 0;
      continue;
    }
    const half = sum >> 1;
    for (let k = 0; k < 3; k++) {
      const weighed =
        (bytes[a + k] ?? 0) * w0 +
        (bytes[a + 4 + k] ?? 0) * w1 +
        (bytes[c + k] ?? 0) * w2 +
        (bytes[c + 4 + k] ?? 0) * w3;
      out[b + k] = (weighed + half) / sum;
    }
    out[b + 3] = (sum + 2) >> 2;
  }
}

function halveCoverage(out: Uint8Array, to: number, bytes: Uint8Array, from: number, count: number): void {
  for (let n = 0, a = from; n < count; n++, a += 2) {
    const c = a + TILE_SIDE;
    out[to + n] = ((bytes[a] ?? 0) + (bytes[a + 1] ?? 0) + (bytes[c] ?? 0) + (bytes[c + 1] ?? 0) + 2) >> 2;
  }
}
