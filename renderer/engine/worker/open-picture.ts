import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  NAME_MAX_CHARS,
  type Origin,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { intersectRects, type Point } from '../../../shared/geometry/index.ts';
import { type CommandOutcome, changed } from '../editor/commands/index.ts';
import type { DocumentStart } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import {
  emptyGrid,
  keysOf,
  packColour,
  TILE_SIDE,
  type Tile,
  type TileKey,
  type TileStore,
  type TileUpdate,
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

/** What a layer made of a picture begins with. */
export interface LayerStart {
  readonly layerName: string;
  readonly origins: readonly Origin[];
}

/** The step that brings a document with its first layer. */
export function firstStep(
  session: Session,
  { width, height }: { readonly width: number; readonly height: number },
  about: LayerStart,
  newId: () => string,
  bytes: Uint8Array,
): Step {
  const { after, pixels } = layered(emptyPage(width, height), about, newId);
  const tiles = tilesOf(session.store, { width, height, bytes });
  return makeStep(session.store, session.history.state, 'open', after, [{ pixels, tiles }]);
}

/** The step that brings an empty page: clear, or one white layer that costs nothing however large it is. */
export function blankStep(
  session: Session,
  how: Extract<DocumentStart, { kind: 'blank' }>,
  newId: () => string,
): Step {
  const { width, height, layerName, background } = how;
  const { store, history } = session;
  const { after, pixels } = layered(emptyPage(width, height), { layerName, origins: [] }, newId);
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
  return makeStep(store, history.state, 'open', after, [{ pixels, tiles }]);
}

function emptyPage(width: number, height: number): DocumentRecord {
  return { width, height, layers: {}, root: [], selection: null };
}

/** The step that adds a picture on top of everything, its corner at a place of the document; or why it can't come. */
export function pictureStep(
  { store, history, document }: Session,
  picture: PicturePixels,
  at: Point,
  about: LayerStart,
  newId: () => string,
): CommandOutcome {
  const { after, pixels } = layered(document(), about, newId, at);
  const context = { store, state: history.state, newId };
  return changed(context, 'paste', after, [{ pixels, tiles: tilesOf(store, picture) }]);
}

function layered(
  document: DocumentRecord,
  { layerName, origins }: LayerStart,
  newId: () => string,
  at: Point = { x: 0, y: 0 },
): { readonly after: DocumentRecord; readonly pixels: PixelsId } {
  // Names come from prompts, which may be longer than what a layer is called.
  const name = layerName.slice(0, NAME_MAX_CHARS);
  const made = rasterLayer(newId() as LayerId, name, newId() as PixelsId);
  const layer = { ...made, origins, offset: { x: Math.round(at.x), y: Math.round(at.y) } };
  return {
    after: insertLayer(document, layer, { parent: null, index: document.root.length }),
    pixels: layer.pixels,
  };
}

function tilesOf(store: TileStore, { width, height, bytes }: PicturePixels): TileUpdate {
  return writeRect(store, emptyGrid(4), { x: 0, y: 0, width, height }, bytes);
}
