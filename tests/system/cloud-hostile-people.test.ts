import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  guestDesktop,
  newClientId,
  redeem,
  refresh,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { choose, type Outside, startOutside } from '../drivers/cloud-outside.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';

/** Somebody with an account, a ticket, a token or a link, who wants somebody else's. */

const HOUR_MS = 3_600_000;
let outside: Outside;
let cloud: OpenedCloud;
/** Whatever must be in no log. */
const secrets = new Set<string>();
const secret = (text: string): string => {
  secrets.add(text);
  return text;
};

beforeAll(async () => {
  outside = await startOutside();
  cloud = await openCloud({ env: outside.env });
}, 60_000);
// Limits by network are for an hour, and every test comes from the same one.
beforeEach(() => cloud.pass(HOUR_MS));
afterAll(async () => {
  await cloud.close();
  await outside.stop();
});

const account = async (token: string) => (await call(cloud.origin, token, 'GET', '/account')).body;
const why = async (token: string) => (await call(cloud.origin, token, 'GET', '/account')).body.data;

let made = 0;
function newAddress(): string {
  made += 1;
  return secret(`person${made}@example.com`);
}

async function signedIn(address = newAddress(), clientId = newClientId()) {
  const desktop = await signedInDesktop(cloud, address, clientId);
  secret(desktop.tokens.access_token);
  secret(desktop.tokens.refresh_token);
  return { address, ...desktop };
}

async function asGuest() {
  const guest = await guestDesktop(cloud.origin);
  const { body } = await call(cloud.origin, guest.tokens.access_token, 'POST', '/account/upgrade-tickets');
  return { ...guest, ticket: secret(String(body.ticket)) };
}

/** A browser on the page for a code that was sent to `address`. */
async function askedFor(address: string, change: Readonly<Record<string, string>> = {}) {
  const asking = askFor(cloud.origin, change);
  const browser = new CloudBrowser(cloud.origin);
  const at = new URL((await browser.get(asking.url)).url).pathname;
  const shown = await browser.post(`${at}/email`, { address });
  return { asking, browser, at, shown };
}

describe("a guest's ticket in somebody else's sign-in", () => {
  it('gives the guest nothing of the account that is made there', async () => {
    const attacker = await asGuest();
    const { id } = await account(attacker.tokens.access_token);
    const asking = askFor(cloud.origin, { guest_ticket: attacker.ticket });
    const victim = await signInByMail(cloud, newAddress(), asking);
    expect(await why(attacker.tokens.access_token)).toEqual({ why: 'ended' });
    expect((await refresh(cloud.origin, attacker.clientId, attacker.tokens.refresh_token)).status).toBe(400);
    const { body } = await redeem(victim.asking, victim.back);
    expect(await account(body.access_token)).toMatchObject({ id, kind: 'member' });
    const { sessions } = (await call(cloud.origin, body.access_token, 'GET', '/sessions')).body;
    expect(sessions).toHaveLength(1);
  });

  it('nor of one that is there already', async () => {
    const owner = await signedIn();
    const attacker = await asGuest();
    await signInByMail(cloud, owner.address, askFor(cloud.origin, { guest_ticket: attacker.ticket }));
    expect(await why(attacker.tokens.access_token)).toEqual({ why: 'ended' });
    expect((await account(owner.tokens.access_token)).kind).toBe('member');
  });

  it('works once, for a guest, and as a way to link for nobody', async () => {
    const guest = await asGuest();
    const first = newAddress();
    await signInByMail(cloud, first, askFor(cloud.origin, { guest_ticket: guest.ticket }));
    const second = await signInByMail(
      cloud,
      newAddress(),
      askFor(cloud.origin, { guest_ticket: guest.ticket }),
    );
    const { body } = await redeem(second.asking, second.back);
    expect((await account(body.access_token)).address).not.toBe(first);
    expect((await fetch(`${cloud.origin}/link/${guest.ticket}`)).status).toBe(410);
    const linking = await call(cloud.origin, body.access_token, 'POST', '/account/links', {
      method: 'google',
    });
    const ticket = secret(String(linking.body.url).split('/').at(-1) ?? '');
    const third = await signInByMail(cloud, newAddress(), askFor(cloud.origin, { guest_ticket: ticket }));
    const other = await redeem(third.asking, third.back);
    expect((await account(other.body.access_token)).id).not.toBe((await account(body.access_token)).id);
  });
});

describe('a form from elsewhere', () => {
  const from = (headers: Readonly<Record<string, string>>, path: string) =>
    fetch(`${cloud.origin}${path}`, { method: 'POST', headers, redirect: 'manual' });

  it("connects nobody's Google account to a stranger's, and spends no ticket", async () => {
    const attacker = await signedIn();
    const { body } = await call(cloud.origin, attacker.tokens.access_token, 'POST', '/account/links', {
      method: 'google',
    });
    const { pathname } = new URL(String(body.url));
    secret(pathname.split('/').at(-1) ?? '');
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'null' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'https://evil.example' },
    ])
      expect((await from(headers, pathname)).status, JSON.stringify(headers)).toBe(403);
    expect((await fetch(`${cloud.origin}${pathname}`)).status).toBe(200);
    const own = await from({ 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }, pathname);
    expect([own.status, new URL(own.headers.get('Location') ?? '').origin]).toEqual([
      303,
      new URL(outside.google.issuer).origin,
    ]);
  });

  it('has no cookie, and makes no guests of those who look at a page', async () => {
    const { at } = await askedFor(newAddress());
    for (const step of ['email', 'code', 'agree', 'link', 'restore', 'cancel', 'google'])
      expect((await from({ Origin: cloud.origin }, `${at}/${step}`)).status, step).toBe(410);
    expect((await from({ 'Sec-Fetch-Site': 'cross-site' }, '/oauth/token')).status).toBe(403);
  });
});

describe('a token in the wrong hands', () => {
  it('destroys nothing at once: not by closing, and not by saying that its owner is a child', async () => {
    const owner = await signedIn();
    const ask = (path: string, body: unknown) =>
      call(cloud.origin, owner.tokens.access_token, 'POST', path, body);
    expect((await ask('/account/closing', { code: null, when: 'now' })).status).toBe(410);
    expect((await ask('/account/closing', { code: '000000', when: 'now' })).status).toBe(410);
    const young = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', oldEnough: false };
    expect((await ask('/account/terms', young)).body).toMatchObject({ code: 'UNDER_AGE' });
    expect(await why(owner.tokens.access_token)).toEqual({ why: 'ended' });
    await expect
      .poll(() => cloud.mail(owner.address).map(({ subject }) => subject), { timeout: 20_000 })
      .toContainEqual(expect.stringContaining('will be deleted on'));
    const { browser, at } = await askedFor(owner.address);
    const shown = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(owner.address)) });
    expect(shown.html).toContain('Keep my account');
    const kept = await browser.post(`${at}/restore`);
    expect(new URL(kept.url).searchParams.get('code')).not.toBeNull();
  });

  it('can not fill a mailbox, with whatever letters and whatever marks behind a plus', async () => {
    const { tokens, address } = await signedIn();
    const [name, domain] = newAddress().split('@');
    const statuses: number[] = [];
    for (let letter = 0; letter < 7; letter++) {
      const target = `${name}${letter === 0 ? '' : `+${letter}`}@${domain}`;
      statuses.push(
        (
          await call(cloud.origin, tokens.access_token, 'POST', '/account/address-changes', {
            address: target,
          })
        ).status,
      );
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    // The first of five went to sign in: a mailbox is one, whatever is written there.
    for (let letter = 0; letter < 4; letter++)
      expect((await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes')).status).toBe(
        200,
      );
    expect((await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes')).status).toBe(
      429,
    );
    expect((await askedFor(address)).shown.status).toBe(429);
  });

  it('takes no way in away without a word to the address that goes', async () => {
    const { tokens, address } = await signedIn();
    const { body: link } = await call(cloud.origin, tokens.access_token, 'POST', '/account/links', {
      method: 'github',
    });
    const browser = new CloudBrowser(cloud.origin);
    outside.github.people.push({
      id: 990_001,
      login: 'thief',
      name: null,
      email: null,
      emails: [{ email: newAddress(), primary: true, verified: true }],
    });
    const out = await browser.post(new URL(String(link.url)).pathname);
    await browser.get(
      (await choose({ method: 'github', double: outside.github, person: 990_001 }, out.url)).href,
    );
    const identities: { id: string; method: string }[] = JSON.parse(
      JSON.stringify((await account(tokens.access_token)).identities),
    );
    const mail = identities.find(({ method }) => method === 'email')?.id;
    await call(cloud.origin, tokens.access_token, 'DELETE', `/account/identities/${mail}`);
    await expect
      .poll(() => cloud.mail(address).map(({ subject }) => subject), { timeout: 20_000 })
      .toEqual(
        expect.arrayContaining([
          'GitHub now signs in to your Gesso account',
          'E-mail no longer signs in to your Gesso account',
        ]),
      );
  });
});

describe('somebody who knows', () => {
  it("an install's id ends no session of it, and fetches no code of it", async () => {
    const owner = await signedIn();
    const attacker = await signedIn(newAddress(), owner.clientId);
    expect((await account(owner.tokens.access_token)).address).toBe(owner.address);
    await fetch(`${cloud.origin}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: attacker.tokens.refresh_token, client_id: owner.clientId }),
    });
    expect((await account(owner.tokens.access_token)).address).toBe(owner.address);
    const { asking, back } = await signInByMail(
      cloud,
      owner.address,
      askFor(cloud.origin, {}, owner.clientId),
    );
    const own = askFor(cloud.origin, {}, owner.clientId);
    expect((await redeem({ ...asking, verifier: own.verifier }, back)).status).toBe(400);
    expect((await redeem(asking, back)).status).toBe(200);
  });

  it('a signed-in account hears the same of an address that has one and of one that has none', async () => {
    const { tokens } = await signedIn();
    const taken = (await signedIn()).address;
    const heard: unknown[] = [];
    for (const address of [taken, newAddress()]) {
      const ask = (path: string, body: object) => call(cloud.origin, tokens.access_token, 'POST', path, body);
      const answers = [await ask('/account/address-changes', { address })];
      for (let tries = 0; tries < 6; tries++)
        answers.push(await ask('/account/address-changes/confirm', { code: '000000' }));
      heard.push(answers.map(({ status, body }) => [status, body]));
    }
    expect(heard[0]).toEqual(heard[1]);
    await expect.poll(() => cloud.mail(taken)[0]?.subject).toBe('This address already has a Gesso account');
  });

  it('a sign-in page hears the same too, until the code is there', async () => {
    const pages: string[] = [];
    for (const address of [(await signedIn()).address, newAddress()]) {
      const { browser, at, shown } = await askedFor(address);
      const wrong = await browser.post(`${at}/code`, { code: '000000' });
      pages.push(`${shown.html}${wrong.html}`.replaceAll(address, 'ADDRESS').replaceAll(at, 'AT'));
    }
    expect(pages[0]).toBe(pages[1]);
  });

  it("somebody's address can try thirty codes a day, and then not even the right one", async () => {
    const address = newAddress();
    for (let tried = 0, sent = 0; tried < 30; sent++) {
      if (sent % 5 === 4) cloud.pass(15 * 60_000);
      const { browser, at } = await askedFor(address);
      const code = codeFrom(cloud.mail(address));
      for (let tries = 0; tries < 5 && tried < 30; tries++, tried++)
        await browser.post(`${at}/code`, { code: code === '111111' ? '222222' : '111111' });
    }
    const { browser, at } = await askedFor(address);
    const shown = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
    expect([shown.status, shown.html.includes('Too many codes')]).toEqual([429, true]);
    cloud.pass(24 * HOUR_MS);
    const later = await askedFor(address);
    expect(
      (await later.browser.post(`${later.at}/code`, { code: codeFrom(cloud.mail(address)) })).html,
    ).toContain('One last thing');
  });

  it('an address is no way to write to others as well, or as somebody else', async () => {
    const { browser, at } = await askedFor(newAddress());
    for (const address of [
      'a@example.com\r\nBcc: b@example.com',
      'a@example.com, b@example.com',
      'a@example.com\u0000',
      'a\u007f@example.com',
      '"a b"@example.com',
      '<a@example.com>',
      `${'a'.repeat(300)}@example.com`,
    ])
      expect((await browser.post(`${at}/email`, { address })).status, JSON.stringify(address)).toBe(422);
    expect(cloud.mail('b@example.com')).toEqual([]);
  });
});

describe('an account whose time has come', () => {
  it('is kept by nobody who signs in before it is gone', async () => {
    const { tokens, address } = await signedIn();
    await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
    const code = secret(codeFrom(cloud.mail(address)));
    const closing = { code, when: 'after-grace' };
    expect((await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', closing)).status).toBe(
      200,
    );
    const { browser, at } = await askedFor(address);
    const offered = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
    expect(offered.html).toContain('Keep my account');
    cloud.pass(14 * 24 * HOUR_MS);
    // That page is too old by now; it leads back to its beginning, and keeps nothing.
    expect(new URL((await browser.post(`${at}/restore`)).url).pathname).toBe(at);
    const late = await askedFor(address);
    const shown = await late.browser.post(`${late.at}/code`, { code: codeFrom(cloud.mail(address)) });
    expect([shown.status, shown.html.includes('It can&#39;t be kept any more')]).toEqual([409, true]);
    expect((await late.browser.post(`${late.at}/restore`)).status).toBe(409);
    const form = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', age: 'yes' };
    expect((await late.browser.post(`${late.at}/agree`, form)).status).toBe(409);
  });
});

it('nothing of all this was a fault of ours, and no address, code, token or ticket is in the log', () => {
  const log = cloud.log();
  expect(log).toContain('cloud.started');
  expect(log.split('\n').filter((line) => /bug|"level":50/.test(line))).toEqual([]);
  expect(secrets.size).toBeGreaterThan(40);
  for (const text of [...secrets, outside.google.clientSecret, outside.github.clientSecret, 'evil.example'])
    expect(log).not.toContain(text);
});
