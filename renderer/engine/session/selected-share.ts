import type { Rect } from '../../../shared/geometry/index.ts';
import { intersectRects, isEmptyRect } from '../../../shared/geometry/index.ts';
import { type EditorState, gridOf } from '../editor/state.ts';
import { type Grid, readRect, type TileStore, tileRect } from '../tiles/index.ts';

/** How much of a rect of the document is selected, 0 to 1; 0 where nothing is. */
export function selectedShare(store: TileStore, state: EditorState, rect: Rect): number {
  const { selection } = state.document;
  if (selection === null || isEmptyRect(rect)) return 0;
  return sumIn(store, gridOf(state, selection), rect) / (255 * rect.width * rect.height);
}

function sumIn(store: TileStore, grid: Grid, rect: Rect): number {
  let sum = 0;
  for (const [key, tile] of grid.tiles) {
    const part = intersectRects(tileRect(key), rect);
    if (isEmptyRect(part)) continue;
    const pixels = store.pixels(tile);
    // A tile of one value needs no look at its pixels.
    if (pixels.kind === 'uniform') sum += pixels.value * part.width * part.height;
    else for (const value of readRect(store, grid, part)) sum += value;
  }
  return sum;
}
