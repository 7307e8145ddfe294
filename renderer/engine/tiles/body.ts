import { packTile, unpackTile } from './packing.ts';
import type { SpillHandle, SpillStore } from './spill.ts';
import { type Tile, tileBytes } from './tile.ts';

/** Where a tile's bytes are: exactly one of resident, packed and spilled holds them. */
export interface TileBody {
  refs: number;
  resident: Uint8Array | null;
  packed: Uint8Array | null;
  spilled: { readonly handle: SpillHandle; readonly length: number } | null;
  /** When it was last read, in reads of the store. Less than 0: nobody looks at it, pack it first. */
  used: number;
}

export interface TileBytes {
  /** Ready to be read. */
  resident: number;
  packed: number;
  /** Elsewhere: not memory. */
  spilled: number;
}

/** Moves tiles' bytes between the three places and counts them. */
export interface Places {
  readonly bytes: TileBytes;
  enter(body: TileBody): void;
  leave(body: TileBody): void;
  warm(tile: Tile, body: TileBody): Uint8Array;
  /** False when there was nothing to be moved. */
  pack(tile: Tile, body: TileBody): boolean;
  spill(body: TileBody): boolean;
  /** The packed bytes, for a journal; they stay where they are. */
  packedOf(tile: Tile, body: TileBody): Uint8Array;
}

export function createPlaces(spillStore: SpillStore | null): Places {
  const bytes: TileBytes = { resident: 0, packed: 0, spilled: 0 };
  const count = (body: TileBody, sign: 1 | -1): void => {
    bytes.resident += sign * (body.resident?.length ?? 0);
    bytes.packed += sign * (body.packed?.length ?? 0);
    bytes.spilled += sign * (body.spilled?.length ?? 0);
  };
  const put = (body: TileBody, to: Partial<TileBody>): void => {
    count(body, -1);
    if (body.spilled !== null) spillStore?.free(body.spilled.handle);
    Object.assign(body, { resident: null, packed: null, spilled: null }, to);
    count(body, 1);
  };
  const packedBytes = (body: TileBody): Uint8Array | null =>
    body.packed ?? (body.spilled === null ? null : (spillStore?.read(body.spilled.handle) ?? null));
  return {
    bytes,
    enter: (body) => count(body, 1),
    leave: (body) => put(body, {}),
    warm(tile, body) {
      if (body.resident !== null) return body.resident;
      const packed = packedBytes(body);
      const unpacked = packed === null ? null : unpackTile(packed, tile.channels);
      if (unpacked === null) throw new Error('a tile could not be unpacked');
      put(body, { resident: unpacked });
      return unpacked;
    },
    pack(tile, body) {
      if (body.resident === null) return false;
      put(body, { packed: packTile(body.resident, tile.channels) });
      return true;
    },
    spill(body) {
      if (body.packed === null || spillStore === null) return false;
      const { packed } = body;
      const handle = spillStore.write(packed);
      if (handle === null) return false;
      put(body, { spilled: { handle, length: packed.length } });
      return true;
    },
    packedOf(tile, body) {
      if (body.resident?.length === tileBytes(tile.channels)) return packTile(body.resident, tile.channels);
      const packed = packedBytes(body);
      if (packed === null) throw new Error('a tile without bytes');
      return packed;
    },
  };
}
