import { expect, it } from 'vitest';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { createSession } from '../session/session.ts';
import { BEFORE_ALL } from './replay.ts';
import { createBaseKeeper } from './shorten-journal.ts';

const MB = 1024 * 1024;

function opened(baseMb: number, grownMb: number) {
  const session = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
  const puts: number[] = [];
  const facts = { isSettled: true, answers: 'kept' as 'kept' | 'outage' };
  let over: (() => void)[] = [];
  const bases = createBaseKeeper({
    session,
    keeper: { sequence: () => 7, isSettled: () => facts.isSettled },
    put: async (sequence) => {
      puts.push(sequence);
      return facts.answers === 'kept' ? { kind: 'kept', sequence } : { kind: 'outage', outage: null };
    },
    wait: () => new Promise((resolve) => over.push(resolve)),
    now: () => 0,
    rest: async () => undefined,
    baseBytes: baseMb * MB,
    grownBytes: grownMb * MB,
  });
  const pass = async () => {
    for (const go of over) go();
    over = [];
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  };
  return { bases, puts, facts, pass };
}

it.each([
  [0, 63, 0],
  [0, 65, 1],
  [200, 199, 0],
  [200, 201, 1],
])('a base of %i MB and %i MB behind it: %i bases', async (base, grown, count) => {
  const { bases, puts, pass } = opened(base, grown);
  bases.settled();
  await pass();
  expect(puts).toHaveLength(count);
  // The new one holds everything: it is not due again.
  bases.settled();
  await pass();
  expect(puts).toHaveLength(count);
});

it('is made when the hand has rested or the file is written, and never while steps wait', async () => {
  const { bases, puts, facts, pass } = opened(0, 100);
  bases.settled();
  bases.grew(10);
  await pass();
  expect(puts).toEqual([]);
  bases.settled();
  facts.isSettled = false;
  await pass();
  bases.rested();
  await pass();
  expect(puts).toEqual([]);
  facts.isSettled = true;
  bases.rested();
  await pass();
  expect(puts).toEqual([7]);
});

it('a disk without room for it is not asked again with every step, and after a stop nothing is made', async () => {
  const { bases, puts, facts, pass } = opened(0, 100);
  facts.answers = 'outage';
  for (let step = 0; step < 5; step++) {
    bases.grew(MB);
    bases.settled();
    await pass();
  }
  expect(puts).toHaveLength(1);
  bases.grew(64 * MB);
  bases.settled();
  await bases.stop();
  await pass();
  expect(puts).toHaveLength(1);
});
