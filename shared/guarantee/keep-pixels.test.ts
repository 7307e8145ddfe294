import { expect, it } from 'vitest';
import { dice, draw, scene } from '../../tests/drivers/edited-pictures.ts';
import { keepPixels } from './keep-pixels.ts';

const SIZE = { width: 180, height: 140 };
/** From here on nothing was sent. */
const EDGE = 110;
const at = scene(dice(4));

it('a page that grows: what was sent clear is not what the place and the colours are found by', () => {
  const whole = draw(SIZE, at);
  const clear = (byte: number): boolean => (byte >> 2) % SIZE.width >= EDGE;
  const original = { ...SIZE, bytes: whole.bytes.map((value, byte) => (clear(byte) ? 0 : value)) };
  // As a provider sends it: all of it solid, moved and darker, with something new in the clear part.
  const returned = draw(SIZE, (x, y) => {
    const [red, green, blue] = at(x - 4, y + 3);
    return x < EDGE + 4 ? [red - 12, green - 12, blue - 12] : [255 - red, green, 60];
  });
  const mask = Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, pixel) =>
    pixel % SIZE.width >= EDGE ? 255 : 0,
  );
  const kept = keepPixels({ original, returned, mask });
  if (kept.kind !== 'kept') throw new Error(kept.kind);
  expect(kept.proof.placement).toMatchObject({ x: expect.closeTo(4, 0), y: expect.closeTo(-3, 0) });
  expect(kept.proof.seam.asUsed).toBeLessThan(kept.proof.seam.asItCame / 3);
  for (const [byte, value] of kept.picture.bytes.entries())
    if (!clear(byte)) expect(value).toBe(original.bytes[byte]);
  expect(kept.edit.bytes[4 * (70 * SIZE.width + 150) + 3]).toBe(255);
});

it('the edit is there of the whole frame when it is wanted', () => {
  const original = draw(SIZE, at);
  const returned = draw(SIZE, (x, y) => at(x - 5, y));
  const mask = new Uint8Array(SIZE.width * SIZE.height);
  mask.fill(255, 0, 10);
  const alphaFar = (everywhere: boolean): number => {
    const kept = keepPixels({ original, returned, mask, everywhere });
    if (kept.kind !== 'kept') throw new Error(kept.kind);
    return kept.edit.bytes[4 * (100 * SIZE.width + 90) + 3] ?? -1;
  };
  expect([alphaFar(false), alphaFar(true)]).toEqual([0, 255]);
});
