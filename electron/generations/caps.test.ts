import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quote } from '../../shared/operations/index.ts';
import { type Caps, findCap } from './caps.ts';

const micros = fc.integer({ min: 0, max: 50_000_000 });
const cap = fc.option(fc.oneof(fc.constant(0), micros), { nil: null });
const caps = fc.record({ runMicros: cap, monthMicros: cap });
const estimate = (amount: number): Quote => ({ kind: 'estimate', currency: 'USD', micros: amount });

describe('caps', () => {
  it('let a paid run through exactly when both have room for it', () => {
    fc.assert(
      fc.property(caps, micros, micros, (set: Caps, spent, run) => {
        const fits = (limit: number | null, sum: number) => limit === null || (limit > 0 && sum <= limit);
        const refusal = findCap(set, spent, estimate(run));
        if (!fits(set.runMicros, run)) expect(refusal?.code).toBe('RUN_CAP');
        else if (!fits(set.monthMicros, spent + run)) expect(refusal?.code).toBe('MONTH_CAP');
        else expect(refusal).toBeNull();
      }),
    );
  });

  it('never let a month become dearer than its cap, in whatever order runs are asked for', () => {
    fc.assert(
      fc.property(micros, fc.array(micros, { maxLength: 30 }), (monthMicros, runs) => {
        let spent = 0;
        for (const run of runs) {
          if (findCap({ runMicros: null, monthMicros }, spent, estimate(run)) === null) spent += run;
        }
        expect(spent).toBeLessThanOrEqual(monthMicros);
      }),
    );
  });

  it('never refuse what is free or has no known price', () => {
    fc.assert(
      fc.property(caps, micros, fc.constantFrom('free', 'unknown'), (set: Caps, spent, kind) => {
        expect(findCap(set, spent, { kind: kind as 'free' | 'unknown' })).toBeNull();
      }),
    );
  });

  it('say what the cap is, what is spent and what the run would cost', () => {
    expect(findCap({ runMicros: 10_000, monthMicros: null }, 5, estimate(31_680))).toMatchObject({
      code: 'RUN_CAP',
      data: { capMicros: 10_000, runMicros: 31_680 },
    });
    expect(findCap({ runMicros: null, monthMicros: 40_000 }, 20_000, estimate(20_001))).toMatchObject({
      code: 'MONTH_CAP',
      data: { capMicros: 40_000, spentMicros: 20_000, runMicros: 20_001 },
    });
  });
});
