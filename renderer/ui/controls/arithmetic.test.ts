import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readArithmetic } from './arithmetic.ts';

it.each([
  ['64', 64],
  [' 32 * 2 ', 64],
  ['1,5', 1.5],
  ['100/3+1', 100 / 3 + 1],
  ['2+3*4', 14],
  ['(2+3)*4', 20],
  ['-5', -5],
  ['10--5', 15],
  ['', null],
  ['px', null],
  ['2 3', null],
  ['1/0', null],
  ['(1', null],
  ['1)', null],
  ['alert(1)', null],
  ['1e9', null],
  ['1+'.repeat(50), null],
])('%j reads as %s', (text, expected) => {
  expect(readArithmetic(text)).toBe(expected);
});

it('whatever is typed gives a finite number or nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readArithmetic(text);
      expect(read === null || Number.isFinite(read)).toBe(true);
    }),
  );
});
