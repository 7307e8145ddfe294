import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  guestDesktop,
  redeem,
  signedInDesktop,
} from '../drivers/cloud-browser.ts';
import { agreeTo, comeBackFrom, type Outside, startOutside } from '../drivers/cloud-outside.ts';
import { foundAtRest } from '../drivers/cloud-rest.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';

let cloud: OpenedCloud;
let outside: Outside;
beforeAll(async () => {
  outside = await startOutside();
  cloud = await openCloud({ env: outside.env });
});
afterAll(async () => {
  await cloud.close();
  await outside.stop();
});

const account = async (token: string) => (await call(cloud.origin, token, 'GET', '/account')).body;

describe('promises about accounts', () => {
  it('P-01: mail, Google and GitHub reach one account by its confirmed address; linking is asked for and can be undone', async () => {
    const byMail = await signedInDesktop(cloud, 'ines@example.test');
    const { id } = await account(byMail.tokens.access_token);
    const google = outside.google.people.find(({ email }) => email === 'ines@example.test');
    const github = outside.github.people.find(({ emails }) =>
      emails.some(({ email }) => email === 'ines@example.test'),
    );
    const choices = [
      { method: 'google', double: outside.google, person: google?.sub ?? '' },
      { method: 'github', double: outside.github, person: github?.id ?? 0 },
    ] as const;
    for (const choice of choices) {
      const came = await comeBackFrom(cloud.origin, choice);
      expect(came.shown.html).toContain('You have an account already');
      const linked = await came.browser.post(`${came.at}/link`);
      const { body } = await redeem(came.asking, new URL(linked.url));
      expect((await account(body.access_token)).id).toBe(id);
    }
    const { identities } = await account(byMail.tokens.access_token);
    const own: { id: string; method: string }[] = JSON.parse(JSON.stringify(identities));
    for (const { id: identity, method } of own.filter(({ method: each }) => each !== 'email')) {
      const answer = await call(
        cloud.origin,
        byMail.tokens.access_token,
        'DELETE',
        `/account/identities/${identity}`,
      );
      expect([method, answer.status]).toEqual([method, 200]);
    }
    expect((await account(byMail.tokens.access_token)).identities).toMatchObject([{ method: 'email' }]);
  });

  it('P-02, P-03: every field of the profile is shown, stored once and can be changed', async () => {
    const { tokens } = await signedInDesktop(cloud, 'p02@example.test');
    const wanted = {
      name: 'Ada',
      language: 'en-GB',
      country: 'GB',
      timeZone: 'Europe/London',
      marketing: true,
    };
    await call(cloud.origin, tokens.access_token, 'PATCH', '/account', wanted);
    expect((await account(tokens.access_token)).profile).toEqual(wanted);
  });

  it('P-04: terms are accepted with version and time, and what is paid waits for them', async () => {
    const { tokens } = await guestDesktop(cloud.origin);
    const upload = { id: ID, generationId: ID, type: 'image/png', sizeBytes: 1, sha256: 'd'.repeat(64) };
    const refused = await call(cloud.origin, tokens.access_token, 'POST', '/objects', upload);
    expect(refused.body).toMatchObject({ code: 'STANDING', data: { needs: ['age', 'terms'] } });
    const { terms, privacy } = (await call(cloud.origin, null, 'GET', '/info')).body as Record<
      string,
      { version: string }
    >;
    const given = { terms: terms?.version, privacy: privacy?.version, country: 'NZ', oldEnough: true };
    const agreed = await call(cloud.origin, tokens.access_token, 'POST', '/account/terms', given);
    expect(agreed.body).toMatchObject({ needs: [], acceptedTerms: terms?.version });
    const { events } = (await call(cloud.origin, tokens.access_token, 'GET', '/account/events')).body;
    expect(JSON.stringify(events)).toContain('terms-accepted');
    expect((await call(cloud.origin, tokens.access_token, 'POST', '/objects', upload)).status).toBe(200);
  });

  it('P-05: whoever is too young is refused, and nothing of them is stored', async () => {
    const address = 'p05-child@example.test';
    const browser = new CloudBrowser(cloud.origin);
    const at = new URL((await browser.get(askFor(cloud.origin).url)).url).pathname;
    await browser.post(`${at}/email`, { address });
    await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
    const back = new URL((await browser.post(`${at}/agree`, { young: 'yes' })).url);
    expect(back.searchParams.get('error_description')).toBe('under-age');
    const later = new CloudBrowser(cloud.origin);
    const again = new URL((await later.get(askFor(cloud.origin).url)).url).pathname;
    await later.post(`${again}/email`, { address });
    const page = await later.post(`${again}/code`, { code: codeFrom(cloud.mail(address)) });
    expect(page.html).toContain('There is no account for p05-child@example.test yet');
    expect(cloud.log()).not.toContain(address);
  });

  it('P-07: sessions are listed with device and last use, and can be ended', async () => {
    const first = await signedInDesktop(cloud, 'p07@example.test');
    const second = await signedInDesktop(cloud, 'p07@example.test');
    const { sessions } = (await call(cloud.origin, first.tokens.access_token, 'GET', '/sessions')).body;
    const listed: { id: string; device: string; lastUsedAtMs: number; current: boolean }[] = JSON.parse(
      JSON.stringify(sessions),
    );
    expect(listed).toHaveLength(2);
    for (const each of listed)
      expect(each).toMatchObject({ device: 'Test desk', lastUsedAtMs: expect.any(Number) });
    const other = listed.find(({ current }) => !current);
    await call(cloud.origin, first.tokens.access_token, 'DELETE', `/sessions/${other?.id}`);
    expect((await call(cloud.origin, second.tokens.access_token, 'GET', '/account')).status).toBe(401);
  });

  it('P-26: no name holds a number that could be a card', async () => {
    const { tokens } = await signedInDesktop(cloud, 'p26@example.test');
    const answer = await call(cloud.origin, tokens.access_token, 'PATCH', '/account', {
      name: 'Ada 4242-4242-4242-4242',
    });
    expect(answer.body).toMatchObject({ code: 'PROFILE_FIELD', data: { field: 'name' } });
  });

  it('P-43: news by mail are off until they are chosen', async () => {
    const { tokens } = await signedInDesktop(cloud, 'p43@example.test');
    expect((await account(tokens.access_token)).profile).toMatchObject({ marketing: false });
  });

  it('P-50: one person reads nothing of another', async () => {
    const owner = await signedInDesktop(cloud, 'p50-owner@example.test');
    const other = await signedInDesktop(cloud, 'p50-other@example.test');
    const { sessionId } = await account(owner.tokens.access_token);
    expect(
      (await call(cloud.origin, other.tokens.access_token, 'DELETE', `/sessions/${sessionId}`)).status,
    ).toBe(404);
    const mine = JSON.stringify(
      (await call(cloud.origin, other.tokens.access_token, 'GET', '/sessions')).body,
    );
    expect(mine).not.toContain(String(sessionId));
  });

  it('P-52: no token and no code is in the log, and none at rest as it is', async () => {
    const { tokens } = await signedInDesktop(cloud, 'p52@example.test');
    const code = codeFrom(cloud.mail('p52@example.test'));
    const secrets = [tokens.access_token, tokens.refresh_token];
    expect(await foundAtRest(cloud, secrets)).toEqual([]);
    for (const secret of [...secrets, code, 'p52@example.test']) expect(cloud.log()).not.toContain(secret);
  });

  it('P-53, P-56: the pages load nothing from elsewhere, run nothing, and set only the cookies that signing in needs', async () => {
    const browser = new CloudBrowser(cloud.origin);
    const asking = askFor(cloud.origin);
    const shown = await browser.get(asking.url);
    expect(browser.cookies().map((name) => name.replace(/\.sig$/, ''))).toEqual(
      expect.arrayContaining(['gesso_sign_in', 'gesso_resume']),
    );
    expect(new Set(browser.cookies().map((name) => name.replace(/\.sig$/, '')))).toEqual(
      new Set(['gesso_sign_in', 'gesso_resume']),
    );
    const google = await comeBackFrom(cloud.origin, {
      method: 'google',
      double: outside.google,
      person: outside.google.people[1]?.sub ?? '',
    });
    for (const html of [shown.html, google.shown.html]) {
      expect(html).not.toMatch(/<script|javascript:|\son\w+=/i);
      const addresses = [...html.matchAll(/(?:src|href|action)="([^"]+)"/g)].map((match) => match[1] ?? '');
      expect(addresses.filter((address) => !address.startsWith('/'))).toEqual([]);
    }
    const answer = await fetch(`${cloud.origin}/terms`);
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(answer.headers.get('Set-Cookie')).toBeNull();
    await agreeTo(google);
    // What is left of them when the desktop has its answer opens nothing any more.
    expect((await google.browser.get(google.at)).status).toBe(410);
  });
});

const ID = '01a00000-0000-7000-8000-00000000a004';
