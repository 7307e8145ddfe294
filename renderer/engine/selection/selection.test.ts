import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTileStore, type Grid, readRect } from '../tiles/index.ts';
import {
  border,
  combine,
  feather,
  grow,
  invert,
  outline,
  releaseGrid,
  selectAll,
  selectShape,
  shrink,
} from './index.ts';

const PAGE = { x: 0, y: 0, width: 300, height: 280 };
const whole = (min: number, max: number) => fc.integer({ min, max });
const box = fc.record({
  x: whole(-20, 290),
  y: whole(-20, 270),
  width: whole(1, 150),
  height: whole(1, 150),
});
const store = createTileStore();
const bytesOf = (grid: Grid): Uint8Array => readRect(store, grid, PAGE);
const rectangle = (one: typeof box extends fc.Arbitrary<infer B> ? B : never): Grid =>
  selectShape(store, { kind: 'rectangle', ...one }, PAGE);
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** How many of a pixel's N times N points lie within a polygon, one by one. */
function hitsOf(points: readonly { x: number; y: number }[], left: number, top: number, N: number): number {
  let hits = 0;
  for (let s = 0; s < N * N; s++) {
    const [x, y] = [left + ((s % N) + 0.5) / N, top + (Math.floor(s / N) + 0.5) / N];
    let odd = false;
    for (const [i, p] of points.entries()) {
      const q = points[(i + 1) % points.length] ?? p;
      if (p.y > y !== q.y > y && x < p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x)) odd = !odd;
    }
    if (odd) hits++;
  }
  return hits;
}

describe('selections', () => {
  it('combine as sets do, and nothing is outside the page', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const [one, other] = [rectangle(a), rectangle(b)];
        const has = (r: typeof a, x: number, y: number): boolean =>
          x >= r.x && y >= r.y && x < r.x + r.width && y < r.y + r.height;
        const laws = {
          add: (p: boolean, q: boolean) => p || q,
          subtract: (p: boolean, q: boolean) => p && !q,
          intersect: (p: boolean, q: boolean) => p && q,
          replace: (_: boolean, q: boolean) => q,
        };
        for (const how of ['add', 'subtract', 'intersect', 'replace'] as const) {
          const got = bytesOf(combine(store, one, other, how));
          const wrong = got.findIndex((v, at) => {
            const [x, y] = [at % 300, Math.floor(at / 300)];
            return (v === 255) !== laws[how](has(a, x, y), has(b, x, y));
          });
          expect([how, wrong]).toEqual([how, -1]);
        }
        expect(readRect(store, one, { x: 300, y: 0, width: 100, height: 280 }).every((v) => v === 0)).toBe(
          true,
        );
        expect(same(bytesOf(invert(store, invert(store, one, PAGE), PAGE)), bytesOf(one))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('a lasso is even-odd, and its edges are covered as far as they reach', () => {
    const point = fc.record({
      x: fc.double({ min: 10, max: 60, noNaN: true }),
      y: fc.double({ min: 10, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 7 }), (points) => {
        const got = readRect(store, selectShape(store, { kind: 'lasso', points }, PAGE), {
          x: 0,
          y: 0,
          width: 70,
          height: 70,
        });
        const N = 16;
        for (let at = 0; at < got.length; at += 7) {
          const hits = hitsOf(points, at % 70, Math.floor(at / 70), N);
          if (Math.abs((got[at] ?? 0) - (hits / N / N) * 255) > 26)
            expect([at, got[at]]).toEqual([at, (hits / N / N) * 255]);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('an ellipse has the area of one', () => {
    const got = bytesOf(selectShape(store, { kind: 'ellipse', x: 20, y: 30, width: 200, height: 100 }, PAGE));
    const area = got.reduce((sum, v) => sum + v, 0) / 255;
    expect(Math.abs(area / (Math.PI * 100 * 50) - 1)).toBeLessThan(0.001);
  });

  it('grow and shrink are the most and the least within a disc', () => {
    fc.assert(
      fc.property(box, whole(0, 6), (a, radius) => {
        const one = rectangle(a);
        const source = bytesOf(one);
        const naive = (pick: (a: number, b: number) => number, from: number): Uint8Array =>
          source.map((_, at) => {
            let best = from;
            for (let dy = -radius; dy <= radius; dy++)
              for (let dx = -radius; dx <= radius; dx++) {
                const [x, y] = [(at % 300) + dx, Math.floor(at / 300) + dy];
                if (dx * dx + dy * dy <= radius * radius && x >= 0 && y >= 0 && x < 300 && y < 280)
                  best = pick(best, source[y * 300 + x] ?? 0);
              }
            return best;
          });
        expect(same(bytesOf(grow(store, one, radius, PAGE)), naive(Math.max, 0))).toBe(true);
        expect(same(bytesOf(shrink(store, one, radius, PAGE)), naive(Math.min, 255))).toBe(true);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('feathering keeps what is selected on the whole and makes its edge a slope across the tiles', () => {
    const one = selectShape(
      store,
      { kind: 'rectangle', x: 200, y: 60, width: 60, height: 90 },
      { ...PAGE, width: 600 },
    );
    const soft = readRect(store, feather(store, one, 12, { ...PAGE, width: 600 }), {
      x: 0,
      y: 100,
      width: 400,
      height: 1,
    });
    expect(Math.abs(soft.reduce((sum, v) => sum + v, 0) / 255 - 60)).toBeLessThan(0.5);
    expect(soft[200]).toBeGreaterThan(100);
    expect(soft[200]).toBeLessThan(155);
    for (let x = 180; x < 225; x++) expect(soft[x + 1]).toBeGreaterThanOrEqual(soft[x] ?? 0);
  });

  it('a border is a band, and the outline of a rectangle has four corners', () => {
    const one = rectangle({ x: 250, y: 20, width: 30, height: 40 });
    expect(outline(store, one)).toEqual([
      [
        { x: 280, y: 20 },
        { x: 280, y: 60 },
        { x: 250, y: 60 },
        { x: 250, y: 20 },
      ],
    ]);
    const band = border(store, one, 3, PAGE);
    expect(outline(store, band)).toHaveLength(2);
    expect(outline(store, selectAll(store, PAGE))[0]).toHaveLength(4);
  });

  it('nothing is left in the store when all is released', () => {
    const own = createTileStore();
    const one = selectShape(own, { kind: 'ellipse', x: 20, y: 20, width: 250, height: 240 }, PAGE);
    const made = [shrink, grow, border, feather].map((work) => work(own, one, 8, PAGE));
    for (const grid of [one, ...made]) releaseGrid(own, grid);
    expect(own.count).toBe(0);
  });
});
