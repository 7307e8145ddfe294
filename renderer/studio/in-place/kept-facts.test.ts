import { expect, test } from 'vitest';
import { keptFacts } from './kept-facts.ts';

const PROOF = {
  protectedPixels: 996_998,
  largestChangeOutside: 0,
  placement: { x: 0, y: 0, scale: 1, radians: 0 },
  colours: { gain: [1, 1, 1], bias: [0, 0, 0] },
  seam: { asItCame: 7.96, asUsed: 2.04 },
};
const values = (proof: Parameters<typeof keptFacts>[0]) => keptFacts(proof).map(({ value }) => value);

test('what is smaller than a pixel, a percent or a degree is said, and not rounded away', () => {
  const placement = { x: 2.26, y: -1.74, scale: 1.0094, radians: -0.0058 };
  expect(values({ ...PROOF, placement, colours: { gain: [1.05, 1, 1], bias: [0, -0.72, 3] } })).toEqual([
    '996,998',
    '0 of 255',
    '2.3, −1.7 px',
    '0.9%',
    '−0.3°',
    '−6.4, 0.7, −3',
    '2, was 8',
  ]);
});

test('where nothing was undone, that is what is said', () => {
  expect(values(PROOF)).toEqual(['996,998', '0 of 255', 'none', 'none', 'none', 'none', '2, was 8']);
});
