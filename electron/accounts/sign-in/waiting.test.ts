import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMovedClock, type MovedClock } from '../../../tests/drivers/moved-clock.ts';
import {
  type MemoryKeychain,
  memoryKeychain,
  type OwnAccount,
  openAccount,
} from '../../../tests/drivers/own-account.ts';
import { visit } from '../../../tests/drivers/visit.ts';
import { type CloudDouble, startCloudDouble } from '../../../tests/fakes/cloud/index.ts';

const MINUTE_MS = 60_000;

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

async function begin(): Promise<string> {
  expect((await own.accounts.signIn({ method: null })).kind).toBe('value');
  return own.opened.at(-1) ?? '';
}

describe('the loopback port', () => {
  it.each<[string, number, Parameters<typeof visit>[1], Record<string, string | null>]>([
    ['a wrong state', 403, {}, { state: 'guessed' }],
    ['no state', 403, {}, { state: null }],
    ['another path', 404, { path: '/' }, {}],
    ['a path that goes on', 404, { path: '/callback/x?state=1' }, {}],
    ['a form', 404, { method: 'POST' }, {}],
    ['another host', 404, { headers: { host: 'gesso.example' } }, {}],
    ['the host by its name', 404, { headers: { host: 'localhost' } }, {}],
    ['a script of a page', 404, { headers: { 'sec-fetch-mode': 'cors' } }, {}],
    ['a picture of a page', 404, { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } }, {}],
    ['a frame in a page', 404, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } }, {}],
    ['far too long an address', 404, { path: `/callback?state=${'x'.repeat(9_000)}` }, {}],
  ])('%s is refused, and the wait goes on', async (_what, status, change, params) => {
    const url = await begin();
    expect((await visit(double.approve(url, params), change)).status).toBe(status);
    expect(own.accounts.state().signingIn).not.toBeNull();
    expect((await visit(double.approve(url))).status).toBe(302);
    await own.until(({ session }) => session.kind === 'in');
  });

  it.runIf(process.getuid?.() === 0)(
    'another user of the machine, who has read the address, is refused',
    async () => {
      const { port, pathname, search, host } = double.approve(await begin());
      const words = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      const script = `exec 3<>/dev/tcp/127.0.0.1/${port}; printf '%s' "$1" >&3; head -n 1 <&3`;
      const child = spawn('bash', ['-c', script, 'bash', words], { uid: 65_534, gid: 65_534 });
      let answer = '';
      child.stdout.on('data', (part: Buffer) => {
        answer += part.toString('latin1');
      });
      await once(child, 'exit');
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(own.accounts.state().signingIn).not.toBeNull();
      expect(double.count('/oauth/token')).toBe(0);
    },
  );

  it('two states are none', async () => {
    const back = double.approve(await begin());
    back.searchParams.append('state', 'x');
    expect((await visit(back)).status).toBe(403);
  });

  it('takes one answer: a second one with the same state changes nothing', async () => {
    const back = double.approve(await begin());
    double.next('/v1/account', 'hang');
    const first = visit(back);
    await expect.poll(() => double.count('/v1/account')).toBe(1);
    expect((await visit(back)).status).toBe(409);
    clock.pass(20_000);
    expect((await first).headers.get('location')).toBe(`${double.issuer}/signed-in`);
    await expect(visit(back)).rejects.toThrow();
    expect(double.count('/oauth/token')).toBe(1);
    expect(own.accounts.state().session.kind).toBe('in');
  });

  it('an old browser, that says nothing of itself, passes', async () => {
    const headers = { 'sec-fetch-mode': null, 'sec-fetch-dest': null, 'sec-fetch-site': null };
    expect((await visit(double.approve(await begin()), { headers })).status).toBe(302);
  });
});

describe('waiting', () => {
  it('ends after ten minutes; who comes later is told so, and a minute later nobody listens', async () => {
    const url = await begin();
    clock.pass(10 * MINUTE_MS - 1_000);
    expect(own.accounts.state().signingIn).not.toBeNull();
    clock.pass(2_000);
    await own.until(({ lastTry }) => lastTry === 'timed-out');
    expect(own.accounts.state().signingIn).toBeNull();
    const back = double.approve(url);
    expect((await visit(back)).headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=timed-out`);
    expect(double.count('/oauth/token')).toBe(0);
    clock.pass(MINUTE_MS);
    await expect.poll(() => visit(back).catch(() => null)).toBeNull();
  });

  it('ends when it is cancelled; the page that is still open leads nowhere', async () => {
    const url = await begin();
    expect(own.accounts.cancelSignIn()).toMatchObject({ signingIn: null, lastTry: 'cancelled' });
    const answer = await visit(double.approve(url));
    expect(answer.headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=cancelled`);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'out' }, lastTry: 'cancelled' });
    expect(double.count('/oauth/token')).toBe(0);
  });

  it('begins again when the browser was closed; the page before leads nowhere', async () => {
    const before = await begin();
    const url = await begin();
    const late = await visit(double.approve(before));
    expect(late.headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=cancelled`);
    expect(own.accounts.state()).toMatchObject({ signingIn: { url }, lastTry: null });
    await visit(double.approve(url));
    await own.until(({ session }) => session.kind === 'in');
  });

  it('cancelled while the code is traded, the session is given back', async () => {
    const url = await begin();
    double.next('/v1/info', 'hang');
    const answer = visit(double.approve(url));
    await expect.poll(() => double.count('/v1/info')).toBe(2);
    own.accounts.cancelSignIn();
    clock.pass(20_000);
    expect((await answer).headers.get('location')).toBe(`${double.issuer}/sign-in-failed?why=cancelled`);
    expect(own.accounts.state()).toMatchObject({ session: { kind: 'out' }, lastTry: 'cancelled' });
    await expect.poll(() => double.grants.sessions[0]?.live).toBe(false);
    await expect.poll(() => [...keychain.items.keys()]).toEqual([]);
  });

  it('cancel without anything to cancel says nothing', async () => {
    expect(own.accounts.cancelSignIn()).toMatchObject({ signingIn: null, lastTry: null });
  });

  it('ends with Gesso', async () => {
    const back = double.approve(await begin());
    await own.accounts.stop();
    await expect.poll(() => visit(back).catch(() => null)).toBeNull();
    expect(double.count('/oauth/token')).toBe(0);
  });
});
