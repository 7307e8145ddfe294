import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeFits } from './fits-model.ts';
import { planFrame } from './plan-frame.ts';

const LISTED = { sizes: ['1024x1024', '1536x1024', '1024x1536'] };
const FREE = { freeSize: { step: 16, minSide: 16, maxSide: 3840, maxPixels: 8_294_400, maxAspect: 3 } };
const SIDE = 1024;
const GOOD = {
  frame: { x: 100, y: 100, width: 200, height: 200 },
  window: { x: 0, y: 0, width: 512, height: 512 },
  size: { width: SIDE, height: SIDE },
};

describe('a place that a model can take', () => {
  test('is every one that is planned for it, and none that is planned for what it cannot make', () => {
    const side = fc.integer({ min: 16, max: 3000 });
    const start = fc.integer({ min: -2000, max: 4000 });
    const model = fc.constantFrom(LISTED, FREE, {});
    const quality = fc.constantFrom('standard', 'hd', '4k');
    fc.assert(
      fc.property(
        start,
        start,
        side,
        side,
        side,
        side,
        model,
        quality,
        (x, y, width, height, w, h, one, q) => {
          const frame = { x, y, width, height };
          const plan = planFrame(frame, { width: w, height: h }, one, q);
          if (plan === null) return;
          expect(placeFits({ frame, ...plan }, one, q)).toBe(true);
          const odd = { width: plan.size.width + 1, height: plan.size.height };
          expect(placeFits({ frame, window: plan.window, size: odd }, one, q)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each([
    ['what is good', {}, true],
    ['a frame with a side out of its window', { frame: { ...GOOD.frame, x: 400 } }, false],
    ['a frame above its window', { frame: { ...GOOD.frame, y: -1 } }, false],
    ['a frame that shows nothing', { frame: { ...GOOD.frame, width: 15 } }, false],
    ['a window larger than is worked on', { window: { x: 0, y: 0, width: 4200, height: 4200 } }, false],
    ['a window of another shape', { window: { x: 0, y: 0, width: 512, height: 400 } }, false],
    ['a size that is not listed', { size: { width: 512, height: 512 } }, false],
  ])('%s', (_name, change, fits) => {
    expect(placeFits({ ...GOOD, ...change }, LISTED, 'standard')).toBe(fits);
  });

  test.each([
    ['more than the quality pays for', { width: 1440, height: 1440 }, 'standard', false],
    ['the same at the quality that does', { width: 1440, height: 1440 }, 'hd', true],
    ['no step of the model', { width: 1000, height: 1000 }, 'standard', false],
    ['smaller than it makes', { width: 0, height: 0 }, 'standard', false],
  ] as const)('%s', (_name, size, quality, fits) => {
    expect(placeFits({ ...GOOD, size }, FREE, quality)).toBe(fits);
  });
});
