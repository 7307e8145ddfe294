import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { intersectRects, type Point } from '../../../shared/geometry/index.ts';
import type { DocumentStart } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import {
  emptyGrid,
  keysOf,
  packColour,
  TILE_SIDE,
  type Tile,
  type TileKey,
  tileRect,
  writeRect,
} from '../tiles/index.ts';
import { makeStep, type Step } from '../undo/index.ts';

const WHITE = packColour(255, 255, 255, 255);

/** A picture's pixels: straight RGBA, a byte each. */
export interface PicturePixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** The step that brings a document with its first layer. */
export function firstStep(
  session: Session,
  { width, height }: { readonly width: number; readonly height: number },
  layerName: string,
  newId: () => string,
  bytes: Uint8Array,
): Step {
  const empty: DocumentRecord = { width, height, layers: {}, root: [], selection: null };
  return layerStep(session, empty, 'open', layerName, newId, { width, height, bytes });
}

/** The step that brings an empty page: clear, or one white layer that costs nothing however large it is. */
export function blankStep(
  session: Session,
  how: Extract<DocumentStart, { kind: 'blank' }>,
  newId: () => string,
): Step {
  const { width, height, layerName, background } = how;
  const { store, history } = session;
  const layer = rasterLayer(newId() as LayerId, layerName, newId() as PixelsId);
  const empty: DocumentRecord = { width, height, layers: {}, root: [], selection: null };
  const after = insertLayer(empty, layer, { parent: null, index: 0 });
  if (background === 'clear') return makeStep(store, history.state, 'open', after);
  const page = { x: 0, y: 0, width, height };
  const tiles = new Map<TileKey, Tile | null>();
  for (const key of keysOf(page)) {
    const rect = intersectRects(tileRect(key), page);
    if (rect.width === TILE_SIDE && rect.height === TILE_SIDE) {
      tiles.set(key, store.uniform(WHITE, 4));
      continue;
    }
    const white = new Uint8Array(rect.width * rect.height * 4).fill(255);
    for (const [edge, tile] of writeRect(store, emptyGrid(4), rect, white)) tiles.set(edge, tile);
  }
  return makeStep(store, history.state, 'open', after, [{ pixels: layer.pixels, tiles }]);
}

/** The step that adds a picture on top of everything, its corner at a place of the document. */
export function pictureStep(
  session: Session,
  picture: PicturePixels,
  at: Point,
  layerName: string,
  newId: () => string,
): Step {
  return layerStep(session, session.document(), 'paste', layerName, newId, picture, at);
}

function layerStep(
  session: Session,
  document: DocumentRecord,
  label: string,
  name: string,
  newId: () => string,
  picture: PicturePixels,
  at: Point = { x: 0, y: 0 },
): Step {
  const made = rasterLayer(newId() as LayerId, name, newId() as PixelsId);
  const layer = { ...made, offset: { x: Math.round(at.x), y: Math.round(at.y) } };
  const after = insertLayer(document, layer, { parent: null, index: document.root.length });
  const rect = { x: 0, y: 0, width: picture.width, height: picture.height };
  const tiles = writeRect(session.store, emptyGrid(4), rect, picture.bytes);
  return makeStep(session.store, session.history.state, label, after, [{ pixels: layer.pixels, tiles }]);
}
