import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMovedClock, type MovedClock } from '../../../tests/drivers/moved-clock.ts';
import {
  CLIENT_ID,
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../../tests/drivers/own-account.ts';
import { visit } from '../../../tests/drivers/visit.ts';
import { ACCESS_S, type CloudDouble, page, startCloudDouble } from '../../../tests/fakes/cloud/index.ts';
import type { LastKnown } from '../index.ts';

const ACCESS_MS = ACCESS_S * 1_000;

let clock: MovedClock;
let double: CloudDouble;
let keychain: MemoryKeychain;
let kept: { value: LastKnown | null };

beforeEach(async () => {
  clock = createMovedClock();
  double = await startCloudDouble(clock.now);
  onTestFinished(() => double.stop());
  keychain = memoryKeychain();
  kept = { value: null };
});

async function start(): Promise<OwnAccount> {
  const opened = await openAccount({ issuer: double.issuer, clock, keychain, kept });
  onTestFinished(() => opened.accounts.stop());
  await opened.accounts.open(null);
  return opened;
}

const name = (): string => `cloud-session@${double.issuer}`;
const stored = (): string | null => JSON.parse(keychain.items.get(name()) ?? 'null')?.refreshToken ?? null;
const newest = (): string | undefined => double.grants.sessions.at(-1)?.refresh;
const live = (): (boolean | undefined)[] => double.grants.sessions.map((session) => session.live);
const refreshes = (): number =>
  double.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length;

describe('a keychain that can not be read', () => {
  it('at the start is said, and asked again when somebody looks', async () => {
    const first = await start();
    await first.signIn(double.approve);
    await first.accounts.stop();
    keychain.refuse('all', 'locked');
    const own = await start();
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: null, keychain: 'locked' });
    expect(await own.accounts.update({ name: 'x' })).toMatchObject({ refusal: { code: 'SIGNED_OUT' } });
    await own.accounts.refresh();
    expect(own.accounts.state().session).toMatchObject({ kind: 'out', keychain: 'locked' });
    keychain.refuse('all', null);
    await own.accounts.refresh();
    expect(own.accounts.state().session).toMatchObject({ kind: 'in', account: { kind: 'member' } });
  });

  it('and has said so already is not asked a second time', async () => {
    const asked: string[] = [];
    const read = (account: string) => {
      asked.push(account);
      return keychain.keychain.read(account);
    };
    const watched = { ...keychain, keychain: { ...keychain.keychain, read } };
    const own = await openAccount({ issuer: double.issuer, clock, keychain: watched, kept });
    await own.accounts.open('not-answering');
    expect(asked).toEqual([]);
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: null, keychain: 'not-answering' });
  });

  it('while a token is renewed is no obstacle: it is in memory', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.refuse('read', 'locked');
    clock.pass(ACCESS_MS);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(stored()).toBe(newest());
  });
});

describe('a keychain that does not take what it is given', () => {
  it('after the browser was opened: the session lasts until Gesso ends, and the window says so', async () => {
    const own = await start();
    await own.accounts.signIn({ method: null });
    keychain.refuse('write', 'locked');
    await visit(double.approve(own.opened[0] ?? ''));
    await own.until(({ signingIn }) => signingIn === null);
    expect(own.accounts.state().session).toMatchObject({
      kind: 'in',
      account: { kind: 'member' },
      keychain: 'locked',
    });
    expect(stored()).toBeNull();
    clock.pass(ACCESS_MS);
    expect((await own.accounts.update({ name: 'Still here' })).kind).toBe('value');
    expect(live()).toEqual([true]);
  });

  it('when a token was renewed: it is used, kept as soon as can be, and the old one is shown to nobody', async () => {
    const own = await start();
    await own.signIn(double.approve);
    const old = stored();
    keychain.refuse('write', 'failed');
    clock.pass(ACCESS_MS);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(own.accounts.state().session).toMatchObject({ kind: 'in', keychain: 'failed' });
    expect(stored()).toBe(old);
    expect(kept.value?.item).toBe('stale');
    keychain.refuse('write', null);
    clock.pass(ACCESS_MS);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(own.accounts.state().session).toMatchObject({ kind: 'in', keychain: null });
    expect(stored()).toBe(newest());
    expect(kept.value?.item).toBe('good');
    const shown = double.requests.map(({ form }) => form.get('refresh_token')).filter((one) => one !== null);
    expect(new Set(shown).size).toBe(shown.length);
    expect(live()).toEqual([true]);
  });

  it('and takes it at the end after all', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.refuse('write', 'failed');
    clock.pass(ACCESS_MS);
    await own.accounts.refresh();
    keychain.refuse('write', null);
    await own.accounts.stop();
    expect(stored()).toBe(newest());
    const next = await start();
    expect(next.accounts.state().session.kind).toBe('in');
  });

  it('to the end: the next start does not show the old token, which would look like a theft', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.refuse('write', 'failed');
    clock.pass(ACCESS_MS);
    await own.accounts.refresh();
    await own.accounts.stop();
    const before = refreshes();
    keychain.refuse('write', null);
    const next = await start();
    expect(next.accounts.state().session).toMatchObject({ kind: 'out', why: 'keychain', keychain: null });
    expect(refreshes()).toBe(before);
    expect(keychain.items.has(name())).toBe(false);
    await expect.poll(() => double.grants.revoked.length).toBe(1);
  });
});

describe('a keychain that does not let go', () => {
  it('signed out is signed out, here and at the next start', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.refuse('remove', 'locked');
    const state = await own.accounts.signOut();
    expect(state.session).toEqual({ kind: 'out', why: null, keychain: 'locked' });
    expect(kept.value?.item).toBe('ended');
    await own.accounts.stop();
    expect(stored()).not.toBeNull();
    keychain.refuse('remove', null);
    const next = await start();
    expect(next.accounts.state().session).toEqual({ kind: 'out', why: null, keychain: null });
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
    expect(live()).toEqual([false]);
    expect(refreshes()).toBe(0);
  });

  it('is asked to let go again when the person signs out again', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.refuse('remove', 'locked');
    await own.accounts.signOut();
    keychain.refuse('remove', null);
    expect((await own.accounts.signOut()).session).toEqual({ kind: 'out', why: null, keychain: null });
    expect(stored()).toBeNull();
  });

  it('that takes no debt either: the cloud is told now or never', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.refuse('all', 'locked');
    expect((await own.accounts.signOut()).session).toMatchObject({ kind: 'out', keychain: 'locked' });
    await expect.poll(live).toEqual([false]);
  });
});

describe('an item', () => {
  it('that was removed by hand is a session that is gone', async () => {
    const own = await start();
    await own.signIn(double.approve);
    keychain.items.delete(name());
    clock.pass(ACCESS_MS);
    await own.accounts.refresh();
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: 'keychain', keychain: null });
    expect(refreshes()).toBe(0);
  });

  it('that is gone at the start as well', async () => {
    const first = await start();
    await first.signIn(double.approve);
    await first.accounts.stop();
    keychain.items.clear();
    const own = await start();
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: 'keychain', keychain: null });
    await own.accounts.stop();
    expect((await start()).accounts.state().session).toEqual({ kind: 'out', why: null, keychain: null });
  });

  it.each<[string, unknown]>([
    ['no JSON', 'plain text'],
    ['of another shape', { token: 'x' }],
    [
      'of another cloud',
      {
        ...{ refreshToken: 'x', issuer: 'https://other.example', clientId: CLIENT_ID },
        ...{ accountId: null, sessionId: null, savedAtMs: 1 },
      },
    ],
  ])('%s is none, and goes nowhere', async (_what, item) => {
    keychain.items.set(name(), typeof item === 'string' ? item : JSON.stringify(item));
    const own = await start();
    expect(own.accounts.state().session.kind).toBe('out');
    expect(double.requests).toEqual([]);
  });

  it('without a database that remembers is a session all the same', async () => {
    const first = await start();
    await first.signIn(double.approve);
    await first.accounts.stop();
    kept.value = null;
    double.all(page(503));
    const own = await start();
    expect(own.accounts.state().session).toEqual({ kind: 'in', account: null, asOfMs: null, keychain: null });
  });

  it('is tried before a sign-in and leaves nothing behind', async () => {
    const own = await start();
    await own.accounts.signIn({ method: null });
    expect([...keychain.items.keys()]).toEqual([]);
  });
});
