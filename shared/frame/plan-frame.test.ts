import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeFits } from './fits-model.ts';
import { planFrame, sizeForShape } from './plan-frame.ts';

const LISTED = { sizes: ['1024x1024', '1536x1024', '1024x1536'] };
const FREE = { freeSize: { step: 16, minSide: 16, maxSide: 3840, maxPixels: 8_294_400, maxAspect: 3 } };
const PAGE = { width: 1536, height: 1024 };

test('a square in a page goes with what is around it, and at the size the model makes', () => {
  const frame = { x: 620, y: 160, width: 640, height: 640 };
  expect(planFrame(frame, PAGE, LISTED, 'standard')).toEqual({
    window: { x: 540, y: 80, width: 800, height: 800 },
    size: { width: 1024, height: 1024 },
  });
});

test('the whole page has nothing around it', () => {
  const plan = planFrame({ x: 0, y: 0, ...PAGE }, PAGE, LISTED, 'standard');
  expect(plan).toEqual({
    window: { x: 0, y: 0, width: 1536, height: 1024 },
    size: { width: 1536, height: 1024 },
  });
});

test('what is too small, too large, or of broken numbers is no frame', () => {
  const at = { x: 0, y: 0 };
  expect(planFrame({ ...at, width: 15, height: 100 }, PAGE, LISTED, 'hd')).toBeNull();
  expect(planFrame({ ...at, width: 5000, height: 5000 }, PAGE, LISTED, 'hd')).toBeNull();
  expect(planFrame({ ...at, width: 100.5, height: 100 }, PAGE, LISTED, 'hd')).toBeNull();
});

test('a very long frame is sent in a shape the model makes', () => {
  expect(sizeForShape(FREE, 'standard', 10)).toEqual({ width: 1728, height: 576 });
  expect(sizeForShape(LISTED, 'standard', 10)).toEqual({ width: 1536, height: 1024 });
});

const side = fc.integer({ min: 16, max: 3000 });
const place = fc.integer({ min: -2000, max: 4000 });

test('the window holds the whole frame, has the shape of the size, and the size is within the limits', () => {
  fc.assert(
    fc.property(
      place,
      place,
      side,
      side,
      side,
      side,
      fc.boolean(),
      (x, y, width, height, pageW, pageH, free) => {
        const frame = { x, y, width, height };
        const plan = planFrame(frame, { width: pageW, height: pageH }, free ? FREE : LISTED, 'standard');
        if (plan === null) return;
        const { window, size } = plan;
        expect(window.x <= x && window.y <= y).toBe(true);
        expect(window.x + window.width >= x + width && window.y + window.height >= y + height).toBe(true);
        const stretch = (window.width * size.height) / (window.height * size.width);
        // A pixel of rounding on a short side is the most that the shape may be off.
        expect(Math.abs(stretch - 1)).toBeLessThan(1.1 / Math.min(window.width, window.height));
        expect(placeFits({ frame, ...plan }, free ? FREE : LISTED, 'standard')).toBe(true);
        if (!free) return;
        expect(size.width % 16 === 0 && size.height % 16 === 0).toBe(true);
        expect(size.width * size.height).toBeLessThanOrEqual(8_294_400);
        expect(Math.max(size.width, size.height) / Math.min(size.width, size.height)).toBeLessThanOrEqual(3);
      },
    ),
    { numRuns: 400 },
  );
});

test('a plan that no model makes is told from one that it does', () => {
  const frame = { x: 620, y: 160, width: 640, height: 640 };
  const plan = { window: { x: 540, y: 80, width: 800, height: 800 }, size: { width: 1024, height: 1024 } };
  expect(placeFits({ frame, ...plan }, LISTED, 'standard')).toBe(true);
  expect(placeFits({ frame, ...{ ...plan, size: { width: 1008, height: 1008 } } }, LISTED, 'standard')).toBe(
    false,
  );
  expect(placeFits({ frame, ...{ ...plan, size: { width: 2048, height: 2048 } } }, FREE, 'standard')).toBe(
    false,
  );
  expect(placeFits({ frame, ...{ ...plan, size: { width: 1000, height: 1000 } } }, FREE, 'standard')).toBe(
    false,
  );
  expect(placeFits({ frame, ...{ ...plan, size: { width: 1024, height: 768 } } }, FREE, 'standard')).toBe(
    false,
  );
  expect(placeFits({ frame: { ...frame, x: 500 }, ...plan }, LISTED, 'standard')).toBe(false);
  expect(
    placeFits({ frame, ...{ ...plan, size: { width: Number.NaN, height: 1024 } } }, FREE, 'standard'),
  ).toBe(false);
});
