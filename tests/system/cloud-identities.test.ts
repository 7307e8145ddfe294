import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  redeem,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { onBothDatabases } from '../drivers/cloud-databases.ts';
import {
  agreeTo,
  type CameBack,
  type Choice,
  choose,
  comeBackFrom,
  type Outside,
  startOutside,
} from '../drivers/cloud-outside.ts';
import { GITHUB_FAULTS, GOOGLE_FAULTS } from '../fakes/identity-providers/index.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await startOutside();
});
afterAll(() => outside.stop());

const google = (person: string | null): Choice => ({ method: 'google', double: outside.google, person });
const github = (person: number | null): Choice => ({ method: 'github', double: outside.github, person });

let made = 0;
/** Somebody with an address that nobody had before, at both. */
function newPerson() {
  made += 1;
  const address = `person${made}@example.test`;
  const sub = `20000000000000000${String(made).padStart(4, '0')}`;
  const id = 700_000 + made;
  outside.google.people.push({ sub, name: `Person ${made}`, email: address, emailVerified: true });
  outside.github.people.push({
    id,
    login: `person-${made}`,
    name: null,
    email: null,
    emails: [{ email: address, primary: true, verified: true }],
  });
  return { address, sub, id };
}

async function accountAfter(came: CameBack, shown = came.shown): Promise<Record<string, unknown>> {
  const answer = await redeem(came.asking, new URL(shown.url));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (await call(came.asking.origin, answer.body.access_token, 'GET', '/account')).body;
}

onBothDatabases(
  'ways of signing in',
  (under) => {
    it('mail, Google and GitHub reach the same account by its confirmed address, each after it was asked for (P-01)', async () => {
      const cloud = under.now();
      const { address, sub, id } = newPerson();
      const first = await comeBackFrom(cloud.origin, google(sub));
      expect(first.shown.html).toContain('One last thing');
      const account = await accountAfter(first, await agreeTo(first));
      expect(account).toMatchObject({ address, kind: 'member', profile: { name: `Person ${made}` } });

      const byGitHub = await comeBackFrom(cloud.origin, github(id));
      expect(byGitHub.shown.html).toContain('You have an account already');
      const linked = await byGitHub.browser.post(`${byGitHub.at}/link`);
      expect(await accountAfter(byGitHub, linked)).toMatchObject({ id: account.id });

      const asking = askFor(cloud.origin);
      const { back } = await signInByMail(cloud, address, asking);
      expect(back.pathname.endsWith('/next')).toBe(true);
      const again = await comeBackFrom(cloud.origin, google(sub));
      expect(await accountAfter(again)).toMatchObject({ id: account.id });
      await expect
        .poll(() => cloud.mail(address).map(({ subject }) => subject), { timeout: 20_000 })
        .toContain('GitHub now signs in to your Gesso account');
    });

    it('declining to connect leaves both as they were', async () => {
      const cloud = under.now();
      const { address, id } = newPerson();
      const mine = await signedInDesktop(cloud, address);
      const came = await comeBackFrom(cloud.origin, github(id));
      const back = new URL((await came.browser.post(`${came.at}/cancel`)).url);
      expect(back.searchParams.get('error')).toBe('access_denied');
      const { body } = await call(cloud.origin, mine.tokens.access_token, 'GET', '/account');
      expect(body.identities).toMatchObject([{ method: 'email' }]);
    });

    it('a person is known by the id and not by the address, which may come to belong to somebody else', async () => {
      const cloud = under.now();
      const first = newPerson();
      const came = await comeBackFrom(cloud.origin, google(first.sub));
      const account = await accountAfter(came, await agreeTo(came));
      const other = newPerson();
      await signedInDesktop(cloud, other.address);
      const index = outside.google.people.findIndex(({ sub }) => sub === first.sub);
      outside.google.people[index] = {
        sub: first.sub,
        name: 'Moved',
        email: other.address,
        emailVerified: true,
      };
      expect(await accountAfter(await comeBackFrom(cloud.origin, google(first.sub)))).toMatchObject({
        id: account.id,
      });
    });

    it('saying no there leads back to the choice, with words, and nothing is made', async () => {
      const cloud = under.now();
      for (const choice of [google(null), github(null)]) {
        const { shown } = await comeBackFrom(cloud.origin, choice);
        expect([shown.status, shown.html.includes('Nothing was changed')]).toEqual([409, true]);
      }
    });

    // Those of discovery and keys are in cloud/sign-in/google.test.ts: a service that has them asks no more.
    const slow = /hang/;
    const elsewhere = /^(userinfo|discovery|keys)/;
    it.each(GOOGLE_FAULTS.filter((fault) => !slow.test(fault) && !elsewhere.test(fault)))(
      'a Google that answers with %s makes no account and no fault of ours',
      async (fault) => {
        const cloud = under.now();
        const { sub } = newPerson();
        outside.google.fault(fault);
        try {
          const came = await comeBackFrom(cloud.origin, google(sub));
          expect([409, 410, 503]).toContain(came.shown.status);
          expect(came.shown.html).not.toContain('One last thing');
        } finally {
          outside.google.fault(null);
        }
      },
    );

    it.each(GITHUB_FAULTS.filter((fault) => !slow.test(fault)))(
      'a GitHub that answers with %s makes no account and no fault of ours',
      async (fault) => {
        const cloud = under.now();
        const { id } = newPerson();
        outside.github.fault(fault);
        try {
          const came = await comeBackFrom(cloud.origin, github(id));
          expect([409, 410, 503]).toContain(came.shown.status);
          expect(came.shown.html).not.toContain('One last thing');
        } finally {
          outside.github.fault(null);
        }
      },
    );

    it("another browser can not bring somebody's answer, nor the same one twice", async () => {
      const cloud = under.now();
      const { sub } = newPerson();
      const victim = new CloudBrowser(cloud.origin);
      const first = await victim.get(askFor(cloud.origin).url);
      const out = await victim.post(`${new URL(first.url).pathname}/google`);
      const back = await choose(google(sub), out.url);
      const thief = await new CloudBrowser(cloud.origin).get(back.href);
      expect([thief.status, thief.html.includes('This page is too old')]).toEqual([410, true]);
      expect((await victim.get(back.href)).html).toContain('One last thing');
      expect((await victim.get(back.href)).html).not.toContain('One last thing');
    });

    it('a way in is added from the account, once for each ticket, and taken away again', async () => {
      const cloud = under.now();
      const { address, id } = newPerson();
      const { tokens } = await signedInDesktop(cloud, address);
      const { body: link } = await call(cloud.origin, tokens.access_token, 'POST', '/account/links', {
        method: 'github',
      });
      const browser = new CloudBrowser(cloud.origin);
      const page = await browser.get(String(link.url));
      expect(page.html).toContain('Connect GitHub');
      const out = await browser.post(new URL(String(link.url)).pathname);
      const done = await browser.get((await choose(github(id), out.url)).href);
      expect(done.html).toContain('GitHub is connected');
      expect((await browser.get(String(link.url))).status).toBe(410);
      const { body } = await call(cloud.origin, tokens.access_token, 'GET', '/account');
      const identities: { id: string; method: string }[] = JSON.parse(JSON.stringify(body.identities));
      expect(identities.map(({ method }) => method).sort()).toEqual(['email', 'github']);
      for (const { id: identity, method } of identities) {
        const answer = await call(
          cloud.origin,
          tokens.access_token,
          'DELETE',
          `/account/identities/${identity}`,
        );
        expect([method, answer.status, answer.body.code]).toEqual(
          method === identities[0]?.method ? [method, 200, undefined] : [method, 409, 'LAST_METHOD'],
        );
      }
    });

    it('a way in that signs in to another account is not taken from it', async () => {
      const cloud = under.now();
      const { id } = newPerson();
      const came = await comeBackFrom(cloud.origin, github(id));
      await agreeTo(came);
      const { tokens } = await signedInDesktop(cloud, newPerson().address);
      const { body } = await call(cloud.origin, tokens.access_token, 'POST', '/account/links', {
        method: 'github',
      });
      const browser = new CloudBrowser(cloud.origin);
      const out = await browser.post(new URL(String(body.url)).pathname);
      const done = await browser.get((await choose(github(id), out.url)).href);
      expect([done.status, done.html.includes('Nothing was changed')]).toEqual([409, true]);
    });

    it("the secrets of Google and GitHub, and their tokens, are in no log and no page's address", () => {
      const cloud = under.now();
      for (const secret of [outside.google.clientSecret, outside.github.clientSecret])
        expect(cloud.log()).not.toContain(secret);
    });
  },
  async () => ({ env: outside.env }),
);
