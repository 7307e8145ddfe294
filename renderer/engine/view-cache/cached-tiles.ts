import { intersectRects, isEmptyRect, type Rect, uniteRects } from '../../../shared/geometry/index.ts';
import { TILE_SIDE, type TileKey, tileKey, tileX, tileY } from '../compositor/pixel-reader.ts';
import type { PathSlots } from './path-steps.ts';

export interface CachedTile {
  readonly level: number;
  readonly key: TileKey;
  /** Straight RGBA of the composite. */
  readonly bytes: Uint8Array;
  /** What is to be composited again, in the tile's own pixels. */
  dirty: Rect[];
  /** Once all of it was composited; dirty parts are merely old then. */
  complete: boolean;
  slots: PathSlots | null;
  /** Rows of the slots that are filled; they are of use when all are. */
  slotRows: number;
  used: number;
}

export const TILE_BYTES = TILE_SIDE * TILE_SIDE * 4;
/** More parts than this become one that holds them all. */
const DIRTY_MAX = 6;

export interface CachedTiles {
  get(level: number, key: TileKey): CachedTile | null;
  /** With all of `shown` dirty: the part of it that is in the document. */
  make(level: number, key: TileKey, shown: Rect): CachedTile;
  use(tile: CachedTile): void;
  /** Marks a rect that is told for each level, in the level's pixels; answers with the tiles it falls into. */
  mark(rectAt: (level: number) => Rect): readonly CachedTile[];
  /** Drops what was used longest ago, until no more than the bound is left; never what is kept, even beyond it. */
  trim(kept: ReadonlySet<CachedTile>, drop: (tile: CachedTile) => void): void;
  all(): Iterable<CachedTile>;
  clear(): void;
}

export function createCachedTiles(bytesMax: number): CachedTiles {
  const tiles = new Map<number, CachedTile>();
  let clock = 0;
  const nameOf = (level: number, key: TileKey): number => level * 2 ** 32 + (key >>> 0);
  return {
    get: (level, key) => tiles.get(nameOf(level, key)) ?? null,
    make: (level, key, shown) => {
      const bytes = new Uint8Array(TILE_BYTES);
      const dirty = isEmptyRect(shown) ? [] : [shown];
      clock += 1;
      const tile = { level, key, bytes, dirty, complete: false, slots: null, slotRows: 0, used: clock };
      tiles.set(nameOf(level, key), tile);
      return tile;
    },
    use: (tile) => {
      clock += 1;
      tile.used = clock;
    },
    mark: (rectAt) => {
      const marked: CachedTile[] = [];
      const rects = new Map<number, Rect>();
      for (const tile of tiles.values()) {
        const rect = rects.get(tile.level) ?? rectAt(tile.level);
        rects.set(tile.level, rect);
        const part = partIn(tile, rect);
        if (isEmptyRect(part)) continue;
        addDirty(tile, part);
        marked.push(tile);
      }
      return marked;
    },
    trim: (kept, drop) => {
      let over = tiles.size - Math.max(1, Math.floor(bytesMax / TILE_BYTES));
      if (over <= 0) return;
      for (const tile of [...tiles.values()].sort((a, b) => a.used - b.used)) {
        if (over <= 0) return;
        if (kept.has(tile)) continue;
        over -= 1;
        drop(tile);
        tiles.delete(nameOf(tile.level, tile.key));
      }
    },
    all: () => tiles.values(),
    clear: () => tiles.clear(),
  };
}

function partIn({ key }: CachedTile, rect: Rect): Rect {
  const x = tileX(key) * TILE_SIDE;
  const y = tileY(key) * TILE_SIDE;
  const part = intersectRects(rect, { x, y, width: TILE_SIDE, height: TILE_SIDE });
  return { ...part, x: part.x - x, y: part.y - y };
}

function addDirty(tile: CachedTile, part: Rect): void {
  let rect = part;
  const apart: Rect[] = [];
  for (const one of tile.dirty)
    if (isEmptyRect(intersectRects(one, rect))) apart.push(one);
    else rect = uniteRects(rect, one);
  tile.dirty = apart.length < DIRTY_MAX ? [...apart, rect] : [[...apart, rect].reduce(uniteRects)];
}

/** The tiles that a rect of a level falls into, those nearest to its middle first. */
export function tilesAround(rect: Rect): readonly TileKey[] {
  const found: { readonly key: TileKey; readonly distance: number }[] = [];
  const middle = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  for (let ty = Math.floor(rect.y / TILE_SIDE); ty * TILE_SIDE < rect.y + rect.height; ty++)
    for (let tx = Math.floor(rect.x / TILE_SIDE); tx * TILE_SIDE < rect.x + rect.width; tx++) {
      const distance = Math.hypot((tx + 0.5) * TILE_SIDE - middle.x, (ty + 0.5) * TILE_SIDE - middle.y);
      found.push({ key: tileKey(tx, ty), distance });
    }
  return found.sort((a, b) => a.distance - b.distance).map(({ key }) => key);
}
