import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import {
  type Asking,
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  redeem,
  refresh,
  signedInDesktop,
  type Tokens,
} from '../drivers/cloud-browser.ts';
import { type CloudProcess, runCloud, startCloud } from '../drivers/cloud-process.ts';

/**
 * The embedded service, killed at every failpoint and started again on what it left: one story on one folder, because each start
 * that shows what a death left is also the one that dies at the next place.
 */

const ADDRESS = 'ines@example.com';
/** Somebody else, since one mailbox is sent five codes in a while and no more. */
const OTHER = 'tomas@example.com';
const AGREEMENT = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', age: 'yes' };

const data = mkdtempSync(join(tmpdir(), 'gesso-cloud-'));
let port = 0;
let cloud: CloudProcess;
let browser: CloudBrowser;
let asking: Asking;
let at = '';
let back: URL;
let tokens: Tokens;

beforeAll(async () => {
  port = await freePort();
});
afterAll(async () => {
  await cloud.kill();
  rmSync(data, { recursive: true, force: true });
});

async function start(failpoint?: string): Promise<void> {
  const env = failpoint === undefined ? {} : { GESSO_FAILPOINT: failpoint };
  cloud = await startCloud({ data, port, env });
}

/** Does what the service dies of, and starts it again with the next place to die at. */
async function dies(work: () => Promise<unknown>, next?: string): Promise<void> {
  await expect(work()).rejects.toThrow();
  expect(await cloud.exited).toBeNull();
  await start(next);
}

/** A browser on the first page of a desktop's sign-in. */
async function begin(): Promise<void> {
  asking = askFor(cloud.origin);
  browser = new CloudBrowser(cloud.origin);
  at = new URL((await browser.get(asking.url)).url).pathname;
}

/** As far as the code that was sent leads. */
async function prove(address: string) {
  await begin();
  await browser.post(`${at}/email`, { address });
  return browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
}

const renew = () => refresh(cloud.origin, asking.clientId, tokens.refresh_token);
const account = async (token: string) => (await call(cloud.origin, token, 'GET', '/account')).body;

async function closing(address: string, when: 'after-grace' | 'now') {
  const asked = await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
  expect(asked.body, JSON.stringify(asked)).toEqual({ codeNeeded: true });
  const code = codeFrom(cloud.mail(address));
  return () => call(cloud.origin, tokens.access_token, 'POST', '/account/closing', { code, when });
}

describe('kill -9 of the embedded service', () => {
  it('at cloud.migrated: nothing of the schema is there, and the next start makes all of it', async () => {
    const dead = await runCloud({ data, port, env: { GESSO_FAILPOINT: 'cloud.migrated' } });
    expect(dead.signal, dead.output).toBe('SIGKILL');
    await start('sign-in.code-kept');
    expect(cloud.output()).toContain('"step":"0001-accounts"');
  });

  it('at sign-in.code-kept: no letter was sent and none was promised; the same page sends one', async () => {
    await begin();
    await dies(() => browser.post(`${at}/email`, { address: ADDRESS }), 'sign-in.account-made');
    expect(cloud.mail(ADDRESS)).toEqual([]);
    const shown = await browser.post(`${at}/email`, { address: ADDRESS });
    expect(shown.html).toContain('Look in your mail');
    const code = codeFrom(cloud.mail(ADDRESS));
    expect((await browser.post(`${at}/code`, { code })).html).toContain('One last thing');
  });

  it('at sign-in.account-made: the account is there, and the same form leads into it', async () => {
    await dies(() => browser.post(`${at}/agree`, AGREEMENT), 'token.committing');
    back = new URL((await browser.post(`${at}/agree`, AGREEMENT)).url);
    expect(back.searchParams.has('code')).toBe(true);
  });

  it('at token.committing: neither the code nor, later, the refresh token was used up', async () => {
    await dies(() => redeem(asking, back), 'token.committing:2');
    const answer = await redeem(asking, back);
    expect(answer.status).toBe(200);
    tokens = answer.body;
    expect(await account(tokens.access_token)).toMatchObject({ address: ADDRESS, needs: [] });
    await dies(renew, 'token.committed');
    expect((await account(tokens.access_token)).address).toBe(ADDRESS);
  });

  it('at token.committed: the answer was lost, and the same refresh token is given it again', async () => {
    await dies(renew, 'closing.recorded');
    const heard = await renew();
    expect([heard.status, heard.body.refresh_token === tokens.refresh_token]).toEqual([200, false]);
    tokens = heard.body;
    const next = await renew();
    expect(next.status).toBe(200);
    tokens = next.body;
    expect((await account(tokens.access_token)).address).toBe(ADDRESS);
  });

  it('at closing.recorded: the account is closed, every session over, and it can be kept', async () => {
    await dies(await closing(ADDRESS, 'after-grace'), 'purge.content-removed');
    expect(await account(tokens.access_token)).toMatchObject({ data: { why: 'ended' } });
    expect((await renew()).body.error).toBe('invalid_grant');
    await expect
      .poll(() => cloud.mail(ADDRESS)[0]?.subject, { timeout: 20_000 })
      .toMatch(/^Your Gesso account will be deleted on/);
    expect((await prove(ADDRESS)).html).toContain('Keep my account');
    const kept = await redeem(asking, new URL((await browser.post(`${at}/restore`)).url));
    expect((await account(kept.body.access_token)).address).toBe(ADDRESS);
  });

  it('at purge.content-removed: the person goes after the content, without being asked for again', async () => {
    tokens = (await signedInDesktop(cloud, OTHER)).tokens;
    expect((await (await closing(OTHER, 'now'))()).status).toBe(200);
    expect(await cloud.exited).toBeNull();
    await start();
    await expect
      .poll(() => cloud.mail(OTHER)[0]?.subject, { timeout: 30_000 })
      .toBe('Your Gesso account is deleted');
    expect((await prove(OTHER)).html).toContain(`There is no account for ${OTHER} yet`);
  });
});

it('two services on one folder: the second refuses, and has it once the first was killed', async () => {
  const refused = await runCloud({ data });
  expect([refused.code, refused.output]).toEqual([4, expect.stringContaining('Another Gesso cloud has')]);
  expect((await fetch(`${cloud.origin}/health/ready`)).status).toBe(200);
  await cloud.kill();
  await start();
  expect((await fetch(`${cloud.origin}/health/ready`)).status).toBe(200);
  expect(await cloud.stop()).toBe(0);
});
