import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHeldFetch, type HeldFetch } from '../../../tests/drivers/held-fetch.ts';
import { createMovedClock, type MovedClock } from '../../../tests/drivers/moved-clock.ts';
import {
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../../tests/drivers/own-account.ts';
import { ACCESS_S, type CloudDouble, page, startCloudDouble } from '../../../tests/fakes/cloud/index.ts';
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

const name = (): string => `cloud-session@${double.issuer}`;
const stored = (): string | null => JSON.parse(keychain.items.get(name()) ?? 'null')?.refreshToken ?? null;
const live = (): (boolean | undefined)[] => double.grants.sessions.map((session) => session.live);

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
