import type { Places, TileBody } from './body.ts';
import { createOrder } from './order.ts';
import type { Tile } from './tile.ts';

/** Keeps what tiles take of memory within a budget, coldest first. */
export interface Relief {
  /** After anything was done to a tile's places; `read` makes it the warmest. */
  follow(tile: Tile, body: TileBody, read: boolean): void;
  cool(tile: Tile): void;
  forget(tile: Tile): void;
  /** At most so many moves; answers whether there is nothing more to be done. */
  relieve(budgetBytes: number, movesMax: number): boolean;
  /** Packed bytes alone are more than the budget, and there is nowhere else to put them. */
  isFull(budgetBytes: number): boolean;
}

/** A scratch file without room is asked again after so many moves that wanted it: it refuses slowly. */
const ASKED_AGAIN_AFTER = 256;

export function createRelief(places: Places, bodies: ReadonlyMap<Tile, TileBody>, canSpill: boolean): Relief {
  const { bytes } = places;
  const resident = createOrder<Tile>();
  const packed = createOrder<Tile>();
  let asksLater = 0;

  const follow = (tile: Tile, body: TileBody, read: boolean): void => {
    if (body.resident === null) resident.remove(tile);
    else if (read || !resident.has(tile)) resident.touch(tile);
    if (body.packed === null) packed.remove(tile);
    else if (read || !packed.has(tile)) packed.touch(tile);
  };
  const first = (order: typeof resident): readonly [Tile, TileBody] | null => {
    const tile = order.first();
    const body = tile === null ? undefined : bodies.get(tile);
    return tile === null || body === undefined ? null : [tile, body];
  };
  const spillOne = (): boolean => {
    const coldest = canSpill && asksLater === 0 ? first(packed) : null;
    if (coldest === null) return false;
    if (places.spill(coldest[1])) {
      follow(...coldest, false);
      return true;
    }
    asksLater = ASKED_AGAIN_AFTER;
    return false;
  };
  const unloadOne = (): boolean => {
    const coldest = first(resident);
    if (coldest === null) return false;
    places.unload(...coldest);
    follow(...coldest, false);
    return true;
  };
  /** What is packed gets half of the memory while there is room elsewhere: what is looked at keeps the rest. */
  const moveOne = (budgetBytes: number): boolean =>
    (bytes.packed > budgetBytes / 2 && spillOne()) || unloadOne() || spillOne();

  return {
    follow,
    cool(tile) {
      resident.cool(tile);
      packed.cool(tile);
    },
    forget(tile) {
      resident.remove(tile);
      packed.remove(tile);
    },
    relieve(budgetBytes, movesMax) {
      if (bytes.resident + bytes.packed > budgetBytes && asksLater > 0) asksLater--;
      for (let moves = 0; bytes.resident + bytes.packed > budgetBytes; moves++) {
        if (moves >= movesMax) return false;
        if (!moveOne(budgetBytes)) return true;
      }
      return true;
    },
    isFull: (budgetBytes) => bytes.packed > budgetBytes && (!canSpill || asksLater > 0),
  };
}
