import { expect, test } from 'vitest';
import { mutated } from '../drivers/hostile/mutate.ts';
import { makeSeeds } from '../drivers/hostile/seeds.ts';
import { tortureDecoder } from '../drivers/hostile/torture.ts';

test('a seed and an index give the same bytes again, and other indexes others', async () => {
  const seeds = await makeSeeds();
  const made = Array.from({ length: 200 }, (_, index) => mutated(seeds, 7, index));
  expect(made).toEqual(Array.from({ length: 200 }, (_, index) => mutated(seeds, 7, index)));
  expect(new Set(made.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBeGreaterThan(180);
});

test('2,000 changed pictures of all formats are each answered: no hang, no lost request, memory in bounds', async () => {
  const told: string[] = [];
  const result = await tortureDecoder({ count: 2_000, seed: 20_261_120, tell: (line) => told.push(line) });
  expect(told).toEqual([]);
  expect(result).toMatchObject({ unanswered: 0, hangs: 0, crashes: 0, pass: true });
  // Most changes must get past the signature, and some must be pictures still, or little is tried.
  expect(result.pictures).toBeGreaterThan(200);
}, 60_000);
