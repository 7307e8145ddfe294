import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WriteHandle } from '../db/index.ts';
import { migrate } from '../db/migrate.ts';
import { MIGRATIONS } from '../db/migrations/index.ts';
import { createCalendar } from '../platform/files/index.ts';
import { spending, spentInMonth } from './reads.ts';
import type { GenerationRow } from './rows.ts';
import { toSpending } from './spending.ts';
import { insert } from './writes.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const QUOTED = 31_680;
const NOW = new Date(2026, 10, 20, 12).getTime();
const estimate = JSON.stringify({ kind: 'estimate', currency: 'USD', micros: QUOTED });
const money = (micros: number) => JSON.stringify({ kind: 'money', currency: 'USD', micros });
const charged = (word: 'yes' | 'no' | 'unknown') => JSON.stringify({ code: 'timeout', charged: word });

function open(): WriteHandle {
  const db = new Sqlite(':memory:') as WriteHandle;
  onTestFinished(() => void db.close());
  migrate(db, { migrations: MIGRATIONS, failpoints: { hit: () => undefined }, log: quiet });
  return db;
}

let lastId = 0;
function put(db: WriteHandle, change: Partial<GenerationRow>): void {
  lastId += 1;
  insert(db, {
    id: String(lastId),
    operation: 'text-to-image',
    model_id: 'gpt-image-2',
    provider_id: 'openai',
    state: 'succeeded',
    interrupted: 0,
    input: '{}',
    prompt: 'a vase',
    seed: null,
    quote: estimate,
    cost: null,
    reason: null,
    handle: null,
    decision: 'none',
    count: 1,
    created_at_ms: NOW,
    updated_at_ms: NOW,
    ended_at_ms: NOW,
    ...change,
  });
}

function report(db: WriteHandle, nowMs = NOW) {
  return toSpending(spending(db, nowMs), (id) => (id === 'gpt-image-2' ? 'GPT Image 2' : id));
}

describe('what a run counts for', () => {
  const free = { quote: '{"kind":"free"}', cost: '{"kind":"nothing"}' };
  it.each([
    ['what its provider said', { cost: money(40_000) }, 40_000, 0],
    ['nothing where the provider took nothing', { state: 'failed', cost: '{"kind":"nothing"}' }, 0, 0],
    ['nothing where it never left', { state: 'failed', reason: charged('no') }, 0, 0],
    ['its estimate where nobody knows', { state: 'failed', reason: charged('unknown') }, QUOTED, QUOTED],
    ['its estimate where it was charged without a figure', { reason: charged('yes') }, QUOTED, QUOTED],
    ['its estimate where it was interrupted', { state: 'running', interrupted: 1 }, QUOTED, QUOTED],
    ['its estimate while it waits', { state: 'queued' }, QUOTED, QUOTED],
    ['its estimate while it runs', { state: 'submitting' }, QUOTED, QUOTED],
    ['its estimate when it was cancelled after it left', { state: 'cancelled' }, QUOTED, QUOTED],
    ['nothing when it is free', free, 0, 0],
    ['nothing when nobody publishes a price', { quote: '{"kind":"unknown"}' }, 0, 0],
  ] as const)('%s', (_name, change, micros, ofThatEstimatedMicros) => {
    const db = open();
    put(db, change);
    expect(spentInMonth(db, NOW)).toBe(micros);
    const runs = micros === 0 ? 0 : 1;
    expect(report(db).month).toEqual({ micros, ofThatEstimatedMicros, runs });
    expect(report(db).models).toHaveLength(runs);
  });
});

describe('spending', () => {
  it('belongs to the local day and month in which it was asked for', () => {
    const db = open();
    const november = new Date(2026, 10, 1).getTime();
    put(db, { created_at_ms: november, cost: money(1) });
    put(db, { created_at_ms: november - 1, cost: money(10) });
    put(db, { created_at_ms: new Date(2026, 10, 20).getTime(), cost: money(100) });
    put(db, { created_at_ms: new Date(2026, 10, 20).getTime() - 1, cost: money(1_000), model_id: 'gone' });
    put(db, { created_at_ms: new Date(2026, 11, 1).getTime(), cost: money(10_000) });
    expect(spentInMonth(db, NOW)).toBe(1_101);
    const found = report(db);
    expect(found.today.micros).toBe(100);
    expect(found.month).toEqual({ micros: 1_101, ofThatEstimatedMicros: 0, runs: 3 });
    expect(found.days.map(({ day, micros }) => [day, micros])).toEqual([
      ['2026-12-01', 10_000],
      ['2026-11-20', 100],
      ['2026-11-19', 1_000],
      ['2026-11-01', 1],
      ['2026-10-31', 10],
    ]);
    expect(found.months.map(({ month, micros }) => [month, micros])).toEqual([
      ['2026-12', 10_000],
      ['2026-11', 1_101],
      ['2026-10', 10],
    ]);
    expect(found.models.map(({ modelLabel, micros }) => [modelLabel, micros])).toEqual([
      ['GPT Image 2', 10_111],
      ['gone', 1_000],
    ]);
  });

  it('of nothing is nothing, and not an error', () => {
    const none = { micros: 0, ofThatEstimatedMicros: 0, runs: 0 };
    expect(report(open())).toEqual({ today: none, month: none, days: [], months: [], models: [] });
  });

  it('has the days that the library has, and the month is the sum of its days', () => {
    const calendar = createCalendar();
    const atMs = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 });
    fc.assert(
      fc.property(fc.array(atMs, { minLength: 1, maxLength: 20 }), (moments) => {
        const db = open();
        for (const moment of moments) put(db, { created_at_ms: moment, cost: money(7) });
        const [now = 0] = moments;
        const { days, today } = report(db, now);
        const wanted = new Set(moments.map((moment) => calendar.day(moment)));
        expect(days.map(({ day }) => day)).toEqual([...wanted].sort().reverse());
        const month = calendar.day(now).slice(0, 7);
        const inMonth = moments.filter((moment) => calendar.day(moment).startsWith(month));
        expect(spentInMonth(db, now)).toBe(inMonth.length * 7);
        expect(today.runs).toBe(
          moments.filter((moment) => calendar.day(moment) === calendar.day(now)).length,
        );
        db.close();
      }),
      { numRuns: 30 },
    );
  });
});
