import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dollarsText, readDollars } from './money.ts';

test.each([
  ['', null],
  ['  ', null],
  ['0', 0],
  ['0.01', 10_000],
  ['0,5', 500_000],
  ['12', 12_000_000],
  ['$3', 3_000_000],
  [' $ 3.20 ', 3_200_000],
  ['1000000', 1_000_000_000_000],
])('%j is %j', (text, micros) => {
  expect(readDollars(text)).toEqual({ kind: 'money', micros });
});

test.each(['-1', '1.234', '1e3', 'five', '1 000', '$', '1000001', '1.', '.5', '1,000.00'])(
  '%j is no amount',
  (text) => {
    expect(readDollars(text)).toEqual({ kind: 'wrong' });
  },
);

test('what a field shows is read as what was stored, to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => {
      expect(readDollars(dollarsText(cents * 10_000))).toEqual({ kind: 'money', micros: cents * 10_000 });
    }),
  );
});
