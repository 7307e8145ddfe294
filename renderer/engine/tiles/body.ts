import { packTile, unpackTile } from './packing.ts';
import type { SpillHandle, SpillStore } from './spill.ts';
import type { Tile } from './tile.ts';

/** Where a tile's bytes are. It never changes, so they may be in several places at once, and are in one at least. */
export interface TileBody {
  refs: number;
  resident: Uint8Array | null;
  packed: Uint8Array | null;
  spilled: { readonly handle: SpillHandle; readonly length: number } | null;
  /** When it was last read, by how many had come in until then. */
  seen: number;
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
  /** Lets go of the bytes that are ready; packs them first when they are nowhere else. */
  unload(tile: Tile, body: TileBody): void;
  /** False when there is no room for what is packed. */
  spill(body: TileBody): boolean;
  /** The packed bytes, for a journal. They are kept: the tile need not be packed again to leave memory. */
  packedOf(tile: Tile, body: TileBody): Uint8Array;
}

export function createPlaces(spillStore: SpillStore | null): Places {
  const bytes: TileBytes = { resident: 0, packed: 0, spilled: 0 };
  const count = (body: TileBody, sign: 1 | -1): void => {
    bytes.resident += sign * (body.resident?.length ?? 0);
    bytes.packed += sign * (body.packed?.length ?? 0);
    bytes.spilled += sign * (body.spilled?.length ?? 0);
  };
  const put = (body: TileBody, change: Partial<TileBody>): void => {
    count(body, -1);
    Object.assign(body, change);
    count(body, 1);
  };
  const packedBytes = (body: TileBody): Uint8Array | null =>
    body.packed ?? (body.spilled === null ? null : (spillStore?.read(body.spilled.handle) ?? null));
  const packedOf = (tile: Tile, body: TileBody): Uint8Array => {
    const found = packedBytes(body);
    if (found !== null) return found;
    if (body.resident === null) throw new Error('a tile without bytes');
    const packed = packTile(body.resident, tile.channels);
    put(body, { packed });
    return packed;
  };
  return {
    bytes,
    enter: (body) => count(body, 1),
    leave(body) {
      if (body.spilled !== null) spillStore?.free(body.spilled.handle);
      put(body, { resident: null, packed: null, spilled: null });
    },
    warm(tile, body) {
      if (body.resident !== null) return body.resident;
      const packed = packedBytes(body);
      const resident = packed === null ? null : unpackTile(packed, tile.channels);
      if (resident === null) throw new Error('a tile could not be unpacked');
      put(body, { resident });
      return resident;
    },
    unload(tile, body) {
      if (body.spilled === null) packedOf(tile, body);
      put(body, { resident: null });
    },
    spill(body) {
      if (body.packed === null || spillStore === null) return false;
      const { length } = body.packed;
      const handle = body.spilled?.handle ?? spillStore.write(body.packed);
      if (handle === null) return false;
      put(body, { packed: null, spilled: { handle, length } });
      return true;
    },
    packedOf,
  };
}
