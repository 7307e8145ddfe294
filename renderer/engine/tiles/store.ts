import { createPlaces, type TileBody, type TileBytes } from './body.ts';
import type { SpillStore } from './spill.ts';
import { type Channels, fillUniform, type Tile, type TilePixels, tileBytes, uniformValue } from './tile.ts';

export interface TileStore {
  /** Takes the bytes over: nobody writes to them any more. The maker owns one reference. */
  make(bytes: Uint8Array, channels: Channels): Tile;
  /** Takes over what `packTile` made and `unpackTile` understands; it stays packed until it is read. */
  adopt(packed: Uint8Array, channels: Channels): Tile;
  /** Holds nothing, needs no references. */
  uniform(value: number, channels: Channels): Tile;
  /** Only to be looked at. A cold tile is unpacked and stays so until the next `relieve`. */
  read(tile: Tile): Uint8Array;
  pixels(tile: Tile): TilePixels;
  packed(tile: Tile): Uint8Array;
  retain(tile: Tile): void;
  release(tile: Tile): void;
  /** Says that nobody will look at it soon: undo alone holds it. */
  cool(tile: Tile): void;
  readonly bytes: Readonly<TileBytes>;
  /** Tiles that hold bytes anywhere; 0 when nothing has leaked. */
  readonly count: number;
  /**
   * Packs the coldest, then spills, until what is in memory fits. At most so many tiles a call, because packing one takes
   * milliseconds; answers whether there is nothing more to be done.
   */
  relieve(budgetBytes: number, tilesMax?: number): boolean;
}

/** Expanded uniform tiles that are kept for those who need bytes. */
const EXPANDED_MAX = 8;

export function createTileStore(spill: SpillStore | null = null): TileStore {
  const bodies = new Map<Tile, TileBody>();
  const places = createPlaces(spill);
  const expand = createExpander();
  let reads = 0;
  const fits = (budgetBytes: number): boolean => places.bytes.resident + places.bytes.packed <= budgetBytes;

  const bodyOf = (tile: Tile): TileBody => {
    const body = bodies.get(tile);
    if (body === undefined) throw new Error('a tile was used after its last reference was released');
    return body;
  };
  const enter = (channels: Channels, place: Pick<TileBody, 'resident' | 'packed'>): Tile => {
    const tile: Tile = { channels, uniform: null };
    const body: TileBody = { refs: 1, ...place, spilled: null, used: ++reads };
    bodies.set(tile, body);
    places.enter(body);
    return tile;
  };
  const read = (tile: Tile): Uint8Array => {
    if (tile.uniform !== null) return expand(tile.channels, tile.uniform);
    const body = bodyOf(tile);
    body.used = ++reads;
    return body.resident ?? places.warm(tile, body);
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
    packed: (tile) => places.packedOf(tile, bodyOf(tile)),
    retain(tile) {
      if (tile.uniform === null) bodyOf(tile).refs++;
    },
    release(tile) {
      if (tile.uniform !== null) return;
      const body = bodyOf(tile);
      if (--body.refs > 0) return;
      places.leave(body);
      bodies.delete(tile);
    },
    cool(tile) {
      // The older the colder, still below everything that is looked at.
      if (tile.uniform === null) bodyOf(tile).used = -1 / ++reads;
    },
    bytes: places.bytes,
    get count() {
      return bodies.size;
    },
    relieve(budgetBytes, tilesMax = Number.POSITIVE_INFINITY) {
      if (fits(budgetBytes)) return true;
      const coldest = [...bodies].sort(([, one], [, other]) => one.used - other.used);
      let left = tilesMax;
      // False from a step: so many tiles were moved that the rest must wait for the next call.
      const each = (move: (tile: Tile, body: TileBody) => boolean): boolean => {
        for (const [tile, body] of coldest) {
          if (fits(budgetBytes)) return true;
          if (left <= 0) return false;
          if (move(tile, body)) left--;
        }
        return true;
      };
      // Asked once after it was full: a disk that has no room refuses slowly, and there may be thousands of tiles.
      let hasRoom = spill !== null;
      const away = (_tile: Tile, body: TileBody): boolean => {
        if (!hasRoom || body.packed === null) return false;
        hasRoom = places.spill(body);
        return hasRoom;
      };
      return each(places.pack) && each(away);
    },
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
