import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Picture } from '../../../shared/contracts/desktop/index.ts';
import { GAP, layOut } from './lay-out.ts';

function pictureOf(index: number, width: number, height: number, day: string): Picture {
  return {
    id: String(index),
    position: 1000 - index,
    sha256: 'ab',
    width,
    height,
    madeAtMs: 0,
    day,
    prompt: '',
    modelId: 'sandbox',
    origin: 'made',
    verdict: 'pending',
  };
}

const sides = fc.array(
  fc.record({ width: fc.integer({ min: 16, max: 4096 }), height: fc.integer({ min: 16, max: 4096 }) }),
  {
    maxLength: 60,
  },
);

test('every picture stands once, in order, inside the width and with its own shape', () => {
  fc.assert(
    fc.property(
      sides,
      fc.integer({ min: 300, max: 2400 }),
      fc.integer({ min: 64, max: 320 }),
      (sizes, width, height) => {
        const pictures = sizes.map((size, index) =>
          pictureOf(index, size.width, size.height, `2026-11-${10 + (index >> 4)}`),
        );
        const { days } = layOut(pictures, width, height);
        const laid = days.flatMap((day) =>
          day.rows.flatMap((row) => row.pictures.map((each) => ({ ...each, row }))),
        );
        expect(laid.map(({ picture }) => picture.id)).toEqual(pictures.map(({ id }) => id));
        for (const { picture, left, width: wide, row } of laid) {
          expect(left + wide).toBeLessThanOrEqual(width + 0.01);
          expect(wide / row.height).toBeCloseTo(picture.width / picture.height, 4);
        }
      },
    ),
  );
});

test('full rows fill the width and the last row of a day keeps its size', () => {
  const pictures = Array.from({ length: 7 }, (_, index) => pictureOf(index, 150, 100, '2026-11-20'));
  const [day] = layOut(pictures, 500, 100).days;
  const [full, , last] = day?.rows ?? [];
  expect(full?.pictures.reduce((sum, each) => sum + each.width + GAP, -GAP)).toBeCloseTo(500);
  expect(last?.height).toBe(100);
  expect(last?.pictures).toHaveLength(1);
});

test('lines are as high as what they stand for, so that scrolling lands where it should', () => {
  const pictures = Array.from({ length: 40 }, (_, index) =>
    pictureOf(index, 120, 90, index < 15 ? '2026-11-20' : '2026-11-19'),
  );
  const { days, lines } = layOut(pictures, 640, 96);
  const total = lines.reduce((sum, line) => sum + line.height, 0);
  expect(total).toBeCloseTo(days.reduce((sum, day) => sum + day.height, 0));
  expect(lines.filter((line) => line.row === null)).toHaveLength(2);
});
