import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinBytes } from './join-bytes.ts';

test('every byte of every part, in order, in memory of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (parts) => {
      const whole = joinBytes(parts);
      expect([...whole]).toEqual(parts.flatMap((part) => [...part]));
      expect(whole.buffer.byteLength).toBe(whole.length);
    }),
  );
});

test('a view gives its own bytes alone, and a change of it later changes nothing', () => {
  const file = Uint8Array.of(9, 1, 2, 9);
  const whole = joinBytes([file.subarray(1, 3)]);
  file.fill(0);
  expect([...whole]).toEqual([1, 2]);
});
