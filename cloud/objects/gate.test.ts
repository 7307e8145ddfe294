import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('lets in so many, lets so many wait in their order, and sends the rest away', async () => {
  const gate = createGate(2, 3);
  const ends: (() => void)[] = [];
  const entered: number[] = [];
  const visit = (n: number): Promise<number> =>
    gate.through(async () => {
      entered.push(n);
      await new Promise<void>((resolve) => ends.push(resolve));
      return n;
    });
  const visits = [1, 2, 3, 4, 5].map(visit);
  await expect(visit(6)).rejects.toMatchObject({ part: 'objects', retryAfterMs: 2_000 });
  expect(entered).toEqual([1, 2]);
  for (let n = 0; n < 5; n++) {
    ends[n]?.();
    expect(await visits[n]).toBe(n + 1);
  }
  expect(entered).toEqual([1, 2, 3, 4, 5]);
});

test('gives the place on when work fails', async () => {
  const gate = createGate(1, 5);
  const failed = gate.through(() => Promise.reject(new Error('broken')));
  const after = gate.through(async () => 'well');
  await expect(failed).rejects.toThrow('broken');
  expect(await after).toBe('well');
  expect(await gate.through(async () => 'again')).toBe('again');
});
