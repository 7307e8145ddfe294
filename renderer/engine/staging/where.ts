import { DOCUMENT_MAX_SIDE, type DocumentRecord } from '../../../shared/document/index.ts';
import { moveRect, type Rect, uniteRects } from '../../../shared/geometry/index.ts';
import type { CommandContext } from '../editor/commands/index.ts';
import { onPage } from '../editor/commands/page.ts';
import type { StagedPicture } from '../protocol/index.ts';
import type { PixelsUpdate } from '../undo/index.ts';

/** A rect of the coordinates that the document began with, where it is now. */
export function hereNow({ origin }: DocumentRecord, rect: Rect): Rect {
  return moveRect(rect, -(origin?.x ?? 0), -(origin?.y ?? 0));
}

/** The other way round. */
export function sinceBegun({ origin }: DocumentRecord, rect: Rect): Rect {
  return moveRect(rect, origin?.x ?? 0, origin?.y ?? 0);
}

/** Where a picture of a run stands: in its window, or in its frame where nothing was sent. In the first coordinates. */
export function standsIn({ act, frame, window }: Pick<StagedPicture, 'act' | 'frame' | 'window'>): Rect {
  return act === 'new-layer' ? frame : window;
}

/**
 * The page, grown to hold the frames of what extends it; the same document where it holds them already, or where it would be
 * larger than a page may be. References of the tiles are the caller's.
 */
export function grownFor(
  context: CommandContext,
  pictures: readonly Pick<StagedPicture, 'act' | 'frame'>[],
): { readonly document: DocumentRecord; readonly updates: readonly PixelsUpdate[] } {
  const { document } = context.state;
  const page = { x: 0, y: 0, width: document.width, height: document.height };
  const grown = pictures
    .filter(({ act }) => act === 'extend')
    .reduce((all, { frame }) => uniteRects(all, hereNow(document, frame)), page);
  const isSame = grown.width === page.width && grown.height === page.height;
  if (isSame || Math.max(grown.width, grown.height) > DOCUMENT_MAX_SIDE) return { document, updates: [] };
  return onPage(context, grown);
}
