import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  guestDesktop,
  redeem,
  refresh,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { type CloudProcess, freePort, runCloud, startCloud } from '../drivers/cloud-process.ts';
import { temporaryFolder } from '../drivers/storage/temporary-folder.ts';

/** The embedded service, killed at every failpoint, and started again on what it left. */

const ADDRESS = 'ines@example.com';
const AGREEMENT = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', age: 'yes' };

/** A database takes seconds to be made; every death begins with a copy of this one. */
const empty = mkdtempSync(join(tmpdir(), 'gesso-cloud-'));
beforeAll(async () => {
  const cloud = await startCloud({ data: empty });
  expect(await cloud.stop()).toBe(0);
});
afterAll(() => rmSync(empty, { recursive: true, force: true }));

function folder(): string {
  const data = temporaryFolder();
  cpSync(empty, data, { recursive: true });
  return data;
}

interface Place {
  readonly data: string;
  readonly port: number;
}

async function place(): Promise<Place> {
  return { data: folder(), port: await freePort() };
}

async function start({ data, port }: Place, failpoint?: string): Promise<CloudProcess> {
  const cloud = await startCloud({
    data,
    port,
    ...(failpoint === undefined ? {} : { env: { GESSO_FAILPOINT: failpoint } }),
  });
  onTestFinished(() => cloud.kill());
  return cloud;
}

/** Does what the service dies of, and starts it again on the same folder and port. */
async function dies(
  cloud: CloudProcess,
  at: Place,
  work: () => Promise<unknown>,
  next?: string,
): Promise<CloudProcess> {
  await expect(work()).rejects.toThrow();
  expect(await cloud.exited).toBeNull();
  return start(at, next);
}

async function begun(cloud: CloudProcess) {
  const asking = askFor(cloud.origin);
  const browser = new CloudBrowser(cloud.origin);
  return { asking, browser, at: new URL((await browser.get(asking.url)).url).pathname };
}

const account = async (cloud: CloudProcess, token: string) =>
  (await call(cloud.origin, token, 'GET', '/account')).body;

describe('kill -9 of the embedded service', () => {
  it('at cloud.migrated: nothing of the schema is there, and the next start makes all of it', async () => {
    const data = temporaryFolder();
    const dead = await runCloud({ data, env: { GESSO_FAILPOINT: 'cloud.migrated' } });
    expect(dead.signal, dead.output).toBe('SIGKILL');
    const cloud = await start({ data, port: await freePort() });
    expect(cloud.output()).toContain('"step":"0001-accounts"');
    expect((await guestDesktop(cloud.origin)).tokens.access_token).toBeDefined();
  });

  it('at sign-in.code-kept: no letter was sent and none was promised; the same page sends one', async () => {
    const at = await place();
    const cloud = await start(at, 'sign-in.code-kept');
    const page = await begun(cloud);
    const again = await dies(cloud, at, () => page.browser.post(`${page.at}/email`, { address: ADDRESS }));
    expect(again.mail(ADDRESS)).toEqual([]);
    const shown = await page.browser.post(`${page.at}/email`, { address: ADDRESS });
    expect(shown.html).toContain('Look in your mail');
    const code = codeFrom(again.mail(ADDRESS));
    expect((await page.browser.post(`${page.at}/code`, { code })).html).toContain('One last thing');
  });

  it('at sign-in.account-made: the account is there once, and the same form leads into it', async () => {
    const at = await place();
    const cloud = await start(at, 'sign-in.account-made');
    const { asking, browser, at: page } = await begun(cloud);
    await browser.post(`${page}/email`, { address: ADDRESS });
    await browser.post(`${page}/code`, { code: codeFrom(cloud.mail(ADDRESS)) });
    const again = await dies(cloud, at, () => browser.post(`${page}/agree`, AGREEMENT));
    const back = await browser.post(`${page}/agree`, AGREEMENT);
    const first = await redeem(asking, new URL(back.url));
    const second = await signedInDesktop(again, ADDRESS);
    const [one, other] = [
      await account(again, first.body.access_token),
      await account(again, second.tokens.access_token),
    ];
    expect([one.id, one.needs]).toEqual([other.id, []]);
  });

  it('at token.committing: neither a code nor a refresh token is used up', async () => {
    const at = await place();
    const cloud = await start(at, 'token.committing:2');
    const { clientId, tokens } = await guestDesktop(cloud.origin);
    const third = 'token.committing:3';
    const again = await dies(cloud, at, () => refresh(cloud.origin, clientId, tokens.refresh_token), third);
    const renewed = await refresh(again.origin, clientId, tokens.refresh_token);
    expect(renewed.status).toBe(200);
    expect((await refresh(again.origin, clientId, renewed.body.refresh_token)).status).toBe(200);
    const { asking, back } = await signInByMail(again, ADDRESS);
    const last = await dies(again, at, () => redeem(asking, back));
    const answer = await redeem(asking, back);
    expect((await account(last, answer.body.access_token)).address).toBe(ADDRESS);
  });

  it('at token.committed: the answer was lost, and the same refresh token is given it again', async () => {
    const at = await place();
    const cloud = await start(at, 'token.committed:2');
    const { clientId, tokens } = await guestDesktop(cloud.origin);
    const again = await dies(cloud, at, () => refresh(cloud.origin, clientId, tokens.refresh_token));
    const heard = await refresh(again.origin, clientId, tokens.refresh_token);
    expect([heard.status, heard.body.refresh_token === tokens.refresh_token]).toEqual([200, false]);
    const next = await refresh(again.origin, clientId, heard.body.refresh_token);
    expect(next.status).toBe(200);
    expect((await account(again, next.body.access_token)).kind).toBe('guest');
  });

  it('at closing.recorded: the account is closed, every session over, and it can be kept', async () => {
    const at = await place();
    const cloud = await start(at, 'closing.recorded');
    const { clientId, tokens } = await signedInDesktop(cloud, ADDRESS);
    await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
    const closing = { code: codeFrom(cloud.mail(ADDRESS)), when: 'after-grace' };
    const again = await dies(cloud, at, () =>
      call(cloud.origin, tokens.access_token, 'POST', '/account/closing', closing),
    );
    expect(await account(again, tokens.access_token)).toMatchObject({ data: { why: 'ended' } });
    expect((await refresh(again.origin, clientId, tokens.refresh_token)).body.error).toBe('invalid_grant');
    await expect
      .poll(() => again.mail(ADDRESS)[0]?.subject, { timeout: 20_000 })
      .toMatch(/^Your Gesso account will be deleted on/);
    const { browser, at: page } = await begun(again);
    await browser.post(`${page}/email`, { address: ADDRESS });
    const shown = await browser.post(`${page}/code`, { code: codeFrom(again.mail(ADDRESS)) });
    expect(shown.html).toContain('Keep my account');
    expect(new URL((await browser.post(`${page}/restore`)).url).searchParams.has('code')).toBe(true);
  });

  it('at purge.content-removed: the person goes after the content, without being asked for again', async () => {
    const at = await place();
    const cloud = await start(at, 'purge.content-removed');
    const { tokens } = await signedInDesktop(cloud, ADDRESS);
    await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
    const closing = { code: codeFrom(cloud.mail(ADDRESS)), when: 'now' };
    const closed = await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', closing);
    expect(closed.status).toBe(200);
    expect(await cloud.exited).toBeNull();
    const again = await start(at);
    await expect
      .poll(() => again.mail(ADDRESS)[0]?.subject, { timeout: 30_000 })
      .toBe('Your Gesso account is deleted');
    const { browser, at: page } = await begun(again);
    await browser.post(`${page}/email`, { address: ADDRESS });
    const shown = await browser.post(`${page}/code`, { code: codeFrom(again.mail(ADDRESS)) });
    expect(shown.html).toContain(`There is no account for ${ADDRESS} yet`);
  });
});

it('two services on one folder: the second refuses, and has it once the first was killed', async () => {
  const data = folder();
  const first = await start({ data, port: await freePort() });
  const refused = await runCloud({ data });
  expect([refused.code, refused.output]).toEqual([4, expect.stringContaining('Another Gesso cloud has')]);
  expect((await fetch(`${first.origin}/health/ready`)).status).toBe(200);
  await first.kill();
  const second = await start({ data, port: await freePort() });
  expect((await fetch(`${second.origin}/health/ready`)).status).toBe(200);
  expect(await second.stop()).toBe(0);
});
