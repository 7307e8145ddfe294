import { insertLayer, type LayerId, type PixelsId, rasterLayer } from '../../../shared/document/index.ts';
import { intersectRects, type Rect } from '../../../shared/geometry/index.ts';
import type { StagedPicture } from '../protocol/index.ts';
import type { Decoration } from '../session/decorations.ts';
import type { Session } from '../session/session.ts';
import { takeSnapshot } from '../session/snapshot.ts';
import {
  emptyGrid,
  type Grid,
  keysOf,
  packColour,
  type Tile,
  type TileKey,
  withTiles,
  writeRect,
} from '../tiles/index.ts';
import { grownAsRecords, type StagedPixels, withStaged } from './staged-layer.ts';
import { hereNow, sinceBegun } from './where.ts';

const BLACK = packColour(0, 0, 0, 255);

/**
 * What the picture would change of everything that is seen, times the gain, on a black page. From two composites, of the
 * document as it is now; whoever shows it makes it anew when there is another. Each yield is a place to rest.
 */
export function* differenceDecoration(
  session: Session,
  picture: StagedPicture,
  pixels: StagedPixels,
  id: PixelsId,
  gain: number,
): Generator<void, Decoration> {
  const { store, kernel, history } = session;
  const { document, grids } = history.state;
  const before = grownAsRecords(store, document, picture);
  const after = withStaged(store, document, picture, pixels, null);
  const page = { x: 0, y: 0, width: before.width, height: before.height };
  const rect = intersectRects(hereNow(before, picture.window), page);
  const old = takeSnapshot(store, kernel, { document: before, grids });
  const now = takeSnapshot(store, kernel, {
    document: after,
    grids: new Map([...grids, [pixels.id, pixels.grid]]),
  });
  try {
    const bytes = differenceOf(yield* old.seen(rect), yield* now.seen(rect), gain);
    const grid = onBlack(store, page, rect, bytes);
    // Where its own corner is does not change with the page's.
    const corner = sinceBegun(before, page);
    return {
      decorate(shown) {
        const grown = grownAsRecords(store, shown, picture);
        const { x, y } = hereNow(grown, corner);
        const layer = { ...rasterLayer('difference' as LayerId, '', id), offset: { x, y } };
        return insertLayer(grown, layer, { parent: null, index: grown.root.length });
      },
      grids: new Map([[id, grid]]),
    };
  } finally {
    old.release();
    now.release();
  }
}

/** Of premultiplied colours: where one is clear the other is all there is. Opaque. */
function differenceOf(before: Uint8Array, after: Uint8Array, gain: number): Uint8Array {
  const out = new Uint8ClampedArray(before.length);
  for (let at = 0; at < out.length; at += 4) {
    const [old = 0, now = 0] = [before[at + 3], after[at + 3]];
    for (let channel = 0; channel < 3; channel++) {
      const far = ((after[at + channel] ?? 0) * now - (before[at + channel] ?? 0) * old) / 255;
      out[at + channel] = Math.abs(far) * gain;
    }
    out[at + 3] = 255;
  }
  return new Uint8Array(out.buffer);
}

function onBlack(store: Session['store'], page: Rect, rect: Rect, bytes: Uint8Array): Grid {
  const tiles = new Map<TileKey, Tile>();
  for (const key of keysOf(page)) tiles.set(key, store.uniform(BLACK, 4));
  const black: Grid = { ...emptyGrid(4), tiles };
  // Tiles of one value stay so, and hold nothing.
  return rect.width === 0 ? black : withTiles(black, writeRect(store, black, rect, bytes));
}
