import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, HANDLES, handlePlace, matrixOf, NO_CHANGE, pullHandle, turn } from './transform-math.ts';

const BOX = { x: 10, y: 20, width: 100, height: 60 };
const change = fc.record({
  scaleX: fc.double({ min: 0.2, max: 4, noNaN: true }),
  scaleY: fc.double({ min: 0.2, max: 4, noNaN: true }),
  angle: fc.double({ min: -3, max: 3, noNaN: true }),
  dx: fc.integer({ min: -200, max: 200 }),
  dy: fc.integer({ min: -200, max: 200 }),
});
const point = fc.record({ x: fc.integer({ min: -400, max: 400 }), y: fc.integer({ min: -400, max: 400 }) });

describe('a box under its handles', () => {
  it('nothing done is the identity', () => {
    expect(matrixOf(BOX, NO_CHANGE)).toEqual({ a: 1, b: 0, c: -0, d: 1, e: 0, f: 0 });
  });

  it('whatever is pulled, the opposite side stays and nothing turns inside out', () => {
    fc.assert(
      fc.property(change, fc.constantFrom(...HANDLES), point, fc.boolean(), (start, handle, to, keep) => {
        const opposite = { x: -handle.x as -1 | 0 | 1, y: -handle.y as -1 | 0 | 1 };
        const before = handlePlace(BOX, start, opposite);
        const pulled = pullHandle(BOX, start, handle, to, { keep });
        const after = handlePlace(BOX, pulled, opposite);
        expect(after.x).toBeCloseTo(before.x, 5);
        expect(after.y).toBeCloseTo(before.y, 5);
        expect(pulled.scaleX).toBeGreaterThan(0);
        expect(pulled.scaleY).toBeGreaterThan(0);
      }),
    );
  });

  it('a corner pulled outwards is where the pointer is', () => {
    const pulled = pullHandle(BOX, NO_CHANGE, { x: 1, y: 1 }, { x: 210, y: 140 }, { keep: false });
    expect(handlePlace(BOX, pulled, { x: 1, y: 1 })).toEqual({ x: 210, y: 140 });
  });

  it('a corner that keeps the shape keeps it', () => {
    fc.assert(
      fc.property(point, (to) => {
        const { scaleX, scaleY } = pullHandle(BOX, NO_CHANGE, { x: 1, y: -1 }, to, { keep: true });
        expect(scaleX).toBeCloseTo(scaleY, 9);
      }),
    );
  });

  it('pulled from its middle, the middle stays and both sides go', () => {
    fc.assert(
      fc.property(change, fc.constantFrom(...HANDLES), point, fc.boolean(), (start, handle, to, keep) => {
        const pulled = pullHandle(BOX, start, handle, to, { keep, centred: true });
        const [before, after] = [start, pulled].map((one) => handlePlace(BOX, one, { x: 0, y: 0 }));
        expect(after?.x).toBeCloseTo(before?.x ?? 0, 5);
        expect(after?.y).toBeCloseTo(before?.y ?? 0, 5);
      }),
    );
    const pulled = pullHandle(
      BOX,
      NO_CHANGE,
      { x: 1, y: 1 },
      { x: 210, y: 140 },
      { keep: false, centred: true },
    );
    expect(handlePlace(BOX, pulled, { x: 1, y: 1 })).toEqual({ x: 210, y: 140 });
  });

  it('a quarter turn takes right to below, and snaps to steps', () => {
    const turned = turn(BOX, NO_CHANGE, { x: 200, y: 50 }, { x: 60, y: 300 }, true);
    expect(turned.angle).toBeCloseTo(Math.PI / 2, 9);
    const right = apply(matrixOf(BOX, turned), { x: 110, y: 50 });
    expect(right.x).toBeCloseTo(60, 6);
    expect(right.y).toBeCloseTo(100, 6);
  });
});
