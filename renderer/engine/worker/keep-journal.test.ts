import { expect, it } from 'vitest';
import { createJournalKeeper, type Saving } from './keep-journal.ts';

const entry = (value: number) => Uint8Array.of(value);

/** A desktop that keeps entries in order, and misbehaves where a test asks for it. */
function desktop(faults: ('away' | 'lost-answer' | 'full')[]) {
  const kept: number[] = [];
  const said: Saving[] = [];
  const keeper = createJournalKeeper({
    sequence: 0,
    say: (saving) => said.push(saving),
    wait: async () => undefined,
    put: async (after, bytes) => {
      const fault = faults.shift();
      if (fault === 'away') throw new TypeError('fetch failed');
      if (fault === 'full') return { kind: 'outage' };
      if (after !== kept.length) return { kind: 'refused', code: 'out-of-order', sequence: kept.length };
      kept.push(bytes[0] ?? 0);
      if (fault === 'lost-answer') throw new TypeError('connection reset');
      return { kind: 'kept', sequence: kept.length };
    },
  });
  return { keeper, kept, said };
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
