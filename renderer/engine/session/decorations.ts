import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { PixelReader } from '../compositor/pixel-reader.ts';
import { createReader } from '../editor/reader.ts';
import type { MipCache } from '../mips/index.ts';
import { type Grid, gridBounds, type TileStore, tileRect } from '../tiles/index.ts';

/** Something that is shown and is no part of the document: neither steps nor files nor thumbnails know of it. */
export interface Decoration {
  /**
   * What is shown of any document: called with each one anew, so it holds over steps that are made meanwhile. `own` is the
   * document without decorations: where another one has grown the page, the origins say how far its corner has come.
   */
  readonly decorate: (document: DocumentRecord, own: DocumentRecord) => DocumentRecord;
  /** Pixels that the record names beside the document's own. One reference of each tile goes with them. */
  readonly grids: ReadonlyMap<PixelsId, Grid>;
}

/** In the order in which they are laid on: the film over what is selected is seen over a picture that is staged. */
const NAMES = ['staged', 'film'] as const;
export type DecorationName = (typeof NAMES)[number];

interface Decorations {
  /** Of the decorations' pixels and of all others. */
  readonly reader: PixelReader;
  shown(document: DocumentRecord): DocumentRecord;
  set(name: DecorationName, next: Decoration | null): void;
  close(): void;
}

interface DecorationParts {
  readonly store: TileStore;
  readonly mips: MipCache;
  /** Of the document's own pixels. */
  readonly reader: PixelReader;
  readonly touch: (pixels: PixelsId, rect: Rect) => void;
  /** Shows the document anew. */
  readonly show: () => void;
}

export function createDecorations({ store, mips, reader, touch, show }: DecorationParts): Decorations {
  const set = new Map<DecorationName, Decoration>();
  let grids: ReadonlyMap<PixelsId, Grid> = new Map();
  let last: { readonly of: DocumentRecord; readonly shown: DocumentRecord } | null = null;
  const own = createReader(store, mips, () => ({
    // A reader asks for grids alone.
    state: { document: { width: 1, height: 1, layers: {}, root: [], selection: null }, grids },
    preview: null,
  }));
  return {
    reader: {
      tile: (pixels, level, key) => (grids.has(pixels) ? own : reader).tile(pixels, level, key),
      bounds(pixels) {
        const grid = grids.get(pixels);
        return grid === undefined ? reader.bounds(pixels) : gridBounds(grid);
      },
    },
    shown(document) {
      if (set.size === 0) return document;
      // The same object for the same document: whoever compares records finds nothing changed.
      if (last?.of !== document) {
        const shown = NAMES.reduce((now, name) => set.get(name)?.decorate(now, document) ?? now, document);
        last = { of: document, shown };
      }
      return last.shown;
    },
    set(name, next) {
      const before = set.get(name) ?? null;
      if (next === null) set.delete(name);
      else set.set(name, next);
      last = null;
      const old = grids;
      const after = new Map([...set.values()].flatMap((one) => [...one.grids]));
      // Before what is shown changes: pixels that are gone then still have their place in it.
      for (const [pixels, rect] of changedTiles(old, after)) touch(pixels, rect);
      grids = after;
      for (const pixels of old.keys()) if (!after.has(pixels)) mips.forget(pixels);
      show();
      for (const [pixels, rect] of changedTiles(old, after)) if (after.has(pixels)) touch(pixels, rect);
      if (before !== null) releaseTiles(store, before);
    },
    close() {
      for (const one of set.values()) releaseTiles(store, one);
      set.clear();
    },
  };
}

function releaseTiles(store: TileStore, { grids }: Decoration): void {
  for (const grid of grids.values()) for (const tile of grid.tiles.values()) store.release(tile);
}

/** Where tiles came, went or are others. */
function* changedTiles(
  before: ReadonlyMap<PixelsId, Grid>,
  after: ReadonlyMap<PixelsId, Grid>,
): Generator<readonly [PixelsId, Rect], void> {
  for (const pixels of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(pixels), after.get(pixels)];
    if (old === now) continue;
    for (const key of new Set([...(old?.tiles.keys() ?? []), ...(now?.tiles.keys() ?? [])]))
      if (old?.tiles.get(key) !== now?.tiles.get(key)) yield [pixels, tileRect(key)];
  }
}
