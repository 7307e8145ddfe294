import { describe, expect, test } from 'vitest';
import type { Inspected } from '../../media/decoder/index.ts';
import { type Announced, decideCreate, decideLook, isGone } from './decide.ts';
import type { ObjectRow } from './rows.ts';

const NOW = 1_000_000_000;
const DAY_MS = 86_400_000;
const ME = 'account-1';

const asked: Announced = {
  id: 'object-1',
  generationId: 'generation-1',
  type: 'image/png',
  sizeBytes: 1_000,
  sha256: 'a'.repeat(64),
};

const row = (change: Partial<ObjectRow> = {}): ObjectRow => ({
  ...asked,
  accountId: ME,
  key: 'key-1',
  width: null,
  height: null,
  state: 'awaited',
  createdAtMs: NOW - 5,
  storedAtMs: null,
  expiresAtMs: NOW + 5,
  deletedAtMs: null,
  leftoversAtMs: null,
  forgetAtMs: null,
  ...change,
});

describe('an announcement', () => {
  const none = { usedBytes: 0, count: 0 };
  test.each([
    ['a guest', { kind: 'guest', usage: none }, {}, { kind: 'make', expiresAtMs: NOW + DAY_MS }],
    ['a member', { kind: 'member', usage: none }, {}, { kind: 'make', expiresAtMs: NOW + DAY_MS }],
    ['nobody', { kind: null, usage: none }, {}, { kind: 'closed' }],
    ['the largest there is', { kind: 'guest', usage: none }, { sizeBytes: 50_000_000 }, { kind: 'make' }],
    ['a byte more', { kind: 'member', usage: none }, { sizeBytes: 50_000_001 }, { kind: 'too-large' }],
    ['the last byte', { kind: 'guest', usage: { usedBytes: 199_999_000, count: 9 } }, {}, { kind: 'make' }],
    ['one too many', { kind: 'guest', usage: { usedBytes: 199_999_001, count: 9 } }, {}, { kind: 'quota' }],
    [
      'the same for a member',
      { kind: 'member', usage: { usedBytes: 199_999_001, count: 9 } },
      {},
      { kind: 'make' },
    ],
    [
      'small ones without end',
      { kind: 'guest', usage: { usedBytes: 500, count: 500 } },
      {},
      { kind: 'quota' },
    ],
  ] as const)('of %s', (_name, facts, change, decision) => {
    expect(decideCreate({ existing: null, ...facts }, ME, { ...asked, ...change }, NOW)).toMatchObject(
      decision,
    );
  });

  test.each([
    ['awaited', row(), 'known'],
    ['stored', row({ state: 'stored', width: 1, height: 1 }), 'known'],
    ['of another account', row({ accountId: 'account-2' }), 'taken'],
    ['for another generation', row({ generationId: 'generation-2' }), 'taken'],
    ['of another type', row({ type: 'image/webp' }), 'taken'],
    ['of another size', row({ sizeBytes: 1 }), 'taken'],
    ['of other bytes', row({ sha256: 'b'.repeat(64) }), 'taken'],
    ['that has expired', row({ expiresAtMs: NOW }), 'taken'],
    ['that was deleted', row({ state: 'deleted', deletedAtMs: 1 }), 'taken'],
  ] as const)('under the id of one %s is %s', (_name, existing, kind) => {
    // A full account still hears of what it has.
    const facts = { kind: 'guest', existing, usage: { usedBytes: 200_000_000, count: 500 } } as const;
    expect(decideCreate(facts, ME, asked, NOW).kind).toBe(kind);
  });
});

test('an object is gone at the very millisecond that was said', () => {
  expect(isGone(row({ expiresAtMs: NOW + 1 }), NOW)).toBe(false);
  expect(isGone(row({ expiresAtMs: NOW }), NOW)).toBe(true);
});

describe('what the decoder saw', () => {
  const seen: Inspected = {
    kind: 'picture',
    format: 'png',
    mediaType: 'image/png',
    width: 10_000,
    height: 10_000,
    thumbnail: null,
  };
  test.each([
    ['is taken as it was announced', seen, null],
    ['has a pixel too many', { ...seen, width: 10_001 }, 'too-many-pixels'],
    ['is another format', { ...seen, mediaType: 'image/avif' }, 'not-as-announced'],
    ['is a bomb', { kind: 'refused', code: 'too-large', detail: 'pixels' }, 'too-many-pixels'],
    ['is no picture', { kind: 'refused', code: 'not-a-picture', detail: 'pixels' }, 'not-a-picture'],
    ['took too long', { kind: 'refused', code: 'too-slow', detail: 'time' }, 'not-a-picture'],
    ['killed the decoder', { kind: 'refused', code: 'decoder-crashed', detail: 'exit' }, 'not-a-picture'],
  ] as const)('%s', (_name, outcome, refusal) => {
    expect(decideLook(row(), outcome)).toBe(refusal);
  });
});
