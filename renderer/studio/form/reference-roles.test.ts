import { expect, test } from 'vitest';
import { withAdded } from './reference-roles.ts';

const ids = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `p${from + at}` }));

test('what has no place any more takes no role away: the edit stays an edit', () => {
  const full = withAdded(withAdded([], ids(0, 1), 'source'), ids(1, 15), 'subject');
  expect(full).toHaveLength(16);
  expect(withAdded(full, ids(99, 1), 'source')).toEqual(full);
  expect(full[0]).toEqual({ pictureId: 'p0', role: 'source' });
});

test('those that were there go in once', () => {
  expect(withAdded(withAdded([], ids(0, 10), 'style'), ids(8, 12), 'subject')).toHaveLength(16);
});
