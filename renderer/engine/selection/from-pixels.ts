import type { Offset } from '../../../shared/document/index.ts';
import { intersectRects, moveRect, type Rect } from '../../../shared/geometry/index.ts';
import {
  type Grid,
  gridBounds,
  keysOf,
  readRect,
  TILE_PIXELS,
  type TileStore,
  tileRect,
} from '../tiles/index.ts';
import { clipToPage, makeCoverage } from './coverage.ts';

/** How opaque a layer is, or how much a mask shows, as a selection of the page. */
export function selectFrom(store: TileStore, grid: Grid, offset: Offset, page: Rect): Grid {
  const bounds =
    grid.outside === 0 ? intersectRects(moveRect(gridBounds(grid), offset.x, offset.y), page) : page;
  return makeCoverage(store, keysOf(bounds), (key) => {
    const bytes = readRect(store, grid, moveRect(tileRect(key), -offset.x, -offset.y));
    if (grid.channels === 1) return clipToPage(bytes, key, page);
    const alpha = new Uint8Array(TILE_PIXELS);
    for (let at = 0; at < TILE_PIXELS; at++) alpha[at] = bytes[4 * at + 3] ?? 0;
    return clipToPage(alpha, key, page);
  });
}
