import type { DocumentRecord, LayerId, PixelsId } from '../../../shared/document/index.ts';
import { intersectRects, moveRect, type Rect, rectAtLevel } from '../../../shared/geometry/index.ts';
import { planOf } from '../compositor/composite.ts';
import type { Sight } from '../compositor/find-pieces.ts';
import { type PixelReader, TILE_SIDE, type TileKey, tileX, tileY } from '../compositor/pixel-reader.ts';
import { grainAt, windowOf } from '../compositor/window.ts';
import { writeSteps } from '../compositor/write-steps.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type CachedTile, createCachedTiles, tilesAround } from './cached-tiles.ts';
import { changedRects } from './changed-rects.ts';
import { createKept } from './kept.ts';
import { changedAtLevel, pageOf } from './page.ts';
import { pathSteps } from './path-steps.ts';
import { type ShownPixels, shownPixels, touchedAtLevel } from './shown-pixels.ts';

/** What is looked at: a rect of a level's pixels. */
export interface CacheView {
  readonly level: number;
  readonly rect: Rect;
}

export interface WorkDone {
  /** Nothing is left to do for the view. */
  readonly done: boolean;
  /** What looks different now, in the level's pixels. */
  readonly drawn: readonly Rect[];
}

export interface ViewCache {
  /** Answers with the document rects that look different; `active` is the layer whose edits are to be cheap. */
  setDocument(next: DocumentRecord, options: { readonly active: LayerId | null }): readonly Rect[];
  /** Pixels changed within a rect of their own space, as strokes and steps say it; the layer may stand anywhere. */
  touch(pixels: PixelsId, ownRect: Rect): void;
  /**
   * Composites what is missing in the view, nearest to its middle first, in slices until the deadline (in the terms of
   * `now`); one slice is always done. Then, in the same slices, what makes edits of the active layer cheap.
   */
  work(view: CacheView, deadlineMs: number, now: () => number): WorkDone;
  /** Straight RGBA of a tile, parts of it possibly old; null until all of it was composited once. */
  read(level: number, key: TileKey): Uint8Array | null;
}

/** As many rows as take a millisecond or so with twenty layers. */
const SLICE_ROWS = 64;

export interface ViewCacheOptions {
  readonly kernel: Kernel;
  readonly reader: PixelReader;
  /** Composite tiles, all levels together. Must hold the largest view. */
  readonly bytesMax: number;
}

export function createViewCache({ kernel, reader, bytesMax }: ViewCacheOptions): ViewCache {
  const tiles = createCachedTiles(bytesMax);
  const kept = createKept(kernel, tiles);
  let document: DocumentRecord | null = null;
  let shown: ShownPixels = new Map();

  const sightOf = (tile: CachedTile, rect: Rect): Sight => ({
    reader,
    level: tile.level,
    window: windowOf(rect, tileX(tile.key), tileY(tile.key), grainAt(document ?? {}, tile.level)),
  });

  const draw = (tile: CachedTile, rect: Rect): void => {
    if (document === null) return;
    const sight = sightOf(tile, rect);
    const path = kept.path();
    const steps =
      path === null ? writeSteps(planOf(document), sight) : pathSteps(path, kept.filled(tile), sight);
    kernel.run(steps, sight.window, { bytes: tile.bytes, kept: rect });
  };

  /** The first slice of what is dirty; what was drawn, in the tile's own pixels. */
  const drawSlice = (tile: CachedTile): Rect | null => {
    const [rect, ...others] = tile.dirty;
    if (rect === undefined) return null;
    const slice = { ...rect, height: Math.min(rect.height, SLICE_ROWS) };
    const rest = { ...rect, y: rect.y + slice.height, height: rect.height - slice.height };
    draw(tile, slice);
    tile.dirty = rest.height > 0 ? [rest, ...others] : others;
    if (tile.dirty.length === 0) tile.complete = true;
    return slice;
  };

  /** What is on the screen and old comes before what is not there yet: it is what the person is changing. */
  const drawUntil = (seen: readonly CachedTile[], drawn: Rect[], late: () => boolean): boolean => {
    for (const tile of [...seen.filter((one) => one.complete), ...seen.filter((one) => !one.complete)])
      for (let slice = drawSlice(tile); slice !== null; slice = drawSlice(tile)) {
        drawn.push(moveRect(slice, tileX(tile.key) * TILE_SIDE, tileY(tile.key) * TILE_SIDE));
        if (late()) return false;
      }
    return true;
  };

  const fillUntil = (seen: readonly CachedTile[], late: () => boolean): boolean => {
    for (const tile of seen)
      while (kept.wants(tile, seen)) {
        kept.fill(tile, sightOf(tile, { x: 0, y: tile.slotRows, width: TILE_SIDE, height: SLICE_ROWS }));
        tile.slotRows += SLICE_ROWS;
        if (late()) return false;
      }
    return true;
  };

  const tilesOf = ({ level, rect }: CacheView, page: Rect): readonly CachedTile[] =>
    tilesAround(intersectRects(rect, page)).map((key) => {
      const corner = { x: tileX(key) * TILE_SIDE, y: tileY(key) * TILE_SIDE };
      const square = { ...corner, width: TILE_SIDE, height: TILE_SIDE };
      const inside = moveRect(intersectRects(page, square), -corner.x, -corner.y);
      return tiles.get(level, key) ?? tiles.make(level, key, inside);
    });

  return {
    setDocument: (next, { active }) => {
      const changed = document === null ? null : changedRects(document, next, reader.bounds.bind(reader));
      const resized = document?.width !== next.width || document.height !== next.height;
      document = next;
      shown = shownPixels(planOf(next));
      kept.follow(planOf(next), active);
      if (changed === null || resized) {
        kept.dropAll();
        tiles.clear();
        return [pageOf(next)];
      }
      for (const rect of changed) tiles.mark((level) => changedAtLevel(rect, pageOf(next), level));
      return changed;
    },

    touch: (pixels, ownRect) => {
      const offsets = shown.get(pixels);
      if (document === null || offsets === undefined) return;
      const page = pageOf(document);
      const marked = tiles.mark((level) =>
        intersectRects(touchedAtLevel(ownRect, offsets, level), rectAtLevel(page, level)),
      );
      if (kept.isOf(pixels)) for (const tile of marked) kept.drop(tile);
    },

    work: (view, deadlineMs, now) => {
      if (document === null) return { done: true, drawn: [] };
      const page = rectAtLevel(pageOf(document), view.level);
      const seen = tilesOf(view, page);
      for (const tile of seen) tiles.use(tile);
      tiles.trim(new Set(seen), kept.drop);
      const drawn: Rect[] = [];
      const late = (): boolean => now() >= deadlineMs;
      const done = drawUntil(seen, drawn, late) && fillUntil(seen, late);
      return { done, drawn };
    },

    read: (level, key) => {
      const tile = tiles.get(level, key);
      if (tile?.complete !== true) return null;
      tiles.use(tile);
      return tile.bytes;
    },
  };
}
