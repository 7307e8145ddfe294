import type { Rect } from '../../../shared/geometry/index.ts';
import { TILE_SIDE } from '../tiles/index.ts';
import type { Paint } from './brush.ts';

/** What one tile of a stroke is made of. All rects and bytes are the tile's own. */
export interface Applied {
  readonly before: Uint8Array;
  readonly coverage: Float32Array;
  /** Null is everything. */
  readonly selection: Uint8Array | null;
  readonly result: Uint8Array;
}

/** Makes the result right in a part of the tile: what was there before the stroke, with the stroke over it. */
export function applyStroke(tile: Applied, paint: Paint, opacity: number, part: Rect): void {
  if (paint.kind === 'colour') applyColour(tile, paint.red, paint.green, paint.blue, opacity, part);
  else if (paint.kind === 'erase' && tile.result.length > TILE_SIDE * TILE_SIDE)
    applyErase(tile, opacity, part);
  else applyCoverage(tile, paint.kind === 'coverage' ? paint.value : 0, opacity, part);
}

function applyColour(
  { before, coverage, selection, result }: Applied,
  red: number,
  green: number,
  blue: number,
  opacity: number,
  { x, y, width, height }: Rect,
): void {
  for (let row = y; row < y + height; row++)
    for (let p = row * TILE_SIDE + x, end = p + width; p < end; p++) {
      const a = (coverage[p] ?? 0) * opacity * (selection === null ? 1 : (selection[p] ?? 0) / 255);
      if (a === 0) continue;
      const at = 4 * p;
      const under = ((before[at + 3] ?? 0) / 255) * (1 - a);
      const all = a + under;
      // Straight colour: the share of the paint in what is seen.
      const share = a / all;
      result[at] = mixed(before[at] ?? 0, red, share);
      result[at + 1] = mixed(before[at + 1] ?? 0, green, share);
      result[at + 2] = mixed(before[at + 2] ?? 0, blue, share);
      result[at + 3] = all * 255 + 0.5;
    }
}

function applyErase({ before, coverage, selection, result }: Applied, opacity: number, part: Rect): void {
  const { x, y, width, height } = part;
  for (let row = y; row < y + height; row++)
    for (let p = row * TILE_SIDE + x, end = p + width; p < end; p++) {
      const a = (coverage[p] ?? 0) * opacity * (selection === null ? 1 : (selection[p] ?? 0) / 255);
      if (a === 0) continue;
      const alpha = Math.floor((before[4 * p + 3] ?? 0) * (1 - a) + 0.5);
      // What is wholly gone has no colour, so that an erased tile is one value and costs nothing.
      for (let k = 0; k < 3; k++) result[4 * p + k] = alpha === 0 ? 0 : (before[4 * p + k] ?? 0);
      result[4 * p + 3] = alpha;
    }
}

function applyCoverage(
  { before, coverage, selection, result }: Applied,
  value: number,
  opacity: number,
  { x, y, width, height }: Rect,
): void {
  for (let row = y; row < y + height; row++)
    for (let p = row * TILE_SIDE + x, end = p + width; p < end; p++) {
      const a = (coverage[p] ?? 0) * opacity * (selection === null ? 1 : (selection[p] ?? 0) / 255);
      if (a !== 0) result[p] = mixed(before[p] ?? 0, value, a);
    }
}

function mixed(from: number, to: number, share: number): number {
  return from + (to - from) * share + 0.5;
}
