import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMovedClock, type MovedClock } from '../../tests/drivers/moved-clock.ts';
import {
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../tests/drivers/own-account.ts';
import { type CloudDouble, json, page, startCloudDouble } from '../../tests/fakes/cloud/index.ts';
import type { Accounts } from './index.ts';

const MINUTE_MS = 60_000;
const ID = '01900000-0000-7000-8000-0000000000aa';

let clock: MovedClock;
let double: CloudDouble;
let keychain: MemoryKeychain;
let own: OwnAccount;

beforeEach(async () => {
  clock = createMovedClock();
  double = await startCloudDouble(clock.now);
  keychain = memoryKeychain();
  own = await openAccount({ issuer: double.issuer, clock, keychain });
  onTestFinished(async () => {
    await own.accounts.stop();
    await double.stop();
  });
  await own.accounts.open(null);
  await own.signIn(double.approve);
});

const no = (code: string, status: number, data?: unknown) =>
  json(status, { defined: true, code, status, message: 'no', ...(data === undefined ? {} : { data }) });

type Call = (accounts: Accounts) => Promise<unknown>;
const refused = (code: string, data?: unknown) => ({
  kind: 'refused',
  refusal: data === undefined ? { code } : { code, data },
});

describe('a refusal of the cloud', () => {
  it.each<[string, string, ReturnType<typeof no>, Call, ReturnType<typeof refused>]>([
    [
      'of a field',
      '/v1/account',
      no('PROFILE_FIELD', 422, { field: 'country' }),
      (accounts) => accounts.update({ country: 'ZZ' }),
      refused('PROFILE_FIELD', { field: 'country' }),
    ],
    [
      'to end a session that is gone',
      `/v1/sessions/${ID}`,
      no('NOT_FOUND', 404),
      (accounts) => accounts.endSession({ id: ID }),
      refused('NOT_FOUND'),
    ],
    [
      'to take the last way in away',
      `/v1/account/identities/${ID}`,
      no('LAST_METHOD', 409),
      (accounts) => accounts.unlink({ id: ID }),
      refused('LAST_METHOD'),
    ],
    [
      'to take away what is gone',
      `/v1/account/identities/${ID}`,
      no('NOT_FOUND', 404),
      (accounts) => accounts.unlink({ id: ID }),
      refused('NOT_FOUND'),
    ],
    [
      'to link what is off',
      '/v1/account/links',
      no('METHOD_OFF', 409),
      (accounts) => accounts.link({ method: 'github' }),
      refused('METHOD_OFF'),
    ],
    [
      'to link for a guest',
      '/v1/account/links',
      no('GUEST', 409),
      (accounts) => accounts.link({ method: 'github' }),
      refused('GUEST'),
    ],
    [
      'of a code',
      '/v1/account/address-changes/confirm',
      no('CODE_WRONG', 422, { attemptsLeft: 2 }),
      (accounts) => accounts.confirmAddressChange({ code: '123456' }),
      refused('CODE_WRONG', { attemptsLeft: 2 }),
    ],
    [
      'of an old code',
      '/v1/account/address-changes/confirm',
      no('CODE_GONE', 410),
      (accounts) => accounts.confirmAddressChange({ code: '123456' }),
      refused('CODE_GONE'),
    ],
    [
      'to close with a wrong code',
      '/v1/account/closing',
      no('CODE_WRONG', 422, { attemptsLeft: 0 }),
      (accounts) => accounts.close({ code: '123456', when: 'now' }),
      refused('CODE_WRONG', { attemptsLeft: 0 }),
    ],
    [
      'of terms that have changed',
      '/v1/account/terms',
      no('TERMS_OUTDATED', 409, { terms: '3', privacy: '3' }),
      (accounts) => accounts.acceptTerms({ country: 'DE', oldEnough: true }),
      refused('TERMS_OUTDATED'),
    ],
  ])('%s keeps its name', async (_what, path, answer, call, expected) => {
    double.next(path, answer);
    expect(await call(own.accounts)).toEqual(expected);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'in' }, reach: 'reachable' });
  });

  it('that is of another shape than the contract says is not the cloud', async () => {
    double.next('/v1/account', no('PROFILE_FIELD', 422, { field: 'shoe size' }));
    expect(await own.accounts.update({ name: 'x' })).toMatchObject({
      refusal: { code: 'CLOUD_AWAY', data: { why: 'not-gesso' } },
    });
  });

  it('for age ends the session, because nothing of the person is left', async () => {
    double.next('/v1/account/terms', no('UNDER_AGE', 403, { minimumAge: 16 }));
    const answer = await own.accounts.acceptTerms({ country: 'DE', oldEnough: false });
    expect(answer).toEqual(refused('UNDER_AGE', { minimumAge: 16 }));
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: null, keychain: null });
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
  });

  it('of terms that have changed has the new ones asked for', async () => {
    const before = double.count('/v1/info');
    double.next('/v1/account/terms', no('TERMS_OUTDATED', 409, { terms: '3', privacy: '3' }));
    await own.accounts.acceptTerms({ country: 'DE', oldEnough: true });
    expect(double.count('/v1/info')).toBe(before + 1);
  });

  it('an address that is none is not sent anywhere', async () => {
    const before = double.requests.length;
    for (const address of ['ilse', 'ilse@', 'a b@example.com', '', 'ilse@example.com\r\nBcc: x@y.z'])
      expect(await own.accounts.requestAddressChange({ address })).toEqual(refused('ADDRESS_MALFORMED'));
    expect(double.requests).toHaveLength(before);
  });
});

describe('what is sent to the cloud', () => {
  const lastBody = (): unknown => JSON.parse(double.requests.at(-1)?.body ?? '');

  it('the terms are those that the window has shown', async () => {
    double.next('/v1/account/terms', page(503));
    await own.accounts.acceptTerms({ country: 'DE', oldEnough: true });
    const sent = double.requests.find(({ path }) => path === '/v1/account/terms')?.body ?? '';
    expect(JSON.parse(sent)).toEqual({
      terms: '2026-11-01',
      privacy: '2026-11-02',
      country: 'DE',
      oldEnough: true,
    });
  });

  it('a change is what was changed and nothing else', async () => {
    await own.accounts.update({ marketing: true });
    expect(lastBody()).toEqual({ marketing: true });
  });

  it('an address without the blanks around it', async () => {
    double.next('/v1/account/address-changes', json(200, {}));
    expect((await own.accounts.requestAddressChange({ address: ' ilse@example.org ' })).kind).toBe('value');
    expect(lastBody()).toEqual({ address: 'ilse@example.org' });
  });
});

describe('an end that the person wished', () => {
  it('of the account is one of the session', async () => {
    double.next('/v1/account/closing', json(200, { goneAtMs: 7 }));
    expect(await own.accounts.close({ code: '123456', when: 'after-grace' })).toEqual({
      kind: 'value',
      value: { goneAtMs: 7 },
    });
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: null, keychain: null });
  });

  it('of their own session in the list is a sign-out', async () => {
    const { session } = own.accounts.state();
    const id = session.kind === 'in' ? (session.account?.sessionId ?? '') : '';
    double.next(`/v1/sessions/${id}`, json(200, {}));
    await own.accounts.endSession({ id });
    expect(own.accounts.state().session).toEqual({ kind: 'out', why: null, keychain: null });
  });

  it('of another session is none here, and is announced', async () => {
    double.next(`/v1/sessions/${ID}`, json(200, {}));
    const seen = own.announced();
    await own.accounts.endSession({ id: ID });
    expect(own.accounts.state().session.kind).toBe('in');
    expect(own.announced()).toBe(seen + 1);
  });
});

describe('linking', () => {
  const linkUrl = (): string => `${double.issuer}/link/google?ticket=t`;
  const begin = async (url = linkUrl()) => {
    double.next('/v1/account/links', json(200, { url, expiresAtMs: clock.now() + 10 * MINUTE_MS }));
    return own.accounts.link({ method: 'google' });
  };

  it('opens the page, and sees by itself when it is done', async () => {
    expect(await begin()).toMatchObject({
      kind: 'value',
      value: { signingIn: { url: linkUrl(), purpose: 'link' } },
    });
    expect(own.opened.at(-1)).toBe(linkUrl());
    clock.pass(4_000);
    await expect.poll(() => double.requests.at(-1)?.path).toBe('/v1/account');
    expect(own.accounts.state().signingIn).not.toBeNull();
    double.grants.account.identities.push({ id: ID, method: 'google' });
    await expect
      .poll(() => {
        clock.pass(4_000);
        return own.accounts.state().signingIn;
      })
      .toBeNull();
    expect(own.accounts.state()).toMatchObject({
      lastTry: null,
      session: { account: { identities: [{ method: 'google' }] } },
    });
  });

  it('is waited for while the cloud is away for a moment', async () => {
    await begin();
    double.next('/v1/account', page(503));
    double.grants.account.identities.push({ id: ID, method: 'google' });
    await expect
      .poll(() => {
        clock.pass(4_000);
        return own.accounts.state().signingIn;
      })
      .toBeNull();
    expect(own.accounts.state().lastTry).toBeNull();
  });

  it('ends after ten minutes', async () => {
    await begin();
    clock.pass(10 * MINUTE_MS);
    await own.until(({ lastTry }) => lastTry === 'timed-out');
  });

  it('ends when it is cancelled, and nothing is asked any more', async () => {
    await begin();
    expect(own.accounts.cancelSignIn()).toMatchObject({ signingIn: null, lastTry: 'cancelled' });
    const asked = double.count('/v1/account');
    clock.pass(MINUTE_MS);
    await fetch(`${double.issuer}/settled`);
    expect(double.count('/v1/account')).toBe(asked);
  });

  it('ends with the session', async () => {
    await begin();
    double.grants.endAll();
    clock.pass(4_000);
    await own.until(({ lastTry }) => lastTry === 'failed');
    expect(own.accounts.state().session).toMatchObject({ kind: 'out', why: 'elsewhere' });
  });

  it('goes to the cloud and nowhere else', async () => {
    for (const url of ['https://thief.example/link', `${double.issuer}.thief.example/`, 'file:///etc/passwd'])
      expect(await begin(url)).toMatchObject({ refusal: { code: 'CLOUD_AWAY', data: { why: 'not-gesso' } } });
    expect(own.opened).toHaveLength(1);
  });
});

describe('the picture', () => {
  const webp = Buffer.concat([Buffer.from('RIFF\x04\0\0\0WEBP'), Buffer.alloc(20, 7)]);
  const answer = { status: 200, headers: { 'content-type': 'image/webp' }, body: webp };
  beforeEach(async () => {
    double.grants.account.pictureVersion = 'v1';
    await own.accounts.refresh();
  });

  it('is fetched once, and again when it is another', async () => {
    double.next('/v1/account/picture', answer, answer);
    const both = await Promise.all([own.accounts.picture.get('v1'), own.accounts.picture.get('v1')]);
    expect(both.map((bytes) => bytes?.byteLength)).toEqual([webp.length, webp.length]);
    expect(double.count('/v1/account/picture')).toBe(1);
    double.grants.account.pictureVersion = 'v2';
    await own.accounts.refresh();
    expect(await own.accounts.picture.get('v1')).toBeNull();
    expect(await own.accounts.picture.get('v2')).not.toBeNull();
    expect(double.count('/v1/account/picture')).toBe(2);
  });

  it('that can not be had is asked for again', async () => {
    double.next('/v1/account/picture', page(503), answer);
    expect(await own.accounts.picture.get('v1')).toBeNull();
    expect(await own.accounts.picture.get('v1')).not.toBeNull();
  });

  it('is gone with the session', async () => {
    double.next('/v1/account/picture', answer);
    await own.accounts.picture.get('v1');
    await own.accounts.signOut();
    expect(await own.accounts.picture.get('v1')).toBeNull();
    expect(await own.accounts.picture.put(new Uint8Array(webp), 'image/webp')).toEqual({
      kind: 'signed-out',
    });
  });

  it.each([
    ['NOT_A_PICTURE', 422, 'not-a-picture'],
    ['TOO_LARGE', 413, 'too-large'],
    ['TOO_MANY_PIXELS', 422, 'too-many-pixels'],
  ] as const)('that is %s is refused by name', async (code, status, name) => {
    double.next('/v1/account/picture', json(status, { code, status, defined: true }));
    expect(await own.accounts.picture.put(new Uint8Array(webp), 'image/webp')).toEqual({
      kind: 'refused',
      code: name,
    });
  });

  it('while the cloud is away says so', async () => {
    double.next('/v1/account/picture', page(503));
    expect(await own.accounts.picture.put(new Uint8Array(webp), 'image/webp')).toEqual({
      kind: 'away',
      away: { why: 'down', retryAfterMs: null },
    });
  });
});
