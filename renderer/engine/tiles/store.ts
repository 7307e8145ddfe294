import { createPlaces, type TileBody, type TileBytes } from './body.ts';
import { createRelief } from './relief.ts';
import type { SpillStore } from './spill.ts';
import { type Channels, fillUniform, type Tile, type TilePixels, tileBytes, uniformValue } from './tile.ts';

/**
 * Within the budget, whatever is made or looked at: each act that brings bytes in moves others out. Between two acts it
 * is one tile above at most, but for what `full` says.
 */
export interface TileStore {
  /** Takes the bytes over: nobody writes to them any more. The maker owns one reference. */
  make(bytes: Uint8Array, channels: Channels): Tile;
  /** Takes over what `packTile` made and `unpackTile` understands; it stays packed until it is read. */
  adopt(packed: Uint8Array, channels: Channels): Tile;
  /** Holds nothing, needs no references. */
  uniform(value: number, channels: Channels): Tile;
  /** Only to be looked at. What was read stays readable for who holds it, even when the store lets go of it. */
  read(tile: Tile): Uint8Array;
  pixels(tile: Tile): TilePixels;
  packed(tile: Tile): Uint8Array;
  retain(tile: Tile): void;
  release(tile: Tile): void;
  /** Says that nobody will look at it soon: undo alone holds it. */
  cool(tile: Tile): void;
  readonly bytes: Readonly<TileBytes>;
  /** More is held than fits, packed as it is, and there is nowhere else to put it. */
  readonly full: boolean;
  /** Tiles that hold bytes anywhere; 0 when nothing has leaked. */
  readonly count: number;
  /**
   * Lets go of the coldest, then spills, until what is in memory fits. At most so many tiles a call, because packing one
   * takes milliseconds; answers whether there is nothing more to be done.
   */
  relieve(budgetBytes?: number, tilesMax?: number): boolean;
}

/** Of memory, for all tiles of a document and its undo together. */
const BUDGET_BYTES = 1536 * 1024 * 1024;
/** One comes in, so many go at most: it falls back below its budget soon, and nobody waits long for one tile. */
const MOVED_AT_ONCE = 4;

/** Expanded uniform tiles that are kept for those who need bytes. */
const EXPANDED_MAX = 8;

export function createTileStore(spill: SpillStore | null = null, budgetBytes = BUDGET_BYTES): TileStore {
  const bodies = new Map<Tile, TileBody>();
  const places = createPlaces(spill);
  const relief = createRelief(places, bodies, spill !== null);
  const expand = createExpander();
  const bodyOf = (tile: Tile): TileBody => {
    const body = bodies.get(tile);
    if (body === undefined) throw new Error('a tile was used after its last reference was released');
    return body;
  };
  let arrivals = 0;
  const cameIn = (): void => {
    arrivals += 1;
    relief.relieve(budgetBytes, MOVED_AT_ONCE);
  };
  const enter = (channels: Channels, place: Pick<TileBody, 'resident' | 'packed'>): Tile => {
    const tile: Tile = { channels, uniform: null };
    const body: TileBody = { refs: 1, ...place, spilled: null, seen: arrivals };
    bodies.set(tile, body);
    places.enter(body);
    relief.follow(tile, body, true);
    cameIn();
    return tile;
  };
  const read = (tile: Tile): Uint8Array => {
    if (tile.uniform !== null) return expand(tile.channels, tile.uniform);
    const body = bodyOf(tile);
    const ready = body.resident;
    // Its place in line matters only when something comes in: who paints reads the same tiles over and over.
    if (ready !== null && body.seen === arrivals) return ready;
    const bytes = ready ?? places.warm(tile, body);
    body.seen = arrivals;
    relief.follow(tile, body, true);
    if (ready === null) cameIn();
    return bytes;
  };

  return {
    make(bytes, channels) {
      if (bytes.length !== tileBytes(channels)) throw new Error('not the bytes of a tile');
      const value = uniformValue(bytes, channels);
      return value === null
        ? enter(channels, { resident: bytes, packed: null })
        : { channels, uniform: value };
    },
    adopt: (packed, channels) => enter(channels, { resident: null, packed }),
    uniform: (value, channels) => ({ channels, uniform: value }),
    read,
    pixels: (tile) =>
      tile.uniform === null ? { kind: 'bytes', bytes: read(tile) } : { kind: 'uniform', value: tile.uniform },
    packed(tile) {
      const body = bodyOf(tile);
      const packed = places.packedOf(tile, body);
      relief.follow(tile, body, false);
      cameIn();
      return packed;
    },
    retain(tile) {
      if (tile.uniform === null) bodyOf(tile).refs++;
    },
    release(tile) {
      if (tile.uniform !== null) return;
      const body = bodyOf(tile);
      if (--body.refs > 0) return;
      relief.forget(tile);
      places.leave(body);
      bodies.delete(tile);
    },
    cool(tile) {
      if (tile.uniform !== null) return;
      bodyOf(tile).seen = -1;
      relief.cool(tile);
    },
    bytes: places.bytes,
    get full() {
      return relief.isFull(budgetBytes);
    },
    get count() {
      return bodies.size;
    },
    relieve: (budget = budgetBytes, tilesMax = Number.POSITIVE_INFINITY) => relief.relieve(budget, tilesMax),
  };
}

function createExpander(): (channels: Channels, value: number) => Uint8Array {
  const kept = new Map<string, Uint8Array>();
  return (channels, value) => {
    const name = `${channels}:${value}`;
    const found = kept.get(name);
    if (found !== undefined) return found;
    const bytes = new Uint8Array(tileBytes(channels));
    fillUniform(bytes, channels, value);
    const [oldest] = kept.keys();
    if (kept.size >= EXPANDED_MAX && oldest !== undefined) kept.delete(oldest);
    kept.set(name, bytes);
    return bytes;
  };
}
