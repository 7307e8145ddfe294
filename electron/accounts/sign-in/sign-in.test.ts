import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMovedClock, type MovedClock } from '../../../tests/drivers/moved-clock.ts';
import {
  CLIENT_ID,
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../../tests/drivers/own-account.ts';
import {
  type CloudDouble,
  json,
  page,
  startCloudDouble,
  type Trouble,
} from '../../../tests/fakes/cloud/index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

let clock: MovedClock;
let double: CloudDouble;
let keychain: MemoryKeychain;
let own: OwnAccount;

beforeEach(async () => {
  clock = createMovedClock();
  double = await startCloudDouble(clock.now);
  keychain = memoryKeychain();
  own = await openAccount({ issuer: double.issuer, clock, keychain });
  await own.accounts.open(null);
  onTestFinished(async () => {
    await own.accounts.stop();
    await double.stop();
  });
});

const asked = (): URL => new URL(own.opened.at(-1) ?? '');
const sessionName = (): string => `cloud-session@${double.issuer}`;

async function begin(): Promise<string> {
  expect((await own.accounts.signIn({ method: null })).kind).toBe('value');
  return own.opened.at(-1) ?? '';
}

describe('what the browser is sent to', () => {
  it('asks for a code with everything that guards it', async () => {
    await own.accounts.signIn({ method: 'google' });
    const { pathname, searchParams } = asked();
    expect(asked().origin + pathname).toBe(`${double.issuer}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: CLIENT_ID,
      response_type: 'code',
      scope: 'openid offline_access api',
      code_challenge_method: 'S256',
      prompt: 'consent',
      resource: `${double.issuer}/v1`,
      device_name: 'Desk',
      platform: 'linux',
      method: 'google',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{20,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(searchParams.has('guest_ticket')).toBe(false);
    expect(own.accounts.state()).toMatchObject({
      signingIn: { url: asked().href, purpose: 'sign-in' },
      session: { kind: 'out' },
    });
  });

  it('is new each time, and nothing of it tells the next one', async () => {
    const [first, second] = [await begin(), await begin()].map((url) => new URL(url).searchParams);
    for (const name of ['state', 'nonce', 'code_challenge', 'redirect_uri'])
      expect(first?.get(name)).not.toBe(second?.get(name));
  });

  it.each<[string, Record<string, unknown>]>([
    ['says it is somebody else', { issuer: 'https://cloud.example' }],
    ['says it is the same with a slash', { issuer: '@/' }],
    ['sends codes elsewhere', { token_endpoint: 'https://thief.example/oauth/token' }],
    ['sends people elsewhere', { authorization_endpoint: 'https://thief.example/oauth/authorize' }],
    ['sends what is given back elsewhere', { revocation_endpoint: 'https://thief.example/revoke' }],
    ['has an address that only begins like its own', { token_endpoint: '@.thief.example/oauth/token' }],
    ['knows plain challenges alone', { code_challenge_methods_supported: ['plain'] }],
    ['does not say who answers', { authorization_response_iss_parameter_supported: false }],
  ])('no page of a cloud that %s', async (_what, change) => {
    const filled = Object.entries(change).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace('@', double.issuer) : value,
    ]);
    Object.assign(double.metadata, Object.fromEntries(filled));
    expect(await own.accounts.signIn({ method: null })).toEqual({
      kind: 'refused',
      refusal: { code: 'CLOUD_AWAY', data: { why: 'not-gesso', retryAfterMs: null } },
    });
    expect(own.opened).toEqual([]);
    expect(own.accounts.state()).toMatchObject({ signingIn: null, reach: 'down' });
  });

  it.each<[string, Trouble, string]>([
    ['a hotel answers', page(200), 'not-gesso'],
    ['it is down', page(503), 'down'],
    ['it wants a pause', { status: 429 }, 'busy'],
  ])('no page while %s', async (_what, trouble, why) => {
    double.all(trouble);
    expect(await own.accounts.signIn({ method: null })).toMatchObject({
      refusal: { code: 'CLOUD_AWAY', data: { why } },
    });
    expect(own.opened).toEqual([]);
  });

  it.each(['no-library', 'no-service', 'locked', 'not-answering', 'failed'] as const)(
    'no page while the keychain is %s',
    async (why) => {
      keychain.refuse('write', why);
      const refused = { kind: 'refused', refusal: { code: 'KEYCHAIN_UNAVAILABLE', data: { why } } };
      expect(await own.accounts.signIn({ method: null })).toEqual(refused);
      expect(await own.accounts.startGuest()).toEqual(refused);
      expect(own.opened).toEqual([]);
      expect(double.requests).toEqual([]);
    },
  );
});

describe('coming back from the browser', () => {
  it('signs in: the token is kept, the account is known, and the browser is sent on', async () => {
    const answer = await own.signIn(double.approve);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${double.issuer}/signed-in`);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(own.accounts.state()).toMatchObject({
      reach: 'reachable',
      service: { methods: ['email', 'google'], terms: '2026-11-01', privacy: '2026-11-02' },
      session: { kind: 'in', account: { kind: 'member', address: 'ilse@example.com' }, keychain: null },
      signingIn: null,
      lastTry: null,
    });
    const [session] = double.grants.sessions;
    expect(JSON.parse(keychain.items.get(sessionName()) ?? '')).toMatchObject({
      refreshToken: session?.refresh,
      issuer: double.issuer,
      clientId: CLIENT_ID,
      accountId: double.grants.account.id,
      sessionId: session?.id,
    });
    // Windows holds 2,560 bytes.
    expect(keychain.items.get(sessionName())?.length).toBeLessThan(2_560);
  });

  it.each<[string, string, 'cancelled' | 'refused' | 'under-age', string]>([
    ['no', '', 'refused', 'refused'],
    ['cancel', 'cancelled', 'cancelled', 'cancelled'],
    ['too young', 'under-age', 'under-age', 'refused'],
  ])('%s is said by name', async (_what, description, lastTry, why) => {
    const answer = await own.signIn((url) => double.deny(url, description === '' ? null : description));
    expect(answer.headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=${why}`);
    expect(own.accounts.state()).toMatchObject({ lastTry, session: { kind: 'out', why: null } });
    expect(double.count('/oauth/token')).toBe(0);
  });

  it.each<[string, Record<string, string | null>]>([
    ['another issuer', { iss: 'https://other.example' }],
    ['no issuer', { iss: null }],
    ['a code that was never given', { code: 'made-up' }],
    ['an error of the server', { code: null, error: 'server_error' }],
    ['neither a code nor an error', { code: null }],
  ])('%s ends it without a session', async (_what, change) => {
    const answer = await own.signIn((url) => double.approve(url, change));
    expect(answer.headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=failed`);
    expect(own.accounts.state()).toMatchObject({ lastTry: 'failed', session: { kind: 'out' } });
    expect(keychain.items.has(sessionName())).toBe(false);
  });

  it('a mixed-up issuer gets no code from us', async () => {
    await own.signIn((url) => double.approve(url, { iss: 'https://other.example' }));
    expect(double.count('/oauth/token')).toBe(0);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another nonce', { nonce: 'another' }],
    ['no nonce', { nonce: undefined }],
    ['another issuer', { iss: 'https://other.example' }],
    ['another install', { aud: 'desktop-of-somebody-else' }],
    ['an hour ago', { exp: 1 }],
  ])('an ID token of %s is refused', async (_what, claims) => {
    double.grants.claims(claims);
    await own.signIn(double.approve);
    expect(own.accounts.state()).toMatchObject({ lastTry: 'failed', session: { kind: 'out' } });
  });

  it.each<[string, Trouble]>([
    ['garbage', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"' }],
    ['a page', page(200)],
    ['far too much', 'huge'],
    ['nothing', 'lose'],
    ['500', page(500)],
    ['an error', json(400, { error: 'invalid_request' })],
    ['a token without one to renew it', json(200, { access_token: 'x', token_type: 'Bearer' })],
    [
      'a token of another kind',
      json(200, { access_token: 'x', token_type: 'dpop', refresh_token: 'y', expires_in: 1 }),
    ],
    [
      'a token that no keychain could hold',
      json(200, { access_token: 'x', token_type: 'Bearer', refresh_token: 'y'.repeat(5_000) }),
    ],
  ])('%s in the place of tokens ends it', async (_what, trouble) => {
    double.next('/oauth/token', trouble);
    const answer = await own.signIn(double.approve);
    expect(answer.headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=failed`);
    expect(own.accounts.state()).toMatchObject({ lastTry: 'failed', session: { kind: 'out' } });
    expect(keychain.items.size).toBe(0);
  });

  it.each([-DAY_MS, DAY_MS])('a clock that is off by %i ms is no obstacle', async (ms) => {
    double.ahead(ms);
    await own.signIn(double.approve);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'in', account: { kind: 'member' } } });
    expect(double.count('/oauth/token')).toBe(1);
    // And the token lasts by its own measure.
    clock.pass(9 * MINUTE_MS);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(double.count('/oauth/token')).toBe(1);
    clock.pass(MINUTE_MS);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(double.count('/oauth/token')).toBe(2);
  });
});

describe('a guest', () => {
  it('is there at once, and takes a ticket along to stay the same', async () => {
    const state = await own.accounts.startGuest();
    expect(state).toMatchObject({
      kind: 'value',
      value: { session: { kind: 'in', account: { kind: 'guest' } } },
    });
    const [form] = double.requests.filter(({ path }) => path === '/oauth/token').map((one) => one.form);
    expect(Object.fromEntries(form ?? [])).toMatchObject({
      grant_type: 'urn:gesso:params:oauth:grant-type:guest',
      client_id: CLIENT_ID,
      resource: `${double.issuer}/v1`,
      device_name: 'Desk',
      platform: 'linux',
    });
    expect(own.opened).toEqual([]);
    await own.signIn(double.approve);
    expect(asked().searchParams.get('guest_ticket')).toMatch(/^ticket-/);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'in', account: { kind: 'member' } } });
    // The guest's own session is over, and the cloud is told.
    await expect.poll(() => double.grants.sessions.map(({ live }) => live)).toEqual([false, true]);
    expect(keychain.items.size).toBe(1);
  });

  it('is not made twice', async () => {
    await own.accounts.startGuest();
    await own.accounts.startGuest();
    expect(double.grants.sessions).toHaveLength(1);
  });

  it('two wishes at once make one', async () => {
    await Promise.all([own.accounts.startGuest(), own.accounts.startGuest()]);
    expect(double.grants.sessions).toHaveLength(1);
  });

  it('whose session ended meanwhile is told before a browser opens', async () => {
    await own.accounts.startGuest();
    double.grants.endAll();
    expect(await own.accounts.signIn({ method: null })).toMatchObject({ refusal: { code: 'SIGNED_OUT' } });
    expect(own.opened).toEqual([]);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'out', why: 'elsewhere' } });
  });

  it('too many of them is a pause', async () => {
    double.next('/oauth/token', json(429, { error: 'slow_down' }, { 'retry-after': '30' }));
    expect(await own.accounts.startGuest()).toEqual({
      kind: 'refused',
      refusal: { code: 'CLOUD_AWAY', data: { why: 'busy', retryAfterMs: 30_000 } },
    });
    expect(own.accounts.state()).toMatchObject({ reach: 'reachable', session: { kind: 'out' } });
  });
});

describe('without a cloud', () => {
  it('nothing is asked of anybody', async () => {
    const touched: string[] = [];
    const nobody = memoryKeychain();
    const read = (name: string) => {
      touched.push(name);
      return nobody.keychain.read(name);
    };
    const watched = { ...nobody, keychain: { ...nobody.keychain, read } };
    const none = await openAccount({ issuer: null, clock, keychain: watched });
    await none.accounts.open(null);
    expect(none.accounts.state()).toMatchObject({ cloud: null, session: { kind: 'out' } });
    for (const answer of [await none.accounts.signIn({ method: null }), await none.accounts.refresh()])
      expect(answer).toEqual({ kind: 'refused', refusal: { code: 'NO_CLOUD' } });
    expect(touched).toEqual([]);
  });
});
