import type { PixelsId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { TileKey, TilePixels } from '../tiles/index.ts';

export { TILE_SIDE, type TileKey, tileKey, txOf as tileX, tyOf as tileY } from '../tiles/index.ts';

/** Either one value everywhere (packed RGBA, red lowest, or a coverage) or 256 x 256 pixels: 4 bytes of straight RGBA, or 1. */
export type TileBytes = TilePixels;

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
