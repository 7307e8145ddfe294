import type { DocumentRecord, LayerId, PixelsId } from '../../../shared/document/index.ts';
import { EMPTY_RECT, type Point, type Rect, uniteRects } from '../../../shared/geometry/index.ts';
import { composite } from '../compositor/composite.ts';
import type { PixelReader } from '../compositor/pixel-reader.ts';
import { createReader, type StrokePreview } from '../editor/reader.ts';
import { type EditorState, openState } from '../editor/state.ts';
import type { KernelBackend } from '../kernel/backend.ts';
import { createKernel, type Kernel } from '../kernel/kernel.ts';
import { createMipCache } from '../mips/index.ts';
import { outline } from '../selection/index.ts';
import {
  createTileStore,
  type Grid,
  gridBounds,
  TILE_SIDE,
  type TileStore,
  tileRect,
} from '../tiles/index.ts';
import { createHistory, type Gesture, type History, type Step, type Turn } from '../undo/index.ts';
import { createViewCache, type ViewCache } from '../view-cache/view-cache.ts';
import { type CopiedPixels, copyPixels } from './copy-pixels.ts';
import { createDecorations, type Decoration, type DecorationName } from './decorations.ts';
import { contentOf, type TransformWish, withTransforms } from './preview-transform.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { layerThumbnail, maskThumbnail, type SmallPicture } from './thumbnail.ts';

export interface SessionOptions {
  readonly backend: KernelBackend;
  readonly state?: EditorState;
  readonly store?: TileStore;
  readonly budgets?: Budgets;
}

/** How much memory each part may hold, in bytes; the tiles' is their store's. */
export interface Budgets {
  readonly undo: number;
  readonly composites: number;
  readonly slots: number;
  readonly mips: number;
}

const MB = 1024 * 1024;
/** One accumulator of a tile: four floats a pixel. */
const SLOT_BYTES = MB;
const BUDGETS: Budgets = {
  undo: 512 * MB,
  composites: 256 * MB,
  slots: 160 * MB,
  mips: 512 * MB,
};

/** An open document with its pixels, its undo list and its composites: the parts, joined in this one place. */
export interface Session {
  readonly store: TileStore;
  readonly history: History;
  readonly cache: ViewCache;
  readonly reader: PixelReader;
  readonly kernel: Kernel;
  document(): DocumentRecord;
  /** The layer whose edits are made cheap. */
  setActive(layer: LayerId | null): void;
  push(step: Step, gesture?: Gesture): void;
  undo(): boolean;
  redo(): boolean;
  jump(position: number): boolean;
  /** Pixels shown in place of a grid's own while a gesture lasts; null puts them back. Says what looks different. */
  preview(preview: StrokePreview | null, touched: Rect | null): void;
  /** Another record shown for as long as a gesture lasts, without a step; null puts the real one back. */
  previewDocument(document: DocumentRecord | null): void;
  /** Layers shown as a transform would leave them, without a step; null puts them back. */
  previewTransform(wish: TransformWish | null): void;
  /** Lays something over the document that no step, file or thumbnail knows of; null takes it away. Takes over its tiles. */
  decorate(name: DecorationName, decoration: Decoration | null): void;
  /** The page that is shown, in the document: a decoration may reach beyond the document's own. */
  shownPage(): Rect;
  /** Lines around what is selected, in the document; null when everything is. */
  selectionOutline(): readonly (readonly Point[])[] | null;
  /** What is seen there, in the document; null beyond it or where all is clear. */
  colourAt(at: Point): readonly [red: number, green: number, blue: number] | null;
  copyPixels(layer: LayerId): CopiedPixels | null;
  /** Around every pixel of the layers, and of all that is in them, that is not clear, in the document. */
  boundsOf(layers: readonly LayerId[]): Rect;
  thumbnail(layer: LayerId, part: 'pixels' | 'mask'): SmallPicture | null;
  /** The document as it is now, for as long as somebody reads it. */
  snapshot(): Snapshot;
  close(): void;
}

const NOTHING: DocumentRecord = { width: 1, height: 1, layers: {}, root: [], selection: null };

export function createSession({
  backend,
  state = openState(NOTHING),
  store = createTileStore(),
  budgets = BUDGETS,
}: SessionOptions): Session {
  const history = createHistory({ store, state, bytesMax: budgets.undo });
  const mips = createMipCache(budgets.mips);
  const kernel = createKernel(backend, { slotsMax: Math.floor(budgets.slots / SLOT_BYTES) });
  let preview: StrokePreview | null = null;
  let shown: DocumentRecord | null = null;
  let active: LayerId | null = null;
  let outlined: { readonly grid: Grid; readonly lines: readonly (readonly Point[])[] } | null = null;

  const look = createReader(store, mips, () => ({ state: history.state, preview }));
  const real = strokeReader(look, () => ({ state: history.state, preview }));
  const touch = (pixels: PixelsId, rect: Rect): void => {
    mips.touch(pixels, rect);
    cache.touch(pixels, rect);
  };
  const { reader: own, transform } = withTransforms(
    { store, reader: real, state: () => history.state },
    (pixels, rect) => cache.touch(pixels, rect),
  );
  const decorations = createDecorations({ store, mips, reader: own, touch, show: () => show() });
  const { reader } = decorations;
  const cache = createViewCache({ kernel, reader, bytesMax: budgets.composites });
  const seen = (): DocumentRecord => decorations.shown(shown ?? history.state.document);
  const show = (): void => void cache.setDocument(seen(), { active });
  const follow = (turn: Turn | null): boolean => {
    if (turn === null) return false;
    shown = null;
    transform(null);
    // Touched before the records change: pixels that are not named any more still have their place in the view.
    for (const { pixels, rect } of turn.touched) touch(pixels, rect);
    show();
    for (const { pixels, rect } of turn.touched) touch(pixels, rect);
    return true;
  };
  show();

  return {
    store,
    history,
    cache,
    reader,
    kernel,
    document: () => history.state.document,
    setActive(layer) {
      if (layer === active) return;
      active = layer;
      show();
    },
    push: (step, gesture) => void follow(history.push(step, gesture)),
    undo: () => follow(history.undo()),
    redo: () => follow(history.redo()),
    jump: (position) => follow(history.jump(position)),
    preview(next, touched) {
      const pixels = next?.pixels ?? preview?.pixels;
      preview = next;
      if (pixels !== undefined && touched !== null) touch(pixels, touched);
    },
    previewDocument(document) {
      shown = document;
      show();
    },
    previewTransform: transform,
    decorate: decorations.set,
    shownPage: () => pageShown(history.state.document, seen()),
    selectionOutline() {
      const { document, grids } = history.state;
      const grid = document.selection === null ? undefined : grids.get(document.selection);
      if (grid === undefined) return null;
      if (outlined?.grid !== grid) outlined = { grid, lines: outline(store, grid) };
      return outlined.lines;
    },
    colourAt({ x, y }) {
      const { document } = history.state;
      const rect = { x: Math.floor(x), y: Math.floor(y), width: 1, height: 1 };
      if (rect.x < 0 || rect.y < 0 || rect.x >= document.width || rect.y >= document.height) return null;
      const tile = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
      composite(kernel, document, reader, 0, rect, tile);
      const at = (modulo(rect.y) * TILE_SIDE + modulo(rect.x)) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = tile.subarray(at, at + 4);
      return alpha === 0 ? null : [red, green, blue];
    },
    copyPixels(id) {
      const layer = history.state.document.layers[id];
      return layer?.kind === 'raster' ? copyPixels(store, history.state, layer) : null;
    },
    boundsOf: (layers) => contentOf(store, history.state, layers),
    thumbnail(id, part) {
      const { document } = history.state;
      const layer = document.layers[id];
      if (part === 'mask') return layer?.mask == null ? null : maskThumbnail(real, document, layer.mask);
      return layer?.kind === 'raster' ? layerThumbnail(kernel, real, document, layer) : null;
    },
    snapshot: () => takeSnapshot(store, kernel, history.state),
    close: closing(decorations, history),
  };
}

function closing(...parts: readonly { close(): void }[]): () => void {
  return () => {
    for (const part of parts) part.close();
  };
}

/** What is shown says by its origin how far its corner is from the document's. */
function pageShown(document: DocumentRecord, { origin, width, height }: DocumentRecord): Rect {
  const from = document.origin ?? { x: 0, y: 0 };
  const to = origin ?? { x: 0, y: 0 };
  return { x: to.x - from.x, y: to.y - from.y, width, height };
}

/** Pixels as they are, with the stroke that is being drawn. */
function strokeReader(
  { tile }: Pick<PixelReader, 'tile'>,
  now: () => { readonly state: EditorState; readonly preview: StrokePreview | null },
): PixelReader {
  return {
    tile,
    bounds(pixels) {
      const { state, preview } = now();
      const grid = state.grids.get(pixels);
      if (grid === undefined && preview?.pixels !== pixels) return EMPTY_RECT;
      const bounds = grid === undefined ? EMPTY_RECT : gridBounds(grid);
      return preview?.pixels === pixels ? withPreview(bounds, preview) : bounds;
    },
  };
}

/** A stroke may reach beyond every tile there is. */
function withPreview(bounds: Rect, { tiles }: StrokePreview): Rect {
  let all = bounds;
  for (const key of tiles.keys()) all = uniteRects(all, tileRect(key));
  return all;
}

function modulo(value: number): number {
  return value % TILE_SIDE;
}
