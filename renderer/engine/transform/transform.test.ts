import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../shared/geometry/index.ts';
import { photograph } from '../tiles/fixtures.ts';
import {
  contentBounds,
  createTileStore,
  emptyGrid,
  type Grid,
  readRect,
  sameBytes,
  withTiles,
  writeRect,
} from '../tiles/index.ts';
import { flipIn, multiply, transformGrid, turnIn } from './index.ts';

const store = createTileStore();
const AT = { x: 0, y: 0 };
const SEEN = { x: -300, y: -300, width: 900, height: 900 };

function pictured(rect: { x: number; y: number; width: number; height: number }): Grid {
  const bytes = new Uint8Array(rect.width * rect.height * 4);
  const source = photograph(5);
  for (let at = 0; at < bytes.length; at++)
    bytes[at] = (at & 3) === 3 ? 55 + ((at * 7) % 200) : (source[at % source.length] ?? 0);
  const empty = emptyGrid(4);
  return withTiles(empty, writeRect(store, empty, rect, bytes));
}

function turned(grid: Grid, matrix: Matrix, offset = AT): Grid {
  const update = transformGrid(store, grid, matrix, offset);
  if (typeof update === 'string') throw new Error(update);
  return withTiles(grid, update);
}

const seen = (grid: Grid): Uint8Array => readRect(store, grid, SEEN);
const box = fc.record({
  x: fc.integer({ min: -40, max: 40 }),
  y: fc.integer({ min: -40, max: 40 }),
  width: fc.integer({ min: 1, max: 90 }),
  height: fc.integer({ min: 1, max: 90 }),
});
const scaling = (by: number, e = 0): Matrix => ({ a: by, b: 0, c: 0, d: by, e, f: e });

describe('transforms', () => {
  it('nothing, two flips and four quarter turns give back every bit', () => {
    fc.assert(
      fc.property(box, (rect) => {
        const grid = pictured(rect);
        expect(turned(grid, scaling(1))).toBe(grid);
        for (const axis of ['horizontal', 'vertical'] as const) {
          const once = turned(grid, flipIn(rect, axis));
          expect(sameBytes(seen(turned(once, flipIn(rect, axis))), seen(grid))).toBe(true);
          expect(contentBounds(store, once)).toEqual(rect);
        }
        for (const way of ['clockwise', 'counterclockwise'] as const) {
          let now = grid;
          for (let n = 0; n < 4; n++) now = turned(now, turnIn(contentBounds(store, now), way));
          expect(sameBytes(seen(now), seen(grid))).toBe(true);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('a quarter turn clockwise brings the left top corner to the right', () => {
    const grid = pictured({ x: 10, y: 20, width: 30, height: 30 });
    const once = turned(grid, turnIn({ x: 10, y: 20, width: 30, height: 30 }, 'clockwise'));
    const at = (one: Grid, x: number, y: number) => [...readRect(store, one, { x, y, width: 1, height: 1 })];
    expect(at(once, 39, 20)).toEqual(at(grid, 10, 20));
    expect(at(once, 39, 49)).toEqual(at(grid, 39, 20));
  });

  it('nothing appears beyond where the picture comes to, whatever the matrix', () => {
    const part = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    const matrix = fc.record({ a: part, b: part, c: part, d: part, e: part, f: part });
    fc.assert(
      fc.property(box, matrix, (rect, m) => {
        const grid = pictured(rect);
        const update = transformGrid(store, grid, m, AT);
        if (typeof update === 'string') return;
        const bounds = contentBounds(store, withTiles(grid, update));
        if (bounds.width === 0) return;
        const xs = [0, 1, 2, 3].map(
          (n) => m.a * (rect.x + (n & 1) * rect.width) + m.c * (rect.y + (n >> 1) * rect.height) + m.e,
        );
        expect(bounds.x).toBeGreaterThanOrEqual(Math.floor(Math.min(...xs) + 1e-6));
        expect(bounds.x + bounds.width).toBeLessThanOrEqual(Math.ceil(Math.max(...xs) - 1e-6));
      }),
      { numRuns: 15 },
    );
  });

  it.each([2 ** -6, 2 ** -13, 1e-10, 1e-300, 5e-324])(
    'shrunk to %f of itself it ends, with a few tiles at most',
    (by) => {
      const grid = pictured({ x: -20, y: -20, width: 300, height: 300 });
      for (const m of [scaling(by), { ...scaling(by), d: 1.3 }]) {
        const update = transformGrid(store, grid, m, AT);
        if (typeof update !== 'string') expect(update.size).toBeLessThanOrEqual(grid.tiles.size + 8);
      }
    },
  );

  it('an even picture stays even inside, enlarged, shrunk a little or a lot', () => {
    const empty = emptyGrid(4);
    const bytes = new Uint8Array(400 * 400 * 4);
    for (let at = 0; at < bytes.length; at += 4) bytes.set([200, 100, 50, 128], at);
    const grid = withTiles(empty, writeRect(store, empty, { x: 0, y: 0, width: 400, height: 400 }, bytes));
    for (const by of [1.7, 0.6, 0.11]) {
      const side = Math.floor(400 * by) - 8;
      const inside = readRect(store, turned(grid, scaling(by)), { x: 4, y: 4, width: side, height: side });
      for (let at = 0; at < inside.length; at += 4) {
        const [r = 0, g = 0, b = 0, a = 0] = inside.subarray(at, at + 4);
        if (Math.abs(r - 200) + Math.abs(g - 100) + Math.abs(b - 50) + Math.abs(a - 128) > 2)
          expect([by, at, r, g, b, a]).toEqual([by, at, 200, 100, 50, 128]);
      }
    }
  });

  it('counts an offset, refuses what has no inverse, and keeps nothing that is not in the result', () => {
    const grid = pictured({ x: 0, y: 0, width: 20, height: 10 });
    const moved = turned(grid, { a: 1, b: 0, c: 0, d: 1, e: 7, f: -3 }, { x: 100, y: 50 });
    expect(contentBounds(store, moved)).toEqual({ x: 7, y: -3, width: 20, height: 10 });
    const twice = turned(grid, scaling(2), { x: 100, y: 50 });
    const { x, y } = contentBounds(store, twice);
    expect([x, y]).toEqual([100, 50]);
    expect(transformGrid(store, grid, scaling(0), AT)).toBe('bad-matrix');
    expect(transformGrid(store, grid, scaling(Number.NaN), AT)).toBe('bad-matrix');
    // Four gigabytes of pixels.
    expect(transformGrid(store, grid, scaling(1600), AT)).toBe('too-large');
    expect(transformGrid(store, grid, { ...scaling(1), e: 2e6 }, AT)).toBe('too-large');
    expect(multiply(scaling(2), scaling(0.5))).toEqual(scaling(1));
    const own = createTileStore();
    const big = writeRect(
      own,
      emptyGrid(1),
      { x: 0, y: 0, width: 900, height: 20 },
      new Uint8Array(18_000).map((_, i) => i & 255),
    );
    const before = own.count;
    const update = transformGrid(own, withTiles(emptyGrid(1), big), scaling(0.2), AT);
    if (typeof update === 'string') throw new Error(update);
    const made = [...update.values()].filter((tile) => tile !== null && tile.uniform === null);
    expect(own.count).toBe(before + made.length);
  });
});
