import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  guestDesktop,
  redeem,
  type Shown,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { onBothDatabases } from '../drivers/cloud-databases.ts';
import { agreeTo, choose, type Outside, startOutside } from '../drivers/cloud-outside.ts';
import type { OpenedCloud } from '../drivers/opened-cloud.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

/** Everything that can be asked, asked twice in the same moment. */

let outside: Outside;
let picture: Uint8Array<ArrayBuffer>;
let other: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  outside = await startOutside();
  picture = await makePicture();
  other = await makePicture({ width: 300, height: 100, format: 'jpeg' });
});
afterAll(() => outside.stop());

let made = 0;
const newAddress = (): string => {
  made += 1;
  return `at-once-${made}@example.com`;
};

function newGoogle(email = newAddress()): string {
  made += 1;
  const sub = `30000000000000000${String(made).padStart(4, '0')}`;
  outside.google.people.push({ sub, name: 'Twice', email, emailVerified: true });
  return sub;
}

const twice = <Value>(work: () => Promise<Value>) => Promise.all([work(), work()]);
const codeOf = ({ url }: Shown): string | null => new URL(url).searchParams.get('code');

onBothDatabases(
  'two at once',
  (under) => {
    const ask = (token: string, method: string, path: string, body?: object) =>
      call(under.now().origin, token, method, path, body);
    const account = async (token: string) => (await ask(token, 'GET', '/account')).body;

    async function begun(cloud: OpenedCloud, address: string, change: Readonly<Record<string, string>> = {}) {
      const asking = askFor(cloud.origin, change);
      const browser = new CloudBrowser(cloud.origin);
      const at = new URL((await browser.get(asking.url)).url).pathname;
      await browser.post(`${at}/email`, { address });
      return { asking, browser, at, code: codeFrom(cloud.mail(address)) };
    }

    /** A browser that has proven a new address, on the page that asks for age and terms. */
    async function proven(cloud: OpenedCloud, address: string) {
      const { asking, browser, at, code } = await begun(cloud, address);
      return { asking, browser, at, shown: await browser.post(`${at}/code`, { code }) };
    }

    it('a right code leads on both times, and proves one person', async () => {
      const { browser, at, code } = await begun(under.now(), newAddress());
      for (const shown of await twice(() => browser.post(`${at}/code`, { code })))
        expect([shown.status, shown.html.includes('One last thing')]).toEqual([200, true]);
    });

    it('a sign-in begins once, and the guest comes along', async () => {
      const cloud = under.now();
      const { tokens } = await guestDesktop(cloud.origin);
      const { id } = await account(tokens.access_token);
      const { body } = await ask(tokens.access_token, 'POST', '/account/upgrade-tickets');
      const asking = askFor(cloud.origin, { guest_ticket: String(body.ticket) });
      const browser = new CloudBrowser(cloud.origin);
      const answer = await fetch(asking.url, { redirect: 'manual' });
      const at = answer.headers.get('Location') ?? '';
      browser.keep(answer.headers.getSetCookie());
      await Promise.all(Array.from({ length: 6 }, () => browser.get(at)));
      const address = newAddress();
      await browser.post(`${at}/email`, { address });
      const shown = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
      expect(shown.html).toContain('Your guest account becomes it');
      const back = await agreeTo({ browser, at, asking, shown });
      const signedIn = await redeem(asking, new URL(back.url));
      expect((await account(signedIn.body.access_token)).id).toBe(id);
    });

    it('agreeing twice makes one account, and so do two first sign-ins with one address', async () => {
      const cloud = under.now();
      const address = newAddress();
      const first = await proven(cloud, address);
      const second = await proven(cloud, address);
      const backs = await Promise.all([agreeTo(first), agreeTo(first), agreeTo(second)]);
      const codes = backs.filter((shown) => codeOf(shown) !== null);
      expect(codes.length).toBeGreaterThanOrEqual(1);
      // One request ends in one way: whoever comes second with it is told that it is through, by one page or another.
      for (const { status } of backs) expect([0, 200, 400, 410]).toContain(status);
      const ids = new Set<unknown>();
      for (const [came, shown] of [
        [first, backs[0]],
        [first, backs[1]],
        [second, backs[2]],
      ] as const) {
        if (shown === undefined || codeOf(shown) === null) continue;
        const { status, body } = await redeem(came.asking, new URL(shown.url));
        if (status === 200) ids.add((await account(body.access_token)).id);
      }
      expect(ids.size).toBe(1);
    });

    it('one Google account for two of ours: one has it, the other hears no', async () => {
      const cloud = under.now();
      const sub = newGoogle();
      const backs: (() => Promise<Shown>)[] = [];
      for (let each = 0; each < 2; each++) {
        const { tokens } = await signedInDesktop(cloud, newAddress());
        const { body } = await ask(tokens.access_token, 'POST', '/account/links', { method: 'google' });
        const browser = new CloudBrowser(cloud.origin);
        const out = await browser.post(new URL(String(body.url)).pathname);
        const back = await choose({ method: 'google', double: outside.google, person: sub }, out.url);
        backs.push(() => browser.get(back.href));
      }
      const shown = await Promise.all(backs.map((back) => back()));
      expect(shown.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('a link that is opened twice goes to Google once', async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, newAddress());
      const { body } = await ask(tokens.access_token, 'POST', '/account/links', { method: 'google' });
      const { pathname } = new URL(String(body.url));
      const both = await twice(() => new CloudBrowser(cloud.origin).post(pathname));
      expect(both.map(({ status }) => status).sort()).toEqual([0, 410]);
    });

    it('both ways in taken away at once: one stays', async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, newAddress());
      const { body } = await ask(tokens.access_token, 'POST', '/account/links', { method: 'google' });
      const browser = new CloudBrowser(cloud.origin);
      const out = await browser.post(new URL(String(body.url)).pathname);
      const person = newGoogle();
      await browser.get((await choose({ method: 'google', double: outside.google, person }, out.url)).href);
      const before: { id: string }[] = JSON.parse(
        JSON.stringify((await account(tokens.access_token)).identities),
      );
      expect(before).toHaveLength(2);
      const answers = await Promise.all(
        before.map(({ id }) => ask(tokens.access_token, 'DELETE', `/account/identities/${id}`)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((await account(tokens.access_token)).identities).toHaveLength(1);
    });

    it('an address that is moved to and signed up with belongs to one account', async () => {
      const cloud = under.now();
      const wanted = newAddress();
      const { tokens } = await signedInDesktop(cloud, newAddress());
      await ask(tokens.access_token, 'POST', '/account/address-changes', { address: wanted });
      const code = codeFrom(cloud.mail(wanted));
      const newcomer = await proven(cloud, wanted);
      const [moved, agreed] = await Promise.all([
        ask(tokens.access_token, 'POST', '/account/address-changes/confirm', { code }),
        agreeTo(newcomer),
      ]);
      const { body } = await redeem(newcomer.asking, new URL(agreed.url));
      const there = await account(body.access_token);
      expect(there.address).toBe(wanted);
      const mover = await account(tokens.access_token);
      expect(moved.status).toBe(mover.id === there.id ? 200 : 410);
      if (mover.id !== there.id) expect(mover.address).not.toBe(wanted);
    });

    it('one code changes an address once, and closes an account once', async () => {
      const cloud = under.now();
      const address = newAddress();
      const { tokens } = await signedInDesktop(cloud, newAddress());
      await ask(tokens.access_token, 'POST', '/account/address-changes', { address });
      const code = codeFrom(cloud.mail(address));
      const confirmed = await twice(() =>
        ask(tokens.access_token, 'POST', '/account/address-changes/confirm', { code }),
      );
      expect(confirmed.map(({ status }) => status).sort()).toEqual([200, 410]);
      await ask(tokens.access_token, 'POST', '/account/closing-codes');
      const closing = { code: codeFrom(cloud.mail(address)), when: 'after-grace' };
      const closed = await twice(() => ask(tokens.access_token, 'POST', '/account/closing', closing));
      expect(closed.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
      for (const { status } of closed) expect([200, 401, 410]).toContain(status);
    });

    it('closing while somebody signs in: nobody is in afterwards', async () => {
      const cloud = under.now();
      const address = newAddress();
      const { tokens } = await signedInDesktop(cloud, address);
      await ask(tokens.access_token, 'POST', '/account/closing-codes');
      const closing = { code: codeFrom(cloud.mail(address)), when: 'after-grace' };
      const { browser, at, code, asking } = await begun(cloud, address);
      const [closed, shown] = await Promise.all([
        ask(tokens.access_token, 'POST', '/account/closing', closing),
        browser.post(`${at}/code`, { code }),
      ]);
      expect(closed.status).toBe(200);
      if (codeOf(shown) !== null) {
        const answer = await redeem(asking, new URL(shown.url));
        if (answer.status === 200)
          expect((await ask(answer.body.access_token, 'GET', '/account')).status).toBe(401);
      }
      const later = await begun(cloud, address);
      expect((await later.browser.post(`${later.at}/code`, { code: later.code })).html).toContain(
        'Keep my account',
      );
    });

    it('two pictures at once, and one that is taken away: what the profile names is there', async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, newAddress());
      const headers = { Authorization: `Bearer ${tokens.access_token}` };
      const at = `${cloud.origin}/v1/account/picture`;
      const put = async (body: Uint8Array<ArrayBuffer>) =>
        (await fetch(at, { method: 'PUT', headers, body })).status;
      const named = async () => (await account(tokens.access_token)).pictureVersion;
      for (let round = 0; round < 3; round++) {
        expect(await Promise.all([put(picture), put(other)])).toEqual([200, 200]);
        expect([typeof (await named()), (await fetch(at, { headers })).status]).toEqual(['string', 200]);
      }
      await Promise.all([put(picture), fetch(at, { method: 'DELETE', headers })]);
      expect((await fetch(at, { headers })).status).toBe((await named()) === null ? 404 : 200);
    });

    it('two that end each other leave one at most, and a session that is ended twice ends once', async () => {
      const cloud = under.now();
      const address = newAddress();
      const desktops = [await signedInDesktop(cloud, address), await signedInDesktop(cloud, address)];
      const tokens = desktops.map((desktop) => desktop.tokens.access_token);
      await Promise.all(tokens.map((token) => ask(token, 'POST', '/sessions/end-others')));
      const alive = await Promise.all(tokens.map((token) => ask(token, 'GET', '/sessions')));
      expect(alive.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      const { tokens: third } = await signedInDesktop(cloud, address);
      const { tokens: fourth } = await signedInDesktop(cloud, address);
      const { sessionId } = await account(fourth.access_token);
      const ended = await twice(() => ask(third.access_token, 'DELETE', `/sessions/${sessionId}`));
      expect(ended.map(({ status }) => status).sort()).toEqual([200, 404]);
    });

    it('none of it was a fault of ours', async () => {
      await signInByMail(under.now(), newAddress());
      expect(
        under
          .now()
          .log()
          .split('\n')
          .filter((line) => /bug|"level":50/.test(line)),
      ).toEqual([]);
    });
  },
  async () => ({ env: outside.env }),
);
