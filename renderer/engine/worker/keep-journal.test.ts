import { expect, it } from 'vitest';
import { createJournalKeeper, type Saving } from './keep-journal.ts';

const entry = (value: number) => Uint8Array.of(value);

/** A desktop that keeps entries in order, and misbehaves where a test asks for it. */
function desktop(faults: ('away' | 'lost-answer' | 'full')[]) {
  const kept: number[] = [];
  const said: Saving[] = [];
  let overtaken = 0;
  const keeper = createJournalKeeper({
    sequence: 0,
    say: (saving) => said.push(saving),
    overtaken() {
      overtaken += 1;
    },
    wait: async () => undefined,
    put: async (after, bytes) => {
      const fault = faults.shift();
      if (fault === 'away') throw new TypeError('fetch failed');
      if (fault === 'full') return { kind: 'outage' };
      if (after === kept.length - 1 && kept.at(-1) === bytes[0])
        return { kind: 'kept', sequence: kept.length };
      if (after !== kept.length) return { kind: 'refused', code: 'out-of-order', sequence: kept.length };
      kept.push(bytes[0] ?? 0);
      if (fault === 'lost-answer') throw new TypeError('connection reset');
      return { kind: 'kept', sequence: kept.length };
    },
  });
  return { keeper, kept, said, overtaken: () => overtaken };
}

it('entries come in order, and "saved" is said when the last is on the disk', async () => {
  const { keeper, kept, said } = desktop([]);
  for (const value of [1, 2, 3]) keeper.keep(entry(value));
  await keeper.settled();
  expect(kept).toEqual([1, 2, 3]);
  expect(said.at(-1)).toBe('saved');
  expect(said.filter((saving) => saving === 'saved')).toHaveLength(1);
});

it('a full disk and a desktop that is away are waited out, and said', async () => {
  const { keeper, kept, said } = desktop(['full', 'away', 'away']);
  keeper.keep(entry(1));
  keeper.keep(entry(2));
  await keeper.settled();
  expect(kept).toEqual([1, 2]);
  expect(said).toContain('not-saved');
  expect(said.at(-1)).toBe('saved');
});

it('an entry whose answer was lost is not kept twice', async () => {
  const { keeper, kept } = desktop(['lost-answer']);
  keeper.keep(entry(1));
  keeper.keep(entry(2));
  await keeper.settled();
  expect(kept).toEqual([1, 2]);
});

it('is full by what waits while the disk says no, not by one large entry that takes its time', async () => {
  let answer: (kept: boolean) => void = () => undefined;
  const keeper = createJournalKeeper({
    sequence: 0,
    waitingMaxBytes: 10,
    say: () => undefined,
    overtaken: () => undefined,
    wait: async () => undefined,
    put: (after) =>
      new Promise((resolve) => {
        answer = (kept) => resolve(kept ? { kind: 'kept', sequence: after + 1 } : { kind: 'outage' });
      }),
  });
  const rest = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  keeper.keep(new Uint8Array(50));
  keeper.keep(new Uint8Array(9));
  expect(keeper.isFull()).toBe(false);
  answer(false);
  await rest();
  expect(keeper.isFull()).toBe(true);
  answer(true);
  await rest();
  expect([keeper.isFull(), keeper.isSettled()]).toEqual([false, false]);
  keeper.keep(new Uint8Array(11));
  expect(keeper.isFull()).toBe(true);
  answer(true);
  await rest();
  answer(true);
  await rest();
  expect([keeper.isFull(), keeper.isSettled()]).toEqual([false, true]);
});

it('a step of another window in the place of ours is not taken for ours: nothing more is sent, and it is said', async () => {
  const { keeper, kept, said, overtaken } = desktop([]);
  keeper.keep(entry(1));
  await keeper.settled();
  kept.push(77);
  keeper.keep(entry(2));
  keeper.keep(entry(3));
  expect(await keeper.settled()).toBe(false);
  keeper.keep(entry(4));
  expect(await keeper.settled()).toBe(false);
  expect(kept).toEqual([1, 77]);
  expect(said.at(-1)).toBe('not-saved');
  expect(overtaken()).toBe(1);
});
