import { expect, test } from 'vitest';
import { folderOf } from './paths.ts';

test('the folder of a file, on every system', () => {
  expect(folderOf('/data/out/still-life.png')).toBe('/data/out');
  expect(folderOf('D:\\out\\still-life.png')).toBe('D:\\out');
});
