import { expect, test } from 'vitest';
import { minimumAgeIn } from './age.ts';

const AGES = { general: 13, byCountry: { DE: 16, AT: 14 } };

test.each([
  ['DE', 16],
  ['AT', 14],
  ['GB', 13],
  // Names that every object has are no countries.
  ['constructor', 13],
])('in %s it is %d', (country, age) => {
  expect(minimumAgeIn(country, AGES)).toBe(age);
});
