import { expect, test } from 'vitest';
import { exportsFolder, nameFromTitle, scaledSize } from './export-rules.ts';

test.each([
  [{ width: 1248, height: 832 }, 0.5, { width: 624, height: 416 }],
  [{ width: 1023, height: 1 }, 0.25, { width: 256, height: 1 }],
])('%j at %d is %j: no picture loses its last pixel', (size, scale, scaled) => {
  expect(scaledSize(size, scale)).toEqual(scaled);
});

test.each([
  ['/home/ada/Pictures/Gesso', '/home/ada/Pictures/Exports'],
  ['/home/ada/Pictures/Gesso/', '/home/ada/Pictures/Exports'],
  ['C:\\Users\\Ada\\Pictures\\Gesso', 'C:\\Users\\Ada\\Pictures\\Exports'],
])('beside %s stands %s', (library, exports) => {
  expect(exportsFolder(library)).toBe(exports);
});

test('a cut title gives a whole name', () => {
  expect(nameFromTitle('Very long first clause…')).toBe('Very long first clause');
});
