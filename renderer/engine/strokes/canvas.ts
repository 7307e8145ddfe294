import {
  EMPTY_RECT,
  intersectRects,
  isEmptyRect,
  moveRect,
  type Rect,
  uniteRects,
} from '../../../shared/geometry/index.ts';
import {
  copyTile,
  type Grid,
  keysOf,
  orNothing,
  readRect,
  sameBytes,
  TILE_PIXELS,
  type Tile,
  type TileKey,
  type TileStore,
  tileRect,
} from '../tiles/index.ts';
import { type Applied, applyStroke } from './apply.ts';
import type { Brush } from './brush.ts';
import { addDab, outerRadius } from './dab.ts';

interface StrokeTile extends Applied {
  readonly place: Rect;
  /** What dabs changed since it was last applied, and ever; of the grid's space. */
  fresh: Rect;
  dirty: Rect;
}

/** The tiles that a stroke touches: their coverage, and how they look with it. Everything is in the grid's space. */
export interface StrokeCanvas {
  dab(x: number, y: number, radius: number, flow: number, cap: number): void;
  /** Applies what was added; answers where pixels may have changed. */
  apply(): Rect;
  readonly tiles: ReadonlyMap<TileKey, Uint8Array>;
  /** New tiles, whose references are the caller's, and where they differ. Nothing is left here afterwards. */
  take(): { readonly tiles: Map<TileKey, Tile | null>; readonly dirty: Map<TileKey, Rect> };
}

export interface CanvasOptions {
  readonly store: TileStore;
  readonly grid: Grid;
  readonly brush: Brush;
  /** Nothing is drawn outside of it. */
  readonly bounds: Rect;
  readonly selection: { readonly grid: Grid; readonly dx: number; readonly dy: number } | null;
}

export function createCanvas({ store, grid, brush, bounds, selection }: CanvasOptions): StrokeCanvas {
  const touched = new Map<TileKey, StrokeTile | null>();
  const results = new Map<TileKey, Uint8Array>();

  const open = (key: TileKey): StrokeTile | null => {
    // Where nothing is, there is nothing to be erased.
    if (brush.paint.kind === 'erase' && grid.outside === 0 && !grid.tiles.has(key)) return null;
    const place = tileRect(key);
    const selected = selection === null ? null : selectedIn(store, selection, place);
    // Nothing of this tile is selected: no dab will ever show here.
    if (selected?.every((value) => value === 0) === true) return null;
    const result = copyTile(store, grid, key);
    const tile = grid.tiles.get(key);
    const before = tile === undefined ? result.slice() : store.read(tile);
    results.set(key, result);
    const coverage = new Float32Array(TILE_PIXELS);
    return { before, coverage, selection: selected, result, place, fresh: EMPTY_RECT, dirty: EMPTY_RECT };
  };
  return {
    tiles: results,
    dab(x, y, radius, flow, cap) {
      const reach = outerRadius(radius);
      const left = Math.floor(x - reach);
      const top = Math.floor(y - reach);
      const box = intersectRects(bounds, {
        x: left,
        y: top,
        width: Math.ceil(x + reach) - left,
        height: Math.ceil(y + reach) - top,
      });
      for (const key of keysOf(box)) {
        if (!touched.has(key)) touched.set(key, open(key));
        const tile = touched.get(key) ?? null;
        if (tile === null) continue;
        addDab(tile.coverage, x - tile.place.x, y - tile.place.y, radius, brush.hardness, flow, cap);
        tile.fresh = uniteRects(tile.fresh, intersectRects(box, tile.place));
      }
    },
    apply() {
      let dirty = EMPTY_RECT;
      for (const tile of touched.values()) {
        if (tile === null || isEmptyRect(tile.fresh)) continue;
        applyStroke(tile, brush.paint, brush.opacity, moveRect(tile.fresh, -tile.place.x, -tile.place.y));
        tile.dirty = uniteRects(tile.dirty, tile.fresh);
        dirty = uniteRects(dirty, tile.fresh);
        tile.fresh = EMPTY_RECT;
      }
      return dirty;
    },
    take() {
      const tiles = new Map<TileKey, Tile | null>();
      const dirty = new Map<TileKey, Rect>();
      for (const [key, tile] of touched) {
        if (tile === null || sameBytes(tile.before, tile.result)) continue;
        tiles.set(key, orNothing(store.make(tile.result, grid.channels), grid.outside));
        dirty.set(key, tile.dirty);
      }
      touched.clear();
      results.clear();
      return { tiles, dirty };
    },
  };
}

function selectedIn(
  store: TileStore,
  { grid, dx, dy }: { readonly grid: Grid; readonly dx: number; readonly dy: number },
  place: Rect,
): Uint8Array {
  return readRect(store, grid, moveRect(place, dx, dy));
}
