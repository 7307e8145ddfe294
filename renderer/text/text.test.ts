import { expect, test } from 'vitest';
import { formatBytes, formatDay, formatDollars, formatTenths, nearDay, shortPath } from './format.ts';
import { initialsOf } from './initials.ts';
import { pictureTitle } from './picture-title.ts';

test.each([
  ['Still life with quinces, dark bottle and jug', 'Still life with quinces'],
  ['  a cobalt-glazed vase: soft light', 'Cobalt-glazed vase'],
  ['the harbour', 'Harbour'],
  ['Another day', 'Another day'],
  ['x'.repeat(60), `${'X'}${'x'.repeat(47)}…`],
  [
    'a very long first clause that goes on well past what a tag above a picture can hold',
    'Very long first clause that goes on well past…',
  ],
])('%j is called %j', (prompt, title) => {
  expect(pictureTitle(prompt)).toBe(title);
});

test.each([
  ['Ilse Maurer', 'IM'],
  ['ilse anna maurer', 'IM'],
  ['Ada', 'A'],
  ['ada@example.com', 'A'],
  ['ada.byron@example.com', 'AB'],
  ['  ', ''],
  ['😀 Smith', '😀S'],
])('%j has the initials %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [4_120_000, '4.1 MB'],
  [412_000_000_000, '412 GB'],
])('%d bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0'],
  [-0.04, '0'],
  [0.34, '0.3'],
  [-2.26, '−2.3'],
  [12, '12'],
])('%d reads %s to a tenth', (value, text) => {
  expect(formatTenths(value)).toBe(text);
});

test('a price is never said lower than it is', () => {
  expect(formatDollars(170_001)).toBe('$0.18');
  expect(formatDollars(170_000)).toBe('$0.17');
  expect(formatDollars(32_500)).toBe('$0.033');
  expect(formatDollars(40_000)).toBe('$0.04');
  expect(formatDollars(1)).toBe('$0.001');
  expect(formatDollars(0)).toBe('$0.00');
});

test.each([
  ['/home/ada/Pictures/Gesso', '/home/ada', '~/Pictures/Gesso'],
  ['/home/ada', '/home/ada', '~'],
  ['/home/adam/Pictures', '/home/ada', '/home/adam/Pictures'],
  ['D:\\Pictures', null, 'D:\\Pictures'],
])('%s with the home folder %s reads %s', (path, home, text) => {
  expect(shortPath(path, home)).toBe(text);
});

test('days near now have words, others their full name', () => {
  const now = new Date(2026, 10, 20, 0, 30).getTime();
  expect(nearDay('2026-11-20', now)).toBe('today');
  expect(nearDay('2026-11-19', now)).toBe('yesterday');
  expect(nearDay('2026-11-18', now)).toBeNull();
  expect(formatDay('2026-11-20')).toBe('Friday 20 November 2026');
});
