import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundsOf, firstFrame, frameForAct, pulledFrame, shapedFrame } from './frame-rules.ts';

const PAGE = { width: 1536, height: 1024 };

test('an act begins around what is selected, with room to see, or with the whole of a small page', () => {
  expect(firstFrame('other', PAGE, { x: 600, y: 300, width: 200, height: 200 })).toEqual({
    x: 500,
    y: 200,
    width: 400,
    height: 400,
  });
  expect(firstFrame('other', PAGE, null)).toEqual({ x: 0, y: 0, ...PAGE });
  expect(firstFrame('other', { width: 4096, height: 4096 }, null)).toEqual({
    x: 1536,
    y: 1536,
    width: 1024,
    height: 1024,
  });
  // Somebody looks at the right upper corner.
  expect(firstFrame('other', { width: 4096, height: 4096 }, null, { x: 4000.4, y: 700 })).toEqual({
    x: 3072,
    y: 188,
    width: 1024,
    height: 1024,
  });
});

test('extending reaches beyond the page, and everything else comes back onto it', () => {
  const beyond = firstFrame('extend', PAGE, null);
  expect(beyond).toEqual({ x: -384, y: -256, width: 2304, height: 1536 });
  expect(frameForAct(beyond, 'other', PAGE)).toEqual({ x: 0, y: 0, ...PAGE });
  expect(frameForAct({ x: 0, y: 0, width: 200, height: 200 }, 'extend', PAGE)).toEqual(beyond);
  const kept = { x: 1200, y: 0, width: 900, height: 1024 };
  expect(frameForAct(kept, 'extend', PAGE)).toEqual(kept);
});

test('a ratio changes the shape and keeps the middle', () => {
  expect(shapedFrame({ x: 100, y: 100, width: 400, height: 400 }, 16 / 9)).toEqual({
    x: 34,
    y: 150,
    width: 533,
    height: 300,
  });
});

test('no selection has no bounds', () => {
  expect(boundsOf(null)).toBeNull();
  expect(
    boundsOf([
      [
        { x: 3, y: 4 },
        { x: 10, y: 4 },
        { x: 10, y: 9 },
      ],
    ]),
  ).toEqual({ x: 3, y: 4, width: 8, height: 6 });
});

const side = fc.integer({ min: 16, max: 2000 });
const at = fc.integer({ min: -500, max: 3000 });
const sign = fc.constantFrom(-1 as const, 0 as const, 1 as const);

test('pulling keeps the opposite side, whole pixels, and never turns inside out', () => {
  fc.assert(
    fc.property(
      at,
      at,
      side,
      side,
      sign,
      sign,
      at,
      at,
      fc.constantFrom(null, 1, 1.5),
      (x, y, width, height, hx, hy, toX, toY, ratio) => {
        const frame = { x, y, width, height };
        const pulled = pulledFrame(frame, { x: hx, y: hy }, { x: toX + 0.4, y: toY - 0.3 }, ratio);
        expect(Object.values(pulled).every(Number.isInteger)).toBe(true);
        expect(Math.min(pulled.width, pulled.height)).toBeGreaterThanOrEqual(16);
        if (hx === 1) expect(pulled.x).toBe(x);
        if (hx === -1) expect(pulled.x + pulled.width).toBe(x + width);
        if (hy === 1) expect(pulled.y).toBe(y);
        if (hy === -1) expect(pulled.y + pulled.height).toBe(y + height);
      },
    ),
  );
});
