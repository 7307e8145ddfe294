import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitViewport, keepInSight, panBy, type Viewport, zoomAt, zoomStep } from './viewport.ts';

const side = fc.integer({ min: 16, max: 8192 });
const size = fc.record({ width: side, height: side });
const view = fc.record({
  width: fc.integer({ min: 300, max: 4000 }),
  height: fc.integer({ min: 300, max: 3000 }),
});
const viewport: fc.Arbitrary<Viewport> = fc.record({
  x: fc.integer({ min: -20_000, max: 20_000 }),
  y: fc.integer({ min: -20_000, max: 20_000 }),
  zoom: fc.double({ min: 0.05, max: 16, noNaN: true }),
});

test('a fitted picture is wholly in the view, so that Fit never hides an edge', () => {
  fc.assert(
    fc.property(view, size, (room, picture) => {
      const { x, y, zoom } = fitViewport(room, picture);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + picture.width * zoom).toBeLessThanOrEqual(room.width + 1);
      expect(y + picture.height * zoom).toBeLessThanOrEqual(room.height + 1);
    }),
  );
});

test('the point under the pointer stays there while zooming', () => {
  fc.assert(
    fc.property(viewport, fc.double({ min: 0.05, max: 16, noNaN: true }), (before, zoom) => {
      const at = { x: 400, y: 300 };
      const after = zoomAt(before, zoom, at);
      expect((at.x - after.x) / after.zoom).toBeCloseTo((at.x - before.x) / before.zoom, 3);
      expect((at.y - after.y) / after.zoom).toBeCloseTo((at.y - before.y) / before.zoom, 3);
    }),
  );
});

test('however far a picture is pushed, a part of it stays in sight', () => {
  fc.assert(
    fc.property(viewport, view, size, (start, room, picture) => {
      const { x, y, zoom } = keepInSight(panBy(start, 50_000, -50_000), room, picture);
      expect(x).toBeLessThan(room.width);
      expect(y + picture.height * zoom).toBeGreaterThan(0);
    }),
  );
});

test.each([
  [0.6, 'in', 0.75],
  [1, 'in', 1.5],
  [0.9999, 'in', 1.5],
  [0.6, 'out', 0.5],
  [1, 'out', 0.75],
  [32, 'in', 32],
] as const)('from %d, zooming %s goes to %d', (zoom, direction, expected) => {
  expect(zoomStep(zoom, direction)).toBe(expected);
});
