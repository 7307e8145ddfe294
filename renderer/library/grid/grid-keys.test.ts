import { expect, test } from 'vitest';
import type { Picture } from '../../../shared/contracts/desktop/index.ts';
import { pictureAfterKey } from './grid-keys.ts';
import { layOut } from './lay-out.ts';

function pictureOf(id: string, day: string): Picture {
  return {
    id,
    position: 0,
    sha256: 'ab',
    width: 100,
    height: 100,
    madeAtMs: 0,
    day,
    prompt: '',
    modelId: 'sandbox',
    origin: 'made',
    verdict: 'pending',
  };
}

/** Today: a b c / d e. Yesterday: f. */
const layout = layOut(
  [...'abcde'].map((id) => pictureOf(id, '2026-11-20')).concat(pictureOf('f', '2026-11-19')),
  310,
  100,
);

test.each([
  ['ArrowRight', 'a', 'b'],
  ['ArrowRight', 'c', 'd'],
  ['ArrowLeft', 'd', 'c'],
  ['ArrowLeft', 'a', undefined],
  ['ArrowDown', 'b', 'e'],
  ['ArrowDown', 'c', 'e'],
  ['ArrowDown', 'e', 'f'],
  ['ArrowUp', 'f', 'd'],
  ['Home', 'e', 'd'],
  ['End', 'a', 'c'],
  ['PageDown', 'a', 'f'],
  ['x', 'a', undefined],
  ['ArrowDown', null, 'a'],
] as const)('%s from %s leads to %s', (key, from, to) => {
  expect(pictureAfterKey(key, from, layout)?.id).toBe(to);
});
