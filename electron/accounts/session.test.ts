import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHeldFetch, type HeldFetch } from '../../tests/drivers/held-fetch.ts';
import { createMovedClock, type MovedClock } from '../../tests/drivers/moved-clock.ts';
import {
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../tests/drivers/own-account.ts';
import {
  ACCESS_S,
  type CloudDouble,
  json,
  page,
  startCloudDouble,
  type Trouble,
} from '../../tests/fakes/cloud/index.ts';
import type { LastKnown } from './index.ts';

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

describe('signing out', () => {
  it('is done here at once, and the cloud is told', async () => {
    double.next('/oauth/revoke', 'hang');
    const token = stored();
    const state = await own.accounts.signOut();
    expect(state.session).toEqual({ kind: 'out', why: null, keychain: null });
    expect(keychain.items.has(name())).toBe(false);
    await expect.poll(() => double.count('/oauth/revoke')).toBe(1);
    expect(keychain.items.get('cloud-revoke')).toContain(token ?? 'x');
  });

  it('leaves nothing in the keychain once the cloud was told', async () => {
    await own.accounts.signOut();
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
    expect(live()).toEqual([false]);
    await expect.poll(() => kept.value).toMatchObject({ owes: false, account: null, item: 'none' });
  });

  it('offline is told at the next start', async () => {
    const token = stored();
    double.all(page(503));
    await own.accounts.signOut();
    await expect.poll(() => double.count('/oauth/revoke')).toBe(1);
    await own.accounts.stop();
    expect(JSON.stringify(kept.value)).not.toContain(token);
    double.all(null);
    const next = await start();
    await next.accounts.open(null);
    expect(next.accounts.state().session).toMatchObject({ kind: 'out', why: null });
    await expect.poll(live).toEqual([false]);
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
  });

  it('offline is told when the cloud is back', async () => {
    double.all(page(503));
    await own.accounts.signOut();
    await own.until(({ reach }) => reach === 'down');
    double.all(null);
    clock.pass(5 * SECOND_MS);
    await own.until(({ reach }) => reach === 'reachable');
    await expect.poll(live).toEqual([false]);
  });

  it('keeps no more than eight debts, and none for another cloud is told to this one', async () => {
    const debt = (n: number) => ({
      token: `t${n}`,
      issuer: 'https://other.example',
      clientId: 'x',
      sinceMs: clock.now(),
    });
    keychain.items.set('cloud-revoke', JSON.stringify([0, 1, 2, 3, 4, 5, 6, 7].map(debt)));
    double.all(page(503));
    await own.accounts.signOut();
    const left: { token: string }[] = JSON.parse(keychain.items.get('cloud-revoke') ?? '[]');
    expect(left).toHaveLength(8);
    expect(left[0]?.token).toBe('t1');
    double.all(null);
    clock.pass(5 * SECOND_MS);
    await expect.poll(live).toEqual([false]);
    expect(double.grants.revoked).toHaveLength(1);
    await expect.poll(() => JSON.parse(keychain.items.get('cloud-revoke') ?? '[]')).toHaveLength(7);
  });

  it('while a token is being renewed gives the new one back as well', async () => {
    clock.pass(ACCESS_MS);
    const late = line.hold('/oauth/token');
    const renewing = own.accounts.refresh();
    await late.came;
    await own.accounts.signOut();
    await expect.poll(() => double.grants.revoked).toHaveLength(1);
    expect(live()).toEqual([true]);
    late.release();
    await renewing;
    expect(own.accounts.state().session.kind).toBe('out');
    await expect.poll(live).toEqual([false]);
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
  });

  it('twice is once', async () => {
    await Promise.all([own.accounts.signOut(), own.accounts.signOut()]);
    await expect.poll(live).toEqual([false]);
    expect(double.grants.revoked).toHaveLength(1);
  });
});

describe('what is shown', () => {
  it('says since when it is so, and goes on saying it while the cloud is away', async () => {
    const { session } = own.accounts.state();
    const asOfMs = session.kind === 'in' ? session.asOfMs : null;
    double.all(page(500));
    clock.pass(MINUTE_MS);
    expect(await own.accounts.refresh()).toMatchObject({
      refusal: { code: 'CLOUD_AWAY', data: { why: 'down' } },
    });
    expect(own.accounts.state()).toMatchObject({ reach: 'down', session: { kind: 'in', asOfMs } });
  });

  it('comes back by itself, ever more seldom asked for', async () => {
    double.all(page(500));
    await own.accounts.refresh();
    const asked = double.count('/v1/info');
    clock.pass(5 * SECOND_MS);
    await expect.poll(() => double.count('/v1/info')).toBe(asked + 1);
    clock.pass(14 * SECOND_MS);
    await settled();
    expect(double.count('/v1/info')).toBe(asked + 1);
    clock.pass(SECOND_MS);
    await expect.poll(() => double.count('/v1/info')).toBe(asked + 2);
    double.all(null);
    clock.pass(MINUTE_MS);
    await own.until(({ reach }) => reach === 'reachable');
    const inTouch = double.count('/v1/info');
    clock.pass(DAY_MS);
    await settled();
    expect(double.count('/v1/info')).toBe(inTouch);
  });

  it('an answer about the account that was overtaken is dropped', async () => {
    const late = line.hold('/v1/account');
    const slow = own.accounts.refresh();
    await late.came;
    await own.accounts.update({ name: 'Newer' });
    late.release();
    await slow;
    expect(own.accounts.state().session).toMatchObject({ account: { profile: { name: 'Newer' } } });
  });

  it('is announced when it changes', async () => {
    const seen = own.announced();
    await own.accounts.update({ name: 'Newer' });
    expect(own.announced()).toBeGreaterThan(seen);
  });

  it('is of this cloud alone: another address finds neither the account nor the token', async () => {
    await own.accounts.stop();
    const elsewhere = await startCloudDouble(clock.now);
    onTestFinished(() => elsewhere.stop());
    const other = await openAccount({
      issuer: elsewhere.issuer,
      clock,
      keychain,
      kept: { value: kept.value },
    });
    onTestFinished(() => other.accounts.stop());
    await other.accounts.open(null);
    expect(other.accounts.state()).toMatchObject({ session: { kind: 'out', why: null }, service: null });
    expect(elsewhere.requests).toEqual([]);
    expect(keychain.items.has(name())).toBe(true);
  });

  it('nobody who is signed out is in touch with the cloud', async () => {
    await own.accounts.signOut();
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
    await own.accounts.stop();
    const before = double.requests.length;
    const next = await start();
    await next.accounts.open(null);
    next.accounts.state();
    clock.pass(DAY_MS);
    await settled();
    expect(double.requests.slice(before).map(({ path }) => path)).toEqual(['/settled']);
  });

  it('no secret is in what is kept, in what is shown, or in the log', async () => {
    clock.pass(ACCESS_MS);
    double.next('/oauth/token', 'lose');
    await own.accounts.refresh();
    double.next('/v1/account', page(500));
    await own.accounts.refresh();
    await own.accounts.signOut();
    await own.accounts.stop();
    const written = [JSON.stringify(kept.value), JSON.stringify(own.accounts.state()), ...own.log].join('\n');
    expect(double.grants.secrets.length).toBeGreaterThan(4);
    for (const secret of double.grants.secrets) expect(written).not.toContain(secret);
  });
});
