import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../providers/contract/index.ts';
import { decideEnding } from './ending.ts';

const succeeded: Outcome = { kind: 'succeeded' };
const failed: Outcome = {
  kind: 'failed',
  error: 'upstream',
  retryable: true,
  charged: 'no',
  requestId: 'r',
  status: 503,
};
const refused: Outcome = { kind: 'refused', stage: 'input', categories: ['likeness'], requestId: null };
const nothing = { kind: 'nothing' } as const;

describe('how a run ends', () => {
  it.each([
    ['all came', succeeded, 4, null, 'succeeded', null],
    ['some came and it said done', succeeded, 2, null, 'succeeded', 'no-result'],
    ['none came and it said done', succeeded, 0, null, 'failed', 'no-result'],
    ['what came was no picture', succeeded, 0, 'not-a-picture', 'failed', 'not-a-picture'],
    ['it broke before the first', failed, 0, null, 'failed', 'upstream'],
    ['it broke after the second', failed, 2, null, 'succeeded', 'upstream'],
    ['it was refused', refused, 0, null, 'refused', 'refused'],
    ['the third was refused', refused, 2, null, 'succeeded', 'refused'],
    ['it was cancelled', { kind: 'cancelled' } as const, 1, null, 'cancelled', null],
    ['it expired', { kind: 'expired' } as const, 0, null, 'expired', null],
  ] as const)('%s', (_name, outcome, delivered, spoiled, state, code) => {
    const ending = decideEnding({ outcome, cost: nothing, delivered, count: 4, spoiled, ownCode: null });
    expect(ending.state).toBe(state);
    expect(ending.reason?.code ?? null).toBe(code);
  });

  it('keeps what was really charged, and says unknown when nobody knows', () => {
    const money = { kind: 'money', currency: 'USD', micros: 41_000, usage: null } as const;
    expect(
      decideEnding({ outcome: succeeded, cost: money, delivered: 4, count: 4, spoiled: null, ownCode: null })
        .cost,
    ).toEqual({
      kind: 'money',
      currency: 'USD',
      micros: 41_000,
    });
    expect(
      decideEnding({ outcome: succeeded, cost: null, delivered: 1, count: 4, spoiled: null, ownCode: null })
        .reason?.charged,
    ).toBe('unknown');
    expect(
      decideEnding({ outcome: succeeded, cost: money, delivered: 1, count: 4, spoiled: null, ownCode: null })
        .reason?.charged,
    ).toBe('yes');
  });

  it('a reason of ours stands in place of what an adapter would say', () => {
    const ending = decideEnding({
      outcome: failed,
      cost: nothing,
      delivered: 0,
      count: 1,
      spoiled: null,
      ownCode: 'reference-missing',
    });
    expect(ending.reason).toMatchObject({ code: 'reference-missing', charged: 'no' });
  });

  it('bounds what a hostile provider writes into the record', () => {
    const categories = Array.from({ length: 500 }, () => 'x'.repeat(5000));
    const ending = decideEnding({
      outcome: { kind: 'refused', stage: 'output', categories, requestId: 'y'.repeat(9000) },
      cost: null,
      delivered: 0,
      count: 1,
      spoiled: null,
      ownCode: null,
    });
    expect(JSON.stringify(ending.reason).length).toBeLessThan(3000);
  });
});
