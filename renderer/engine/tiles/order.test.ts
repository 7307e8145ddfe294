import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOrder } from './order.ts';

it('is the row that a list would be: the cooled before the touched, each as they came', () => {
  const act = fc.record({ what: fc.constantFrom('touch', 'cool', 'remove'), value: fc.nat(6) });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const order = createOrder<number>();
      let cold: number[] = [];
      let warm: number[] = [];
      for (const { what, value } of acts) {
        const isIn = cold.includes(value) || warm.includes(value);
        expect(order.has(value)).toBe(isIn);
        cold = cold.filter((one) => one !== value);
        warm = warm.filter((one) => one !== value);
        if (what === 'touch') warm.push(value);
        if (what === 'cool' && isIn) cold.push(value);
        order[what as 'touch' | 'cool' | 'remove'](value);
        expect(order.first()).toBe(cold[0] ?? warm[0] ?? null);
      }
    }),
    { numRuns: 100 },
  );
});
