import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
import { intersectRects, type Rect } from '../../../shared/geometry/index.ts';
import { composite } from '../compositor/composite.ts';
import type { PixelReader } from '../compositor/pixel-reader.ts';
import { createReader } from '../editor/reader.ts';
import { type EditorState, gridOf } from '../editor/state.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { createMipCache } from '../mips/index.ts';
import {
  contentBounds,
  copyRect,
  gridBounds,
  keysOf,
  readRect,
  TILE_SIDE,
  type TileStore,
  tileRect,
} from '../tiles/index.ts';

/** A document as it was at one moment, held while it is written and painted on. */
export interface Snapshot {
  readonly document: DocumentRecord;
  /** The rectangle that holds anything, in the pixels' own space. */
  contentOf(id: PixelsId): Rect;
  /** Rows of a rectangle of some pixels. */
  rowsOf(id: PixelsId, rect: Rect): Uint8Array;
  /** Rows of everything flattened, straight RGBA. Each yield is a place to rest. */
  flattened(top: number, count: number): Generator<void, Uint8Array>;
  /** What is seen in a rect of the document, straight RGBA; clear beyond the page. Each yield is a place to rest. */
  seen(rect: Rect): Generator<void, Uint8Array>;
  /** Lets the tiles go; nothing may be asked any more. */
  release(): void;
}

export function takeSnapshot(store: TileStore, kernel: Kernel, state: EditorState): Snapshot {
  const { document } = state;
  const tiles = [...state.grids.values()].flatMap((grid) => [...grid.tiles.values()]);
  for (const tile of tiles) store.retain(tile);
  const look = createReader(store, createMipCache(), () => ({ state, preview: null }));
  const reader: PixelReader = {
    tile: look.tile,
    bounds: (id) => gridBounds(gridOf(state, id)),
  };
  const tile = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  // A row of tiles at once: the kernel is quick for whole tiles, and their bytes are asked for in thinner bands.
  let strip: { readonly top: number; readonly bytes: Uint8Array } | null = null;
  function* stripAt(top: number): Generator<void, Uint8Array> {
    if (strip?.top === top) return strip.bytes;
    const rect = { x: 0, y: top, width: document.width, height: Math.min(TILE_SIDE, document.height - top) };
    const bytes = new Uint8Array(rect.width * rect.height * 4);
    for (const key of keysOf(rect)) {
      const part = intersectRects(tileRect(key), rect);
      composite(kernel, document, reader, 0, part, tile);
      for (let y = 0; y < part.height; y++)
        bytes.set(
          tile.subarray(y * TILE_SIDE * 4, (y * TILE_SIDE + part.width) * 4),
          (y * rect.width + part.x) * 4,
        );
      yield;
    }
    strip = { top, bytes };
    return bytes;
  }
  function* seen(rect: Rect): Generator<void, Uint8Array> {
    const bytes = new Uint8Array(rect.width * rect.height * 4);
    const onPage = intersectRects(rect, { x: 0, y: 0, width: document.width, height: document.height });
    for (const key of keysOf(onPage)) {
      const place = tileRect(key);
      const part = intersectRects(place, onPage);
      composite(kernel, document, reader, 0, part, tile);
      copyRect(4, tile, place, bytes, rect, part);
      yield;
    }
    return bytes;
  }
  return {
    document,
    contentOf: (id) => contentBounds(store, gridOf(state, id)),
    rowsOf: (id, rect) => readRect(store, gridOf(state, id), rect),
    *flattened(top, count) {
      const stride = document.width * 4;
      const out = new Uint8Array(count * stride);
      for (let y = top; y < top + count; ) {
        const from = y - (y % TILE_SIDE);
        const bytes = yield* stripAt(from);
        const end = Math.min(top + count, from + TILE_SIDE);
        out.set(bytes.subarray((y - from) * stride, (end - from) * stride), (y - top) * stride);
        y = end;
      }
      return out;
    },
    seen,
    release() {
      for (const one of tiles) store.release(one);
    },
  };
}
