import { expect, test } from 'vitest';
import { fillClear } from './fill-clear.ts';

function picture(width: number, height: number, at: (x: number, y: number) => readonly number[]) {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgba.set(at(x, y), (y * width + x) * 4);
  return { width, height, rgba };
}

const pixel = ({ width, rgba }: ReturnType<typeof picture>, x: number, y: number) => [
  ...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];

test('what is opaque stays as it is, to the last bit', () => {
  const one = picture(33, 17, (x, y) => (x < 20 ? [x * 7, y * 9, 40, 255] : [0, 0, 0, 0]));
  fillClear(one);
  for (let y = 0; y < 17; y++)
    for (let x = 0; x < 20; x++) expect(pixel(one, x, y)).toEqual([x * 7, y * 9, 40, 255]);
});

test('what is clear takes the colours beside it, not black and not white', () => {
  const one = picture(64, 64, (x) => (x < 32 ? [200, 60, 20, 255] : [0, 0, 0, 0]));
  fillClear(one);
  for (const x of [32, 40, 63]) expect(pixel(one, x, 30)).toEqual([200, 60, 20, 255]);
});

test('between two colours it is soft: no step anywhere is a step the eye sees', () => {
  const one = picture(256, 32, (x) =>
    x < 64 ? [255, 0, 0, 255] : x >= 192 ? [0, 0, 255, 255] : [0, 0, 0, 0],
  );
  fillClear(one);
  const reds = Array.from({ length: 256 }, (_, x) => pixel(one, x, 16)[0] ?? 0);
  expect(reds.every((red, x) => x === 0 || Math.abs(red - (reds[x - 1] ?? 0)) < 24)).toBe(true);
  expect(reds[128]).toBeGreaterThan(60);
  expect(reds[128]).toBeLessThan(195);
});

test.each([
  [1, 1],
  [1, 37],
  [300, 5],
])('a picture of %d by %d that is all clear becomes middle grey', (width, height) => {
  const one = picture(width, height, () => [255, 0, 0, 0]);
  fillClear(one);
  for (let at = 0; at < one.rgba.length; at += 4)
    expect([...one.rgba.subarray(at, at + 4)]).toEqual([128, 128, 128, 255]);
});

test('what is half clear is mixed with what is around it', () => {
  const one = picture(8, 8, (x) => [100, 100, 100, x === 4 ? 128 : 255]);
  fillClear(one);
  expect(pixel(one, 4, 4)).toEqual([100, 100, 100, 255]);
});
