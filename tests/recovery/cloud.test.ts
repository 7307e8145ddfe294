import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Asking,
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  redeem,
  refresh,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { type CloudProcess, freePort, runCloud, startCloud } from '../drivers/cloud-process.ts';

let data: string;
let port: number;
let running: CloudProcess | null;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'gesso-cloud-killed-'));
  port = await freePort();
  running = null;
});
afterEach(async () => {
  await running?.kill();
  rmSync(data, { recursive: true, force: true });
});

/** The service on the same folder and address, armed to die at a named place or not. */
async function start(failpoint?: string): Promise<CloudProcess> {
  running = await startCloud({
    data,
    port,
    ...(failpoint === undefined ? {} : { env: { GESSO_FAILPOINT: failpoint } }),
  });
  return running;
}

/** Does what kills it, and waits until it is dead. Whoever asked hears nothing. */
async function killedBy(cloud: CloudProcess, work: () => Promise<unknown>): Promise<void> {
  await Promise.allSettled([work(), cloud.exited]);
  expect(await cloud.exited).toBeNull();
}

async function asFarAsCode(cloud: CloudProcess, address: string) {
  const asking = askFor(cloud.origin);
  const browser = new CloudBrowser(cloud.origin);
  const at = new URL((await browser.get(asking.url)).url).pathname;
  return { asking, browser, at, ask: () => browser.post(`${at}/email`, { address }) };
}

const AGREED = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', age: 'yes' };

async function accountOf(asking: Asking, back: string) {
  const answer = await redeem(asking, new URL(back));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (await call(asking.origin, answer.body.access_token, 'GET', '/account')).body;
}

describe('the embedded cloud, killed', () => {
  it('at cloud.migrated: the next start has the whole schema', async () => {
    const died = await runCloud({ data, port, env: { GESSO_FAILPOINT: 'cloud.migrated' } });
    expect(died.signal).toBe('SIGKILL');
    const cloud = await start();
    const { tokens } = await signedInDesktop(cloud, 'after-migration@example.com');
    expect((await call(cloud.origin, tokens.access_token, 'GET', '/account')).status).toBe(200);
  });

  it('at sign-in.code-kept: the same page asks again, and the new code works', async () => {
    const address = 'code-kept@example.com';
    const first = await start('sign-in.code-kept');
    const { asking, browser, at, ask } = await asFarAsCode(first, address);
    await killedBy(first, ask);
    const second = await start();
    await ask();
    expect((await browser.post(`${at}/code`, { code: codeFrom(second.mail(address)) })).html).toContain(
      'One last thing',
    );
    const done = await browser.post(`${at}/agree`, AGREED);
    expect(await accountOf(asking, done.url)).toMatchObject({ address });
  });

  it('at sign-in.account-made: the account is there, once, and the same page leads into it', async () => {
    const address = 'made@example.com';
    const first = await start('sign-in.account-made');
    const { asking, browser, at, ask } = await asFarAsCode(first, address);
    await ask();
    await browser.post(`${at}/code`, { code: codeFrom(first.mail(address)) });
    await killedBy(first, () => browser.post(`${at}/agree`, AGREED));
    const second = await start();
    const done = await browser.post(`${at}/agree`, AGREED);
    const { id } = await accountOf(asking, done.url);
    const other = await signedInDesktop(second, address);
    expect((await call(second.origin, other.tokens.access_token, 'GET', '/account')).body.id).toBe(id);
  });

  it('at token.committing: nothing was used up, neither a code nor a refresh token', async () => {
    const whole = await start();
    const { clientId, tokens } = await signedInDesktop(whole, 'committing@example.com');
    await whole.stop();
    const first = await start('token.committing');
    await killedBy(first, () => refresh(first.origin, clientId, tokens.refresh_token));
    const second = await start('token.committing:2');
    const renewed = await refresh(second.origin, clientId, tokens.refresh_token);
    expect(renewed.status).toBe(200);
    const { asking, back } = await signInByMail(second, 'committing@example.com');
    await killedBy(second, () => redeem(asking, back));
    await start();
    expect(await accountOf(asking, back.href)).toMatchObject({ address: 'committing@example.com' });
  });

  it('at token.committed: an answer that was not heard is given again, and the session lives', async () => {
    const whole = await start();
    const { clientId, tokens } = await signedInDesktop(whole, 'committed@example.com');
    await whole.stop();
    const first = await start('token.committed');
    await killedBy(first, () => refresh(first.origin, clientId, tokens.refresh_token));
    const second = await start();
    const heard = await refresh(second.origin, clientId, tokens.refresh_token);
    expect(heard.status).toBe(200);
    const next = await refresh(second.origin, clientId, heard.body.refresh_token);
    expect(next.status).toBe(200);
    const { sessions } = (await call(second.origin, next.body.access_token, 'GET', '/sessions')).body;
    expect(sessions).toHaveLength(1);
  });

  it('at closing.recorded: it is closed, everybody is out, and it can still be kept', async () => {
    const address = 'closing@example.com';
    const first = await start('closing.recorded');
    const { tokens } = await signedInDesktop(first, address);
    await call(first.origin, tokens.access_token, 'POST', '/account/closing-codes');
    const code = codeFrom(first.mail(address));
    await killedBy(first, () =>
      call(first.origin, tokens.access_token, 'POST', '/account/closing', { code, when: 'after-grace' }),
    );
    const second = await start();
    expect((await call(second.origin, tokens.access_token, 'GET', '/account')).status).toBe(401);
    const { browser, at, ask } = await asFarAsCode(second, address);
    await ask();
    const page = await browser.post(`${at}/code`, { code: codeFrom(second.mail(address)) });
    expect(page.html).toContain('Keep your account?');
  });

  it('at purge.content-removed: the next start finishes what was begun', async () => {
    const address = 'purge@example.com';
    const first = await start('purge.content-removed');
    const { tokens } = await signedInDesktop(first, address);
    await call(first.origin, tokens.access_token, 'POST', '/account/closing-codes');
    const code = codeFrom(first.mail(address));
    await killedBy(first, () =>
      call(first.origin, tokens.access_token, 'POST', '/account/closing', { code, when: 'now' }),
    );
    const second = await start();
    await expect
      .poll(() => second.mail(address).map(({ subject }) => subject), { timeout: 30_000 })
      .toContain('Your Gesso account is deleted');
  });

  it('two on one folder: the second refuses and says so; after a kill it may have it', async () => {
    const first = await start();
    const second = await runCloud({ data, port: await freePort() });
    expect([second.code, second.output.includes(`has ${data} open`)]).toEqual([4, true]);
    const { tokens, clientId } = await signedInDesktop(first, 'folder@example.com');
    await first.kill();
    const third = await start();
    expect((await refresh(third.origin, clientId, tokens.refresh_token)).status).toBe(200);
  });
});
