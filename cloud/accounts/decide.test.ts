import { describe, expect, it } from 'vitest';
import { readLegal } from '../platform/legal.ts';
import {
  decideAgreement,
  decideSignIn,
  dueAt,
  GRACE_MS,
  type KnownAccount,
  mayUnlink,
  needsOf,
} from './decide.ts';

const open = (accountId: string): KnownAccount => ({ accountId, state: 'open', dueAtMs: null });
const closing: KnownAccount = { accountId: 'c', state: 'closing', dueAtMs: 99 };

describe('where a proof leads', () => {
  it.each([
    ['nobody known', null, null, { kind: 'agree' }],
    ['its own account', open('a'), null, { kind: 'enter', accountId: 'a' }],
    ['its own account, whatever the address says', open('a'), open('b'), { kind: 'enter', accountId: 'a' }],
    ['an account with the address', null, open('b'), { kind: 'offer-link', accountId: 'b' }],
    ['its own account that is closing', closing, null, { kind: 'restore', accountId: 'c', dueAtMs: 99 }],
    [
      'a closing account with the address: kept first, then linked',
      null,
      closing,
      { kind: 'restore', accountId: 'c', dueAtMs: 99 },
    ],
  ] as const)('%s', (_, owner, atAddress, decision) => {
    expect(decideSignIn({ owner, atAddress }, 98)).toEqual(decision);
  });

  it('an account whose time has come is kept no more, by whichever way in', () => {
    for (const facts of [
      { owner: closing, atAddress: null },
      { owner: null, atAddress: closing },
    ])
      expect(decideSignIn(facts, 99)).toEqual({ kind: 'going' });
  });
});

describe('agreeing', () => {
  const legal = readLegal();
  const given = {
    terms: legal.terms.version,
    privacy: legal.privacy.version,
    country: 'NZ',
    oldEnough: true,
  };

  it.each([
    ['all of it', given, { kind: 'agreed' }],
    ['old terms', { ...given, terms: '2000-01-01' }, { kind: 'outdated' }],
    ['old privacy', { ...given, privacy: '2000-01-01' }, { kind: 'outdated' }],
    ['too young', { ...given, oldEnough: false }, { kind: 'under-age', minimumAge: 13 }],
    [
      'too young in Germany',
      { ...given, country: 'DE', oldEnough: false },
      { kind: 'under-age', minimumAge: 16 },
    ],
    [
      'too young, before anything about terms',
      { ...given, terms: '', oldEnough: false },
      { kind: 'under-age', minimumAge: 13 },
    ],
  ] as const)('%s', (_, agreement, decision) => {
    expect(decideAgreement(legal, agreement)).toEqual(decision);
  });

  it.each([
    ['nothing yet', null, {}, ['age', 'terms']],
    ['age alone', 1, {}, ['terms']],
    ['one of two texts', 1, { terms: legal.terms.version }, ['terms']],
    ['all', 1, { terms: legal.terms.version, privacy: legal.privacy.version }, []],
    ['terms that changed since', 1, { terms: '2000-01-01', privacy: legal.privacy.version }, ['terms']],
  ] as const)('what is still needed after %s (P-04)', (_, ageConfirmedAtMs, accepted, needs) => {
    expect(needsOf(legal, { ageConfirmedAtMs, accepted })).toEqual(needs);
  });
});

it('the last way in stays', () => {
  expect(mayUnlink([{ id: 'a' }, { id: 'b' }], 'a')).toBe('yes');
  expect(mayUnlink([{ id: 'a' }], 'a')).toBe('last');
  expect(mayUnlink([{ id: 'a' }], 'b')).toBe('unknown');
});

it('content goes after 14 days, or now (P-34)', () => {
  expect(dueAt('after-grace', 1_000)).toBe(1_000 + GRACE_MS);
  expect(GRACE_MS).toBe(14 * 24 * 3600 * 1000);
  expect(dueAt('now', 1_000)).toBe(1_000);
});
