import type { PixelsId } from '../../../shared/document/index.ts';
import {
  intersectRects,
  isEmptyRect,
  moveRect,
  type Rect,
  rectAtLevel,
  uniteRects,
} from '../../../shared/geometry/index.ts';
import {
  type Channels,
  keysOf,
  type TileKey,
  type TilePixels,
  tileBytes,
  tileKey,
  tileRect,
  txOf,
  tyOf,
} from '../tiles/index.ts';
import { halveInto } from './halve.ts';

/** The pixels at full size that levels are made from: a grid, or a grid under a stroke that is being drawn. */
export interface PixelSource {
  readonly channels: Channels;
  readonly outside: number;
  tile(key: TileKey): TilePixels | null;
}

export interface MipCache {
  /** Made, or made right, when it is asked for. The bytes hold until the next `touch` of these pixels. */
  tile(pixels: PixelsId, source: PixelSource, level: number, key: TileKey): TilePixels | null;
  /** Pixels of the source in the rect have changed. */
  touch(pixels: PixelsId, rect: Rect): void;
  forget(pixels: PixelsId): void;
  /** Lets those go that were not asked for the longest; they are made again when needed. */
  trim(budgetBytes: number): void;
  readonly bytes: number;
  /** Pixels averaged so far, of all levels: what a test counts to see that only dirty parts are remade. */
  readonly averaged: number;
}

interface Entry {
  pixels: TilePixels | null;
  /** Kept over remaking; a mip belongs to this cache alone. */
  buffer: Uint8Array | null;
  /** In the entry's own tile; null is clean. */
  dirty: Rect | null;
  used: number;
}

interface Pyramid {
  outside: number;
  readonly levels: Map<TileKey, Entry>[];
}

const WHOLE = tileRect(tileKey(0, 0));
/** A side of 2^22 pixels in one tile: more than any document and its offsets. */
const LEVEL_MAX = 14;

/** So much of what it may hold is left when it was full: finding the oldest is not done for each tile. */
const LEFT = 7 / 8;

/** Within `bytesMax` and the levels of one tile, however much is looked at. */
export function createMipCache(bytesMax = Number.POSITIVE_INFINITY): MipCache {
  const pyramids = new Map<PixelsId, Pyramid>();
  const count = { bytes: 0, averaged: 0, uses: 0 };

  const pyramidOf = (id: PixelsId, source: PixelSource): Pyramid => {
    const found = pyramids.get(id);
    if (found !== undefined && found.outside === source.outside) return found;
    forget(id);
    const made: Pyramid = { outside: source.outside, levels: [] };
    pyramids.set(id, made);
    return made;
  };
  const forget = (id: PixelsId): void => {
    for (const level of pyramids.get(id)?.levels ?? [])
      for (const entry of level.values()) count.bytes -= entry.buffer?.length ?? 0;
    pyramids.delete(id);
  };
  const at = (pyramid: Pyramid, source: PixelSource, level: number, key: TileKey): TilePixels | null => {
    if (level === 0) return source.tile(key);
    if (level > LEVEL_MAX) throw new Error(`there is no level ${level}`);
    let entries = pyramid.levels[level];
    if (entries === undefined) {
      entries = new Map();
      for (let one = pyramid.levels.length; one <= level; one++) pyramid.levels[one] ??= new Map();
      pyramid.levels[level] = entries;
    }
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { pixels: null, buffer: null, dirty: WHOLE, used: 0 };
      entries.set(key, entry);
    }
    entry.used = ++count.uses;
    if (entry.dirty !== null) remake(pyramid, source, level, key, entry, entry.dirty);
    return entry.pixels;
  };
  const remake = (
    pyramid: Pyramid,
    source: PixelSource,
    level: number,
    key: TileKey,
    entry: Entry,
    dirty: Rect,
  ): void => {
    const [x, y] = [txOf(key) * 2, tyOf(key) * 2];
    const quarters = [tileKey(x, y), tileKey(x + 1, y), tileKey(x, y + 1), tileKey(x + 1, y + 1)].map((one) =>
      at(pyramid, source, level - 1, one),
    );
    entry.dirty = null;
    const same = sameValue(quarters, source.outside);
    if (same !== null) {
      count.bytes -= entry.buffer?.length ?? 0;
      entry.buffer = null;
      entry.pixels = same === 'nothing' ? null : { kind: 'uniform', value: same };
      return;
    }
    const fresh = entry.buffer === null;
    const bytes = entry.buffer ?? new Uint8Array(tileBytes(source.channels));
    if (fresh) count.bytes += bytes.length;
    entry.buffer = bytes;
    const part = fresh ? WHOLE : dirty;
    halveInto(bytes, source.channels, quarters, source.outside, part);
    count.averaged += part.width * part.height;
    entry.pixels = { kind: 'bytes', bytes };
  };
  const trim = (budgetBytes: number): void => {
    if (count.bytes <= budgetBytes) return;
    const all = [...pyramids.values()].flatMap(({ levels }) =>
      levels.flatMap((entries) => [...entries].map(([key, entry]) => ({ entries, key, entry }))),
    );
    for (const { entries, key, entry } of all.sort((one, other) => one.entry.used - other.entry.used)) {
      if (count.bytes <= budgetBytes) return;
      count.bytes -= entry.buffer?.length ?? 0;
      entries.delete(key);
    }
  };
  return {
    tile(id, source, level, key) {
      // Before a tile is made and never within: none of those it is made from may go.
      if (count.bytes > bytesMax) trim(bytesMax * LEFT);
      return at(pyramidOf(id, source), source, level, key);
    },
    touch(id, rect) {
      for (const [level, entries] of pyramids.get(id)?.levels.entries() ?? [])
        if (level > 0 && entries.size > 0) touchLevel(entries, rectAtLevel(rect, level));
    },
    forget,
    trim,
    get bytes() {
      return count.bytes;
    },
    get averaged() {
      return count.averaged;
    },
  };
}

function touchLevel(entries: Map<TileKey, Entry>, rect: Rect): void {
  const mark = (key: TileKey, entry: Entry): void => {
    const place = tileRect(key);
    const part = intersectRects(rect, place);
    if (isEmptyRect(part)) return;
    const own = moveRect(part, -place.x, -place.y);
    entry.dirty = entry.dirty === null ? own : uniteRects(entry.dirty, own);
  };
  const keys = keysOf(rect);
  if (keys.length > entries.size) for (const [key, entry] of entries) mark(key, entry);
  else
    for (const key of keys) {
      const entry = entries.get(key);
      if (entry !== undefined) mark(key, entry);
    }
}

/** The value of all four, or that none is there; null when they differ. */
function sameValue(quarters: readonly (TilePixels | null)[], outside: number): number | 'nothing' | null {
  if (quarters.every((quarter) => quarter === null)) return 'nothing';
  const values = quarters.map((quarter) =>
    quarter === null ? outside : quarter.kind === 'uniform' ? quarter.value : null,
  );
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
