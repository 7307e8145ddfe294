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

it('where little can be seen, no place is used that no provider puts a picture in', () => {
  const size = { width: 85, height: 41 };
  const ramp = (x: number): number => Math.min(255, x * 1.824);
  const original = draw(size, (x) => [ramp(x), ramp(x), ramp(x)]);
  // A faint check over it, as of a mark: what came back is alike as it lies, and steps from there lead far away.
  const returned = draw(size, (x, y) => {
    const value = ramp(x) * 0.7 + ((Math.floor(x / 22) + Math.floor(y / 22)) % 2) * 60;
    return [value, value, value];
  });
  for (let pixel = 40; pixel < size.width * size.height; pixel += 97) {
    const mask = new Uint8Array(size.width * size.height);
    mask[pixel] = 255;
    const kept = keepPixels({ original, returned, mask });
    if (kept.kind !== 'kept') throw new Error(kept.kind);
    const { x, y, scale, radians } = kept.proof.placement;
    expect(Math.hypot(x, y), `mask at ${pixel}`).toBeLessThanOrEqual(48);
    expect(Math.abs(scale - 1), `mask at ${pixel}`).toBeLessThanOrEqual(0.1);
    expect(Math.abs(radians), `mask at ${pixel}`).toBeLessThanOrEqual(0.09);
  }
});

it('a place where nothing solid is left to compare has no seam of 0', () => {
  const size = { width: 40, height: 40 };
  const roll = dice(1);
  const original = draw(size, (x, y) => (Math.hypot(x - 20, y - 14) < 9 ? [255, 40, 255] : [30, 40, 30]));
  // Solid and not by turns: between pixels, all of it is a little clear.
  const returned = { ...size, bytes: Uint8Array.from(original.bytes) };
  for (let at = 0; at < returned.bytes.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++)
      returned.bytes[channel] = 0.7 * (original.bytes[channel] ?? 0) + 76 * roll();
    returned.bytes[at + 3] = 178 + 77 * roll();
  }
  const mask = new Uint8Array(1600);
  mask[Math.floor(roll() * 1600)] = 255;
  const kept = keepPixels({ original, returned, mask });
  if (kept.kind !== 'kept') throw new Error(kept.kind);
  expect(kept.proof.seam.asItCame).toBeGreaterThan(20);
  expect(kept.proof.seam.asUsed).toBeGreaterThan(5);
});
