import { expect, test } from 'vitest';
import type { CandidateSet, GenerationInput, Job } from '../../../shared/contracts/desktop/index.ts';
import { listRuns, nextPicture, slotToShow } from './runs.ts';

const input: GenerationInput = {
  operation: 'text-to-image',
  modelId: 'sandbox',
  prompt: 'quinces',
  negativePrompt: '',
  aspect: '1:1',
  quality: 'standard',
  count: 3,
  seed: null,
  background: 'auto',
  parentPictureId: null,
  references: [],
  place: null,
};
const common = { modelId: 'sandbox', prompt: 'quinces', count: 3, input, quote: { kind: 'free' } } as const;

function setOf(generationId: string, ordinals: readonly number[], open: boolean): CandidateSet {
  const pictures = ordinals.map((ordinal) => ({
    pictureId: `p${ordinal}`,
    ordinal,
    sha256: 'ab',
    width: 8,
    height: 8,
  }));
  return { ...common, generationId, open, pictures };
}

function jobOf(id: string, state: Job['state'], interrupted = false): Job {
  return {
    ...common,
    id,
    operation: 'text-to-image',
    providerId: 'sandbox',
    state,
    interrupted,
    blocked: null,
    delivered: 0,
    cost: null,
    reason: null,
    createdAtMs: 0,
    endedAtMs: null,
    thumbnail: null,
    pictureIds: [],
  };
}

test('a running job without a delivered picture is a run of waiting slots, and stands once beside its set', () => {
  const runs = listRuns([jobOf('2', 'running'), jobOf('1', 'running')], [setOf('1', [0], true)]);
  expect(runs.map((run) => run.id)).toEqual(['2', '1']);
  expect(runs[0]?.slots.map((slot) => slot.kind)).toEqual(['waiting', 'waiting', 'waiting']);
  expect(runs[1]?.slots.map((slot) => slot.kind)).toEqual(['picture', 'waiting', 'waiting']);
});

test('ended and interrupted jobs are not looked at, and what they did not deliver is returned', () => {
  const runs = listRuns([jobOf('2', 'failed'), jobOf('3', 'running', true)], [setOf('1', [1], false)]);
  expect(runs).toHaveLength(1);
  expect(runs[0]?.slots.map((slot) => slot.kind)).toEqual(['returned', 'picture', 'returned']);
});

test('the first delivered picture is shown until another is chosen', () => {
  const [run] = listRuns([], [setOf('1', [1, 2], true)]);
  if (run === undefined) throw new Error('no run');
  expect(slotToShow(run, undefined, 0)?.ordinal).toBe(1);
  expect(slotToShow(run, 2, 0)?.ordinal).toBe(2);
});

test('stepping goes round and skips slots without a picture', () => {
  const [run] = listRuns([], [setOf('1', [0, 2], false)]);
  if (run === undefined) throw new Error('no run');
  expect(nextPicture(run, 0, 1)).toBe(2);
  expect(nextPicture(run, 2, 1)).toBe(0);
  expect(nextPicture(run, 0, -1)).toBe(2);
});
