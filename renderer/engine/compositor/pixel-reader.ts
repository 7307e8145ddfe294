import type { PixelsId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';

/** Pixels of a side. */
export const TILE_SIDE = 256;

/** A tile's place in its grid, both signed 16-bit halves of one number. */
export type TileKey = number;

export function tileKey(tx: number, ty: number): TileKey {
  return (ty << 16) | (tx & 0xffff);
}

export function tileX(key: TileKey): number {
  return (key << 16) >> 16;
}

export function tileY(key: TileKey): number {
  return key >> 16;
}

/** Either one value everywhere (packed RGBA, red lowest, or a coverage) or 256 x 256 pixels: 4 bytes of straight RGBA, or 1. */
export type TileBytes =
  | { readonly kind: 'uniform'; readonly value: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** All that compositing asks of the pixels' keeper. Level 0 is the grid itself, each further one halves both sides. */
export interface PixelReader {
  /**
   * Read only, and only until the next edit. Null is transparent, or what a mask holds outside; where a level's tile is
   * made from some that there are and some that are not, it must hold the same for those.
   */
  tile(pixels: PixelsId, level: number, key: TileKey): TileBytes | null;
  /** Holds every pixel there is, in the pixels' own space at level 0; empty when there is none. */
  bounds(pixels: PixelsId): Rect;
}
