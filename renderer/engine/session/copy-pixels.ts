import type { DocumentRecord, RasterLayer } from '../../../shared/document/index.ts';
import { intersectRects, isEmptyRect, moveRect, type Rect } from '../../../shared/geometry/index.ts';
import type { EditorState } from '../editor/state.ts';
import { contentBounds, readRect, type TileStore } from '../tiles/index.ts';

export interface CopiedPixels {
  /** In the document. */
  readonly rect: Rect;
  /** Straight RGBA. */
  readonly bytes: Uint8Array;
}

/** The layer's own pixels as far as they are selected; null when that is nothing. Neither its opacity nor its mask counts. */
export function copyPixels(store: TileStore, state: EditorState, layer: RasterLayer): CopiedPixels | null {
  const { document, grids } = state;
  const grid = grids.get(layer.pixels);
  if (grid === undefined) return null;
  const { x, y } = layer.offset;
  const page: Rect = { x: 0, y: 0, width: document.width, height: document.height };
  const content = intersectRects(moveRect(contentBounds(store, grid), x, y), page);
  const rect = intersectRects(content, selectedBounds(store, state, document) ?? content);
  if (isEmptyRect(rect)) return null;
  const bytes = readRect(store, grid, moveRect(rect, -x, -y));
  const selection = document.selection === null ? undefined : grids.get(document.selection);
  if (selection !== undefined) {
    const coverage = readRect(store, selection, rect);
    for (let at = 0; at < coverage.length; at++)
      bytes[at * 4 + 3] = Math.round(((bytes[at * 4 + 3] ?? 0) * (coverage[at] ?? 0)) / 255);
  }
  return { rect, bytes };
}

function selectedBounds(
  store: TileStore,
  { grids }: EditorState,
  { selection }: DocumentRecord,
): Rect | null {
  const grid = selection === null ? undefined : grids.get(selection);
  return grid === undefined ? null : contentBounds(store, grid);
}
