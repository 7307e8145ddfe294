import { describe, expect, it } from 'vitest';
import {
  type Asking,
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
import { onBothDatabases } from '../drivers/cloud-databases.ts';
import { foundAtRest } from '../drivers/cloud-rest.ts';
import type { OpenedCloud } from '../drivers/opened-cloud.ts';

async function guestAsking(cloud: OpenedCloud) {
  const clientId = newClientId();
  const guest = await guestDesktop(cloud.origin, clientId);
  const account = (await call(cloud.origin, guest.tokens.access_token, 'GET', '/account')).body;
  const { body } = await call(cloud.origin, guest.tokens.access_token, 'POST', '/account/upgrade-tickets');
  const ticket = String(body.ticket);
  return {
    clientId,
    guest,
    account,
    ticket,
    asking: askFor(cloud.origin, { guest_ticket: ticket }, clientId),
  };
}

async function accountOf({ asking, back }: { asking: Asking; back: URL }) {
  const answer = await redeem(asking, back);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { body } = await call(asking.origin, answer.body.access_token, 'GET', '/account');
  return { account: body, tokens: answer.body };
}

onBothDatabases('guests, age and terms', (under) => {
  describe('a guest', () => {
    it('who signs in for the first time keeps the account, and it becomes a member', async () => {
      const cloud = under.now();
      const { guest, account, asking, clientId } = await guestAsking(cloud);
      const signedIn = await accountOf(await signInByMail(cloud, 'was-guest@example.com', asking));
      expect(signedIn.account).toMatchObject({
        id: account.id,
        kind: 'member',
        address: 'was-guest@example.com',
        needs: [],
      });
      const old = await refresh(cloud.origin, clientId, guest.tokens.refresh_token);
      expect(old.status).toBe(400);
      const { sessions } = (await call(cloud.origin, signedIn.tokens.access_token, 'GET', '/sessions')).body;
      expect(sessions).toHaveLength(1);
    });

    it('who signs in at an account that was there brings everything along, and the guest ends', async () => {
      const cloud = under.now();
      const member = await signedInDesktop(cloud, 'member@example.com');
      const { guest, asking, account } = await guestAsking(cloud);
      const terms = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', oldEnough: true };
      await call(cloud.origin, guest.tokens.access_token, 'POST', '/account/terms', terms);
      const object = `01a00000-0000-7000-8000-${String(Math.floor(performance.now() * 1000))
        .padStart(12, '0')
        .slice(-12)}`;
      const announced = await call(cloud.origin, guest.tokens.access_token, 'POST', '/objects', {
        id: object,
        generationId: object,
        type: 'image/png',
        sizeBytes: 10,
        sha256: 'b'.repeat(64),
      });
      expect(announced.status).toBe(200);
      const signedIn = await accountOf(await signInByMail(cloud, 'member@example.com', asking));
      const before = (await call(cloud.origin, member.tokens.access_token, 'GET', '/account')).body;
      expect(signedIn.account.id).toBe(before.id);
      expect(signedIn.account.id).not.toBe(account.id);
      expect((await call(cloud.origin, member.tokens.access_token, 'GET', `/objects/${object}`)).status).toBe(
        200,
      );
      expect((await call(cloud.origin, guest.tokens.access_token, 'GET', '/account')).body).toMatchObject({
        data: { why: 'ended' },
      });
    });

    it("takes a ticket along once: a second use of it is a sign-in without a guest's things", async () => {
      const cloud = under.now();
      const { account, ticket, asking } = await guestAsking(cloud);
      await signInByMail(cloud, 'first-use@example.com', asking);
      const second = await accountOf(
        await signInByMail(cloud, 'second-use@example.com', askFor(cloud.origin, { guest_ticket: ticket })),
      );
      expect(second.account.id).not.toBe(account.id);
    });

    it('has a ticket that is too old: the sign-in goes on without it', async () => {
      const cloud = under.now();
      const { account, asking } = await guestAsking(cloud);
      cloud.pass(11 * 60_000);
      const signedIn = await accountOf(await signInByMail(cloud, 'late@example.com', asking));
      expect(signedIn.account.id).not.toBe(account.id);
    });
  });

  describe('age and terms', () => {
    it('somebody who is too young is refused, and nothing of them stays (P-05)', async () => {
      const cloud = under.now();
      const address = 'child-of-nobody@example.com';
      const asking = askFor(cloud.origin);
      const browser = new CloudBrowser(cloud.origin);
      const at = new URL((await browser.get(asking.url)).url).pathname;
      await browser.post(`${at}/email`, { address });
      await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
      const back = new URL((await browser.post(`${at}/agree`, { young: 'yes' })).url);
      expect(back.searchParams.get('error')).toBe('access_denied');
      expect(back.searchParams.get('error_description')).toBe('under-age');
      if (cloud.databaseUrl !== null) expect(await foundAtRest(cloud, [address])).toEqual([]);
      expect(cloud.log()).not.toContain(address);
      expect((await browser.get(at)).status).toBe(410);
    });

    it('nothing paid before they are agreed to, and everything else all the same (P-04)', async () => {
      const cloud = under.now();
      const { tokens } = await guestDesktop(cloud.origin);
      const upload = {
        id: '01a00000-0000-7000-8000-00000000c0de',
        generationId: '01a00000-0000-7000-8000-00000000c0de',
        type: 'image/png',
        sizeBytes: 10,
        sha256: 'c'.repeat(64),
      };
      const refused = await call(cloud.origin, tokens.access_token, 'POST', '/objects', upload);
      expect([refused.status, refused.body]).toMatchObject([
        403,
        { code: 'STANDING', data: { needs: ['age', 'terms'] } },
      ]);
      expect(
        (await call(cloud.origin, tokens.access_token, 'PATCH', '/account', { name: 'Ada' })).status,
      ).toBe(200);
      const agreed = { terms: '2026-11-28', privacy: '2026-11-28', country: 'DE', oldEnough: true };
      const outdated = { ...agreed, terms: '2020-01-01' };
      const old = await call(cloud.origin, tokens.access_token, 'POST', '/account/terms', outdated);
      expect([old.status, old.body]).toMatchObject([
        409,
        { code: 'TERMS_OUTDATED', data: { terms: '2026-11-28', privacy: '2026-11-28' } },
      ]);
      const yes = await call(cloud.origin, tokens.access_token, 'POST', '/account/terms', agreed);
      expect(yes.body).toMatchObject({ needs: [], acceptedTerms: '2026-11-28', profile: { country: 'DE' } });
      expect((await call(cloud.origin, tokens.access_token, 'POST', '/objects', upload)).status).toBe(200);
    });

    it('a guest who says that they are too young is gone at once, with what they had', async () => {
      const cloud = under.now();
      const { tokens, clientId } = await guestDesktop(cloud.origin);
      const young = { terms: '2026-11-28', privacy: '2026-11-28', country: 'DE', oldEnough: false };
      const answer = await call(cloud.origin, tokens.access_token, 'POST', '/account/terms', young);
      expect([answer.status, answer.body]).toMatchObject([
        403,
        { code: 'UNDER_AGE', data: { minimumAge: 16 } },
      ]);
      expect((await refresh(cloud.origin, clientId, tokens.refresh_token)).status).toBe(400);
    });

    it('the page asks again for what is missing, and keeps what was chosen', async () => {
      const cloud = under.now();
      const address = 'forgetful@example.com';
      const browser = new CloudBrowser(cloud.origin);
      const at = new URL((await browser.get(askFor(cloud.origin).url)).url).pathname;
      await browser.post(`${at}/email`, { address });
      const page = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
      expect(page.html).toContain('One last thing');
      const noCountry = await browser.post(`${at}/agree`, { age: 'yes' });
      expect([noCountry.status, noCountry.html.includes('Choose the country you live in')]).toEqual([
        422,
        true,
      ]);
      const noAge = await browser.post(`${at}/agree`, { country: 'DE' });
      expect([noAge.status, noAge.html.includes('value="DE" selected')]).toEqual([422, true]);
    });
  });
});
