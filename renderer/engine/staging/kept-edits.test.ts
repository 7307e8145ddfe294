import { expect, it } from 'vitest';
import type { KeepJob } from '../guarantee/jobs.ts';
import type { StagedPicture } from '../protocol/index.ts';
import { createKeptEdits } from './kept-edits.ts';

const SIDE = 10;
const FRAME = { x: 0, y: 0, width: SIDE, height: SIDE };
const BYTES = SIDE * SIDE * 4;
const picture = (pictureId: string): StagedPicture => ({
  pictureId,
  sha256: pictureId,
  act: 'new-layer',
  frameId: null,
  frame: FRAME,
  window: FRAME,
  layerId: null,
});

function edits(bytesMax: number, fails = false) {
  const done: KeepJob[] = [];
  const files = {
    pictureFile: async (sha256: string) => (sha256 === 'gone' ? null : new Uint8Array(1)),
    frameFiles: async () => null,
  };
  const work = {
    async keep(job: KeepJob) {
      done.push(job);
      if (fails) throw new Error('out of memory');
      return { kind: 'placed', picture: { ...FRAME, bytes: new Uint8Array(BYTES) } } as const;
    },
    frame: () => Promise.reject(new Error('nobody takes a frame here')),
  };
  return { done, kept: createKeptEdits(files, work, bytesMax) };
}

it('works once for a picture, also when it is asked for twice at the same time', async () => {
  const { done, kept } = edits(99 * BYTES);
  const [one, other] = await Promise.all([kept.ask(picture('a'), 'cut'), kept.ask(picture('a'), 'cut')]);
  expect(one).toBe(other);
  expect(kept.known(picture('a'), 'cut')).toBe(one);
  expect(kept.known(picture('a'), 'placed')).toBeNull();
  expect(done).toHaveLength(1);
});

it('remembers the last ones looked at within its bytes, and the newest always', async () => {
  const { kept } = edits(2 * BYTES);
  for (const id of ['a', 'b']) await kept.ask(picture(id), 'cut');
  expect(kept.known(picture('a'), 'cut')).not.toBeNull();
  await kept.ask(picture('c'), 'cut');
  expect(['a', 'b', 'c'].map((id) => kept.known(picture(id), 'cut') !== null)).toEqual([true, false, true]);
  const small = edits(1).kept;
  await small.ask(picture('a'), 'cut');
  expect(small.known(picture('a'), 'cut')).not.toBeNull();
});

it('remembers nothing that is missing or failed: it may be there the next time', async () => {
  const { done, kept } = edits(99 * BYTES, true);
  expect(await kept.ask(picture('gone'), 'cut')).toEqual({ kind: 'refused', why: 'picture-missing' });
  for (let turn = 0; turn < 2; turn++)
    expect(await kept.ask(picture('a'), 'cut')).toEqual({ kind: 'refused', why: 'picture-unreadable' });
  expect(done).toHaveLength(2);
});
