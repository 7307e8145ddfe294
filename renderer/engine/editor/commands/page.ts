import {
  DOCUMENT_MAX_SIDE,
  type DocumentRecord,
  type Guide,
  type Layer,
  type LayerId,
  type Offset,
  selectPixels,
} from '../../../../shared/document/index.ts';
import type { Rect } from '../../../../shared/geometry/index.ts';
import { selectFrom } from '../../selection/index.ts';
import type { Tile, TileKey } from '../../tiles/index.ts';
import type { PixelsUpdate } from '../../undo/index.ts';
import { gridOf } from '../state.ts';
import { type CommandContext, type CommandOutcome, newPixels, refuse } from './command.ts';
import { changed } from './layers.ts';

export interface PageCommand {
  readonly kind: 'crop-page';
  /** The new page, in the document as it is; it may reach beyond the old one. */
  readonly rect: Rect;
}

/**
 * Another page for the same layers. No pixel is lost or touched: what lies beyond the new page stays with its layer, and is
 * there again when the page grows.
 */
export function runPageCommand(context: CommandContext, { kind, rect }: PageCommand): CommandOutcome {
  if (!isPage(rect)) return refuse('out-of-bounds');
  const { width, height } = context.state.document;
  if (rect.x === 0 && rect.y === 0 && rect.width === width && rect.height === height)
    return { kind: 'nothing' };
  const { document, updates } = onPage(context, rect);
  return changed(context, kind, document, updates);
}

/** The records on another page, and the selection there. References of the tiles are the caller's. */
export function onPage(
  context: CommandContext,
  rect: Rect,
): { readonly document: DocumentRecord; readonly updates: readonly PixelsUpdate[] } {
  const { store, state } = context;
  const { document } = state;
  const { selection, origin = { x: 0, y: 0 } } = document;
  const moved: DocumentRecord = {
    ...document,
    width: rect.width,
    height: rect.height,
    origin: { x: origin.x + rect.x, y: origin.y + rect.y },
    layers: movedLayers(document, { x: -rect.x, y: -rect.y }),
    ...(document.guides === undefined ? {} : { guides: movedGuides(document.guides, rect) }),
  };
  if (selection === null) return { document: moved, updates: [] };
  const page = { x: 0, y: 0, width: rect.width, height: rect.height };
  const made = selectFrom(store, gridOf(state, selection), { x: -rect.x, y: -rect.y }, page);
  if (made.tiles.size === 0) return { document: selectPixels(moved, null), updates: [] };
  const pixels = newPixels(context);
  const tiles = new Map<TileKey, Tile | null>(made.tiles);
  return { document: selectPixels(moved, pixels), updates: [{ pixels, tiles }] };
}

/** What is locked is kept from edits; it stands on the page, and goes along with it. */
function movedLayers({ layers }: DocumentRecord, by: Offset): DocumentRecord['layers'] {
  const moved = ({ x, y }: Offset): Offset => ({ x: x + by.x, y: y + by.y });
  return Object.fromEntries(
    Object.entries(layers).map(([id, layer]): [string, Layer] => {
      const mask = layer.mask === null ? null : { ...layer.mask, offset: moved(layer.mask.offset) };
      return [
        id,
        layer.kind === 'raster' ? { ...layer, mask, offset: moved(layer.offset) } : { ...layer, mask },
      ];
    }),
  ) as Record<LayerId, Layer>;
}

function movedGuides(guides: readonly Guide[], { x, y }: Rect): readonly Guide[] {
  return guides.map((guide) => ({
    ...guide,
    position: guide.position - (guide.orientation === 'vertical' ? x : y),
  }));
}

function isPage({ x, y, width, height }: Rect): boolean {
  const isSide = (side: number): boolean => side >= 1 && side <= DOCUMENT_MAX_SIDE;
  return [x, y, width, height].every(Number.isSafeInteger) && isSide(width) && isSide(height);
}
