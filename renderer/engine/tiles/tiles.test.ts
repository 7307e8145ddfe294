import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { noise, photograph } from './fixtures.ts';
import {
  contentBounds,
  createMemorySpill,
  createTileStore,
  emptyGrid,
  keysOf,
  packColour,
  packTile,
  readRect,
  TILE_SIDE,
  type Tile,
  tileKey,
  txOf,
  tyOf,
  unpackTile,
  withTiles,
  writeRect,
} from './index.ts';

const whole = fc.integer({ min: -3000, max: 3000 });

test('a place is its key and back, left of and above the origin too', () => {
  fc.assert(
    fc.property(whole, whole, (tx, ty) => {
      expect([txOf(tileKey(tx, ty)), tyOf(tileKey(tx, ty))]).toEqual([tx, ty]);
    }),
  );
});

test('the keys of a rect are those whose tiles it touches', () => {
  expect(keysOf({ x: -1, y: 255, width: 2, height: 2 })).toEqual([
    tileKey(-1, 0),
    tileKey(0, 0),
    tileKey(-1, 1),
    tileKey(0, 1),
  ]);
  expect(keysOf({ x: 0, y: 0, width: 0, height: 9 })).toEqual([]);
});

describe('packing', () => {
  it.each([
    ['noise', noise(1, 4), 4],
    ['coverage', noise(2, 1), 1],
    ['a photograph', photograph(3), 4],
    ['nothing', new Uint8Array(TILE_SIDE * TILE_SIDE * 4), 4],
  ] as const)('gives %s back bit by bit', (_name, bytes, channels) => {
    expect(unpackTile(packTile(bytes, channels), channels)).toEqual(bytes);
  });

  it('brings a photograph with its sensor noise to 60 % at most', () => {
    for (const seed of [1, 2, 3]) expect(packTile(photograph(seed), 4).length).toBeLessThan(0.6 * 256 * 1024);
  });

  it('refuses what it did not pack', () => {
    const packed = packTile(photograph(4), 4);
    expect(unpackTile(packed.subarray(0, packed.length >> 1), 4)).toBeNull();
    expect(unpackTile(new Uint8Array([9, 9, 9]), 4)).toBeNull();
    expect(unpackTile(new Uint8Array(0), 1)).toBeNull();
  });
});

describe('the store', () => {
  it('finds tiles of one value and keeps no bytes for them', () => {
    const store = createTileStore();
    const bytes = new Uint8Array(256 * 1024);
    for (let at = 0; at < bytes.length; at += 4) bytes.set([1, 2, 3, 200], at);
    const tile = store.make(bytes.slice(), 4);
    expect(tile.uniform).toBe(packColour(1, 2, 3, 200));
    expect(store.bytes.resident).toBe(0);
    expect(store.read(tile)).toEqual(bytes);
    bytes[bytes.length - 1] = 201;
    expect(store.make(bytes, 4).uniform).toBeNull();
  });

  it('holds a tile as long as anyone refers to it, wherever its bytes went, and nothing afterwards', () => {
    const act = fc.record({
      what: fc.constantFrom('make', 'retain', 'release', 'cool', 'relieve', 'read'),
      which: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const spill = createMemorySpill();
        const store = createTileStore(spill);
        const held: { tile: Tile; first: number }[] = [];
        const doOne: Record<string, (one: { tile: Tile; first: number }) => void> = {
          retain: (one) => {
            store.retain(one.tile);
            held.push(one);
          },
          release: (one) => {
            held.splice(held.indexOf(one), 1);
            store.release(one.tile);
          },
          cool: ({ tile }) => store.cool(tile),
          read: ({ tile, first }) => expect(store.read(tile)[0]).toBe(first),
        };
        for (const [at, { what, which }] of acts.entries()) {
          const one = held[which % Math.max(1, held.length)];
          if (what === 'make') {
            const bytes = new Uint8Array(65_536);
            bytes[0] = at + 1;
            held.push({ tile: store.make(bytes, 1), first: at + 1 });
          } else if (what === 'relieve') store.relieve(which * 3000);
          else if (one !== undefined) doOne[what]?.(one);
          expect(store.count).toBe(new Set(held.map(({ tile }) => tile)).size);
        }
        for (const { tile } of held) store.release(tile);
        expect([store.count, spill.count]).toEqual([0, 0]);
        expect(store.bytes).toEqual({ resident: 0, packed: 0, spilled: 0 });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps within its budget, packing first what nobody looks at', () => {
    const spill = createMemorySpill();
    const store = createTileStore(spill);
    const tiles = Array.from({ length: 6 }, (_, seed) => store.make(noise(seed + 1, 1), 1));
    const [first, second] = tiles;
    if (first === undefined || second === undefined) throw new Error('no tiles');
    store.read(first);
    store.cool(second);
    expect(store.relieve(6 * 65_536 - 1, 1)).toBe(false);
    expect(store.bytes.packed).toBeGreaterThan(0);
    expect(store.relieve(3 * 65_536)).toBe(true);
    expect(store.bytes.resident + store.bytes.packed).toBeLessThanOrEqual(3 * 65_536);
    expect(spill.count).toBeGreaterThan(0);
    for (const [seed, tile] of tiles.entries()) expect(store.read(tile)).toEqual(noise(seed + 1, 1));
    store.release(first);
    expect(() => store.read(first)).toThrow(/released/);
  });
});

it('a scratch file that is full is asked once, and every tile stays readable', () => {
  const spill = createMemorySpill();
  let asked = 0;
  const full = {
    ...spill,
    write(): null {
      asked += 1;
      return null;
    },
  };
  const store = createTileStore(full);
  const tiles = Array.from({ length: 5 }, (_, seed) => store.make(noise(seed + 1, 1), 1));
  expect(store.relieve(0)).toBe(true);
  expect(asked).toBe(1);
  for (const [seed, tile] of tiles.entries()) expect(store.read(tile)).toEqual(noise(seed + 1, 1));
});

describe('rects of a grid', () => {
  const place = fc.record({
    x: fc.integer({ min: -300, max: 300 }),
    y: fc.integer({ min: -300, max: 300 }),
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 300 }),
  });

  it('what is written is read, and all around stays as it was', () => {
    fc.assert(
      fc.property(place, place, fc.constantFrom(0, 255), (rect, other, outside) => {
        const store = createTileStore();
        const bytes = new Uint8Array(rect.width * rect.height).map((_, at) => (at * 7) & 255);
        const empty = emptyGrid(1, outside);
        const grid = withTiles(empty, writeRect(store, empty, rect, bytes));
        expect(readRect(store, grid, rect)).toEqual(bytes);
        const seen = readRect(store, grid, other);
        for (let at = 0; at < seen.length; at += 17) {
          const x = other.x + (at % other.width) - rect.x;
          const y = other.y + Math.floor(at / other.width) - rect.y;
          const within = x >= 0 && y >= 0 && x < rect.width && y < rect.height;
          expect(seen[at]).toBe(within ? bytes[y * rect.width + x] : outside);
        }
        expect(writeRect(store, grid, rect, bytes).size).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('tells where its content is', () => {
    const store = createTileStore();
    const rect = { x: -20, y: 250, width: 30, height: 40 };
    const empty = emptyGrid(4);
    const grid = withTiles(empty, writeRect(store, empty, rect, new Uint8Array(4800).fill(9)));
    expect(contentBounds(store, grid)).toEqual(rect);
    expect(contentBounds(store, empty).width).toBe(0);
  });
});
