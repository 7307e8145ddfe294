import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHeldFetch, type HeldFetch } from '../../../tests/drivers/held-fetch.ts';
import { createMovedClock, type MovedClock } from '../../../tests/drivers/moved-clock.ts';
import {
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../../tests/drivers/own-account.ts';
import {
  ACCESS_S,
  type CloudDouble,
  json,
  page,
  startCloudDouble,
  type Trouble,
} from '../../../tests/fakes/cloud/index.ts';
import type { LastKnown } from '../index.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 1_440 * MINUTE_MS;
const ACCESS_MS = ACCESS_S * SECOND_MS;

let clock: MovedClock;
let double: CloudDouble;
let keychain: MemoryKeychain;
let kept: { value: LastKnown | null };
let own: OwnAccount;
let line: HeldFetch;

/** One install's start; a second one on the same keychain is a copied data folder. */
async function start(change: { kept?: { value: LastKnown | null } } = {}): Promise<OwnAccount> {
  const { fetch } = line;
  const opened = await openAccount({ issuer: double.issuer, clock, keychain, kept, fetch, ...change });
  onTestFinished(() => opened.accounts.stop());
  return opened;
}

beforeEach(async () => {
  clock = createMovedClock();
  double = await startCloudDouble(clock.now);
  onTestFinished(() => double.stop());
  keychain = memoryKeychain();
  kept = { value: null };
  line = createHeldFetch();
  own = await start();
  await own.accounts.open(null);
  await own.signIn(double.approve);
});

/** Whatever was sent before has come there when this is answered. */
const settled = async (): Promise<void> => void (await fetch(`${double.issuer}/settled`));

const tokenCalls = (): number => double.count('/oauth/token') - 1;
const name = (): string => `cloud-session@${double.issuer}`;
const stored = (): string | null => JSON.parse(keychain.items.get(name()) ?? 'null')?.refreshToken ?? null;
const live = (): (boolean | undefined)[] => double.grants.sessions.map((session) => session.live);
const newest = (): string | undefined => double.grants.sessions.at(-1)?.refresh;

describe('a session', () => {
  it('uses its token until shortly before its end, and then renews it', async () => {
    for (let calls = 0; calls < 3; calls += 1) await own.accounts.refresh();
    expect(tokenCalls()).toBe(0);
    clock.pass(ACCESS_MS - 29 * SECOND_MS);
    const before = stored();
    await own.accounts.refresh();
    expect(tokenCalls()).toBe(1);
    expect(stored()).toBe(newest());
    expect(stored()).not.toBe(before);
    const [form] = double.requests.filter(({ form: f }) => f.get('grant_type') === 'refresh_token');
    expect(form?.form.get('resource')).toBe(`${double.issuer}/v1`);
    expect(form?.form.get('refresh_token')).toBe(before);
  });

  it('is still there after a start, with what was known of it before the cloud answers', async () => {
    await own.accounts.stop();
    double.all('hang');
    const next = await start();
    expect(next.accounts.state().session).toEqual({ kind: 'opening' });
    await next.accounts.open(null);
    expect(next.accounts.state()).toMatchObject({
      session: { kind: 'in', account: { address: 'ilse@example.com' }, keychain: null },
      service: { terms: '2026-11-01' },
      reach: 'unknown',
    });
  });

  it('writes the new token before it uses it', async () => {
    await own.accounts.stop();
    clock.pass(ACCESS_MS);
    const written = Promise.withResolvers<void>();
    const write = async (account: string, text: string) => {
      await written.promise;
      return keychain.keychain.write(account, text);
    };
    const slow = { ...keychain, keychain: { ...keychain.keychain, write } };
    const other = await openAccount({ issuer: double.issuer, clock, keychain: slow });
    onTestFinished(() => other.accounts.stop());
    const used = double.count('/v1/account');
    await other.accounts.open(null);
    await expect.poll(tokenCalls).toBe(1);
    await settled();
    expect(double.count('/v1/account')).toBe(used);
    written.resolve();
    await other.until(({ session }) => session.kind === 'in' && session.account !== null);
    expect(double.count('/v1/account')).toBe(used + 1);
  });

  it('four calls at once renew once', async () => {
    clock.pass(ACCESS_MS);
    const names = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(names.map((text) => own.accounts.update({ name: text })));
    expect(answers.map(({ kind }) => kind)).toEqual(['value', 'value', 'value', 'value']);
    expect(tokenCalls()).toBe(1);
    expect(live()).toEqual([true]);
  });

  it('four calls whose token is refused renew once, and are done', async () => {
    double.grants.expireAccess();
    const answers = await Promise.all([1, 2, 3, 4].map((n) => own.accounts.update({ name: `${n}` })));
    expect(answers.map(({ kind }) => kind)).toEqual(['value', 'value', 'value', 'value']);
    expect(tokenCalls()).toBe(1);
  });

  it('a no to an old token that comes late renews nothing', async () => {
    double.grants.expireAccess();
    const late = line.hold('/v1/account');
    const first = own.accounts.update({ name: 'first' });
    await late.came;
    expect((await own.accounts.update({ name: 'second' })).kind).toBe('value');
    late.release();
    expect((await first).kind).toBe('value');
    expect(tokenCalls()).toBe(1);
  });

  it('a token that is refused again is the trouble of the cloud, and no end', async () => {
    const no: Trouble = json(401, {
      ...{ defined: true, code: 'UNAUTHENTICATED', status: 401, message: '' },
      data: { why: 'invalid' },
    });
    double.next('/v1/account', no, no, no);
    expect(await own.accounts.update({ name: 'x' })).toMatchObject({ refusal: { code: 'CLOUD_AWAY' } });
    expect(own.accounts.state().session.kind).toBe('in');
    expect(stored()).toBe(newest());
  });

  it('a clock that is put back lets no token live longer', async () => {
    clock.put(-DAY_MS);
    await own.accounts.refresh();
    expect(tokenCalls()).toBe(1);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'in' }, reach: 'reachable' });
  });

  it.each([-DAY_MS, DAY_MS])('is renewed by a cloud whose clock is off by %i ms', async (ms) => {
    double.ahead(ms);
    clock.pass(ACCESS_MS);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(stored()).toBe(newest());
  });
});

describe('an answer that is lost', () => {
  it.each<[string, Trouble]>([
    ['after it was sent', 'lose'],
    ['half way', 'cut'],
    ['behind a proxy', page(502)],
  ])('%s is asked for again with the same token, and found', async (_what, trouble) => {
    clock.pass(ACCESS_MS);
    const before = stored();
    double.next('/oauth/token', trouble);
    expect((await own.accounts.refresh()).kind).toBe('value');
    expect(tokenCalls()).toBe(2);
    const forms = double.requests.map(({ form }) => form.get('refresh_token')).filter((one) => one !== null);
    expect(forms).toEqual([before, before]);
    expect(stored()).toBe(newest());
    expect(live()).toEqual([true]);
  });

  it('that does not come at all is asked for within the grace', async () => {
    clock.pass(ACCESS_MS);
    double.next('/oauth/token', 'hang');
    const asked = own.accounts.refresh();
    await expect.poll(tokenCalls).toBe(1);
    clock.pass(8 * SECOND_MS);
    await asked;
    expect(tokenCalls()).toBe(2);
    expect(live()).toEqual([true]);
  });

  it('is not asked for when the grace is over: the same token a second time would end the session', async () => {
    clock.pass(ACCESS_MS);
    double.next('/oauth/token', 'hang', 'hang', 'hang');
    const asked = own.accounts.refresh();
    await expect.poll(tokenCalls).toBe(1);
    clock.pass(8 * SECOND_MS);
    await expect.poll(tokenCalls).toBe(2);
    clock.pass(8 * SECOND_MS);
    expect(await asked).toMatchObject({ refusal: { code: 'CLOUD_AWAY' } });
    expect(tokenCalls()).toBe(2);
    expect(own.accounts.state().session.kind).toBe('in');
  });

  it.each<[string, Trouble, string]>([
    ['a pause', json(429, { error: 'slow_down' }, { 'retry-after': '5' }), 'busy'],
    ['another OAuth error', json(400, { error: 'invalid_client' }), 'down'],
    ['garbage', page(200), 'not-gesso'],
  ])('%s is no end of the session', async (_what, trouble, why) => {
    clock.pass(ACCESS_MS);
    double.next('/oauth/token', trouble, trouble, trouble);
    expect(await own.accounts.refresh()).toMatchObject({ refusal: { code: 'CLOUD_AWAY', data: { why } } });
    expect(own.accounts.state().session).toMatchObject({ kind: 'in', account: { kind: 'member' } });
    expect(keychain.items.has(name())).toBe(true);
  });
});

describe('two desktops on one keychain item', () => {
  it('renew by turns and stay signed in', async () => {
    const other = await start({ kept: { value: null } });
    await other.accounts.open(null);
    await other.until(({ session }) => session.kind === 'in' && session.account !== null);
    for (let turn = 0; turn < 4; turn += 1) {
      clock.pass(ACCESS_MS);
      const desktop = turn % 2 === 0 ? own : other;
      expect((await desktop.accounts.refresh()).kind).toBe('value');
      expect(stored()).toBe(newest());
    }
    expect(live()).toEqual([true]);
    for (const desktop of [own, other]) expect(desktop.accounts.state().session.kind).toBe('in');
  });

  it('renew at the same moment and stay signed in', async () => {
    const other = await start({ kept: { value: null } });
    await other.accounts.open(null);
    clock.pass(ACCESS_MS);
    const answers = await Promise.all([own.accounts.refresh(), other.accounts.refresh()]);
    expect(answers.map(({ kind }) => kind)).toEqual(['value', 'value']);
    expect(live()).toEqual([true]);
    expect(stored()).toBe(newest());
  });

  it('one signs out, the other one finds out', async () => {
    const other = await start({ kept: { value: null } });
    await other.accounts.open(null);
    await other.accounts.signOut();
    await expect.poll(live).toEqual([false]);
    await own.accounts.refresh();
    expect(own.accounts.state().session).toMatchObject({ kind: 'out', why: 'elsewhere' });
  });

  it('one signs in anew, the other one goes on with it', async () => {
    const other = await start({ kept: { value: null } });
    await other.accounts.open(null);
    await other.signIn(double.approve);
    await expect.poll(live).toEqual([false, true]);
    expect((await own.accounts.update({ name: 'Quince' })).kind).toBe('value');
    expect(own.accounts.state().session).toMatchObject({
      kind: 'in',
      account: { profile: { name: 'Quince' } },
    });
    expect(stored()).toBe(newest());
  });
});

describe('an end', () => {
  it.each(['reused', 'closed', 'expired', 'elsewhere'] as const)(
    'that the cloud calls %s is said so, and the keychain lets go',
    async (why) => {
      double.grants.endAll();
      double.grants.describe(why);
      clock.pass(ACCESS_MS);
      await own.accounts.refresh();
      expect(own.accounts.state().session).toEqual({ kind: 'out', why, keychain: null });
      await expect.poll(() => keychain.items.has(name())).toBe(false);
      expect(kept.value).toMatchObject({ account: null, item: 'none' });
    },
  );

  it('that nobody explains was elsewhere, or came after a long time', async () => {
    double.grants.endAll();
    clock.pass(90 * DAY_MS);
    await own.accounts.refresh();
    expect(own.accounts.state().session).toMatchObject({ kind: 'out', why: 'expired' });
  });

  it('that a call is told is one at once', async () => {
    double.grants.endAll();
    expect(await own.accounts.update({ name: 'x' })).toMatchObject({ refusal: { code: 'SIGNED_OUT' } });
    expect(own.accounts.state().session).toMatchObject({ kind: 'out', why: 'elsewhere' });
    expect(tokenCalls()).toBe(0);
  });

  it('of a token that somebody has copied ends this session, and the window hears why', async () => {
    const copy = stored() ?? '';
    const form = {
      grant_type: 'refresh_token',
      refresh_token: copy,
      client_id: double.grants.sessions[0]?.clientId ?? '',
    };
    await fetch(`${double.issuer}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    double.grants.describe('reused');
    clock.pass(ACCESS_MS);
    await own.accounts.refresh();
    expect(live()).toEqual([false]);
    expect(own.accounts.state().session).toMatchObject({ kind: 'out', why: 'reused' });
  });
});
