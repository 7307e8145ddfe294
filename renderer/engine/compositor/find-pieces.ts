import type { MaskRecord, Offset, PixelsId } from '../../../shared/document/index.ts';
import type { Coverage, Piece, Window } from '../kernel/steps.ts';
import { offsetAtLevel } from './level-offset.ts';
import { type PixelReader, TILE_SIDE, tileKey } from './pixel-reader.ts';

/** Where pixels are looked for: a window of one tile of a level. */
export interface Sight {
  readonly reader: PixelReader;
  readonly level: number;
  readonly window: Window;
}

/** The tiles under the window that there are, at most four; a layer's own tiles need not lie as the document's do. */
export function findPieces(pixels: PixelsId, offset: Offset, { reader, level, window }: Sight): Piece[] {
  const moved = offsetAtLevel(offset, level);
  const left = window.originX + window.x - moved.x;
  const top = window.originY + window.y - moved.y;
  const pieces: Piece[] = [];
  const last = { x: lineOf(left + window.width - 1), y: lineOf(top + window.height - 1) };
  for (let ty = lineOf(top); ty <= last.y; ty++)
    for (let tx = lineOf(left); tx <= last.x; tx++) {
      const tile = reader.tile(pixels, level, tileKey(tx, ty));
      if (tile !== null) pieces.push({ tile, x: tx * TILE_SIDE - left, y: ty * TILE_SIDE - top });
    }
  return pieces;
}

/** The one value that all pixels of the window have; null when they need looking at. */
export function oneValue(pieces: readonly Piece[], outside: number, window: Window): number | null {
  let value: number | null = coversAll(pieces, window) ? null : outside;
  for (const { tile } of pieces) {
    if (tile.kind !== 'uniform' || (value !== null && value >>> 0 !== tile.value >>> 0)) return null;
    value = tile.value;
  }
  return value;
}

/** Null is fully covered; a number is the same coverage everywhere, 0 to 254. */
export function findCoverage(mask: MaskRecord | null, sight: Sight): Coverage | number | null {
  if (mask === null) return null;
  const pieces = findPieces(mask.pixels, mask.offset, sight);
  const same = oneValue(pieces, mask.outside, sight.window);
  if (same === null) return { pieces, outside: mask.outside };
  return same === 255 ? null : same;
}

function coversAll(pieces: readonly Piece[], { width, height }: Window): boolean {
  let area = 0;
  for (const { x, y } of pieces)
    area +=
      (Math.min(width, x + TILE_SIDE) - Math.max(0, x)) * (Math.min(height, y + TILE_SIDE) - Math.max(0, y));
  return area === width * height;
}

function lineOf(at: number): number {
  return Math.floor(at / TILE_SIDE);
}
