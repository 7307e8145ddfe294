import { expect, it } from 'vitest';
import {
  type Asking,
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  redeem,
  signedInDesktop,
} from '../drivers/cloud-browser.ts';
import { onBothDatabases } from '../drivers/cloud-databases.ts';
import type { OpenedCloud } from '../drivers/opened-cloud.ts';

async function accountOf({ asking, back }: { asking: Asking; back: URL }) {
  const answer = await redeem(asking, back);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { body } = await call(asking.origin, answer.body.access_token, 'GET', '/account');
  return { account: body, tokens: answer.body };
}

onBothDatabases('codes', (under) => {
  async function askedFor(cloud: OpenedCloud, address: string) {
    const browser = new CloudBrowser(cloud.origin);
    const at = new URL((await browser.get(askFor(cloud.origin).url)).url).pathname;
    const shown = await browser.post(`${at}/email`, { address });
    return { browser, at, shown };
  }
  const wrongFor = (code: string): string => (code === '111111' ? '222222' : '111111');

  it('five wrong tries and the right one does not work either, which its owner can read', async () => {
    const cloud = under.now();
    const address = 'guessed@example.com';
    const owner = await signedInDesktop(cloud, address);
    const { browser, at } = await askedFor(cloud, address);
    const code = codeFrom(cloud.mail(address));
    for (let tries = 4; tries >= 0; tries--) {
      const shown = await browser.post(`${at}/code`, { code: wrongFor(code) });
      expect(shown.status).toBe(422);
      expect(shown.html).toContain(
        tries > 1 ? `${tries} tries are left` : tries === 1 ? 'One try is left' : 'no longer works',
      );
    }
    expect((await browser.post(`${at}/code`, { code })).html).toContain('no longer works');
    const { body } = await call(cloud.origin, owner.tokens.access_token, 'GET', '/account/events');
    expect(JSON.stringify(body)).toContain('codes-exhausted');
  });

  it('many tries at once count each', async () => {
    const cloud = under.now();
    const address = 'hurried@example.com';
    const { browser, at } = await askedFor(cloud, address);
    const code = codeFrom(cloud.mail(address));
    await Promise.all(Array.from({ length: 8 }, () => browser.post(`${at}/code`, { code: wrongFor(code) })));
    expect((await browser.post(`${at}/code`, { code })).html).toContain('no longer works');
  });

  it('a code works for ten minutes, in the browser it was asked for in, and a new one replaces it', async () => {
    const cloud = under.now();
    const address = 'minutes@example.com';
    const first = await askedFor(cloud, address);
    const code = codeFrom(cloud.mail(address));
    const elsewhere = await askedFor(cloud, 'elsewhere@example.com');
    expect((await elsewhere.browser.post(`${elsewhere.at}/code`, { code })).status).toBe(422);
    await first.browser.post(`${first.at}/again`);
    const second = codeFrom(cloud.mail(address));
    if (second !== code) expect((await first.browser.post(`${first.at}/code`, { code })).status).toBe(422);
    cloud.pass(10 * 60_000 + 1_000);
    expect((await first.browser.post(`${first.at}/code`, { code: second })).html).toContain(
      'no longer works',
    );
  });

  it('only so many letters go to one mailbox, and the answer is the same for any address', async () => {
    const cloud = under.now();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++)
      statuses.push((await askedFor(cloud, 'flooded@example.com')).shown.status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect(cloud.mail('flooded@example.com')).toHaveLength(5);
    const member = await signedInDesktop(cloud, 'has-account@example.com');
    expect(member.tokens.access_token).toBeTruthy();
    const known = (await askedFor(cloud, 'has-account@example.com')).shown;
    const unknown = (await askedFor(cloud, 'has-no-account@example.com')).shown;
    const plain = (html: string): string =>
      html.replace(/has-(no-)?account@example.com/g, '').replace(/sign-in\/[\w-]+/g, '');
    expect(plain(known.html)).toBe(plain(unknown.html));
    expect(known.status).toBe(unknown.status);
  });

  it.each([
    '',
    'nobody',
    'a@b',
    'a b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    '<x>@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('no letter goes to %j', async (address) => {
    const cloud = under.now();
    const { shown } = await askedFor(cloud, address);
    expect([shown.status, shown.html.includes('not a whole address')]).toEqual([422, true]);
    expect(cloud.mail(address)).toEqual([]);
  });

  it('two first sign-ins at once with one address make one account', async () => {
    const cloud = under.now();
    const address = 'twins@example.com';
    const both = [askFor(cloud.origin), askFor(cloud.origin)];
    const pages = [];
    for (const asking of both) {
      const browser = new CloudBrowser(cloud.origin);
      const at = new URL((await browser.get(asking.url)).url).pathname;
      await browser.post(`${at}/email`, { address });
      await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
      pages.push({ browser, at, asking });
    }
    const agreement = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', age: 'yes' };
    const shown = await Promise.all(pages.map(({ browser, at }) => browser.post(`${at}/agree`, agreement)));
    const accounts = await Promise.all(
      pages.map(({ asking }, index) => accountOf({ asking, back: new URL(shown[index]?.url ?? '') })),
    );
    expect(accounts[0]?.account.id).toBe(accounts[1]?.account.id);
  });
});
