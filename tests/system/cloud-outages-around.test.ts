import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  type Mailed,
  redeem,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { type Choice, choose, comeBackFrom, type Outside, startOutside } from '../drivers/cloud-outside.ts';
import { upload } from '../drivers/objects/open-store.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';
import { makePicture } from '../drivers/storage/pictures.ts';
import { type MailFault, type MailServer, startMail } from '../fakes/mail/index.ts';
import { type ObjectStoreDouble, type StoreFault, startObjectStore } from '../fakes/object-store/index.ts';

/** What stands around the service goes away in the middle of a step, and comes back: mail, the store, Google and GitHub. */

let outside: Outside;
let mail: MailServer;
let store: ObjectStoreDouble;
let cloud: OpenedCloud;
let there: Mailed;
let picture: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  [outside, mail, store, picture] = await Promise.all([
    startOutside(),
    startMail(),
    startObjectStore({ now: () => Date.now() }),
    makePicture(),
  ]);
  cloud = await openCloud({
    env: {
      ...outside.env,
      SMTP_URL: mail.url,
      MAIL_FROM: 'Gesso <gesso@example.com>',
      S3_ENDPOINT: store.endpoint,
      S3_BUCKET: store.bucket,
      S3_REGION: store.region,
      S3_ACCESS_KEY_ID: store.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.secretAccessKey,
    },
  });
  there = { origin: cloud.origin, mail: (address) => mail.latest(address) };
}, 60_000);
afterEach(() => {
  mail.fault(null);
  store.fault(null);
  outside.google.fault(null);
  outside.github.fault(null);
});
afterAll(async () => {
  await cloud.close();
  await Promise.all([outside.stop(), mail.stop(), store.stop()]);
});

let made = 0;
const newAddress = (): string => {
  made += 1;
  return `around-${made}@example.com`;
};
const ask = (token: string, method: string, path: string, body?: object) =>
  call(cloud.origin, token, method, path, body);

async function begun() {
  const asking = askFor(cloud.origin);
  const browser = new CloudBrowser(cloud.origin);
  return { asking, browser, at: new URL((await browser.get(asking.url)).url).pathname };
}

describe('mail', () => {
  const passing: readonly MailFault[] = [
    'refuse-connection',
    'too-busy',
    'defer-recipient',
    'die-in-data',
    'refuse-content',
  ];

  it.each(passing)(
    'that is away (%s) while a code is sent: the page says so, as often as it is tried, and then it goes',
    async (fault) => {
      const { browser, at } = await begun();
      const address = newAddress();
      mail.fault(fault);
      for (let tries = 0; tries < 6; tries++) {
        const shown = await browser.post(`${at}/email`, { address });
        expect([shown.status, shown.html.includes('No letter could be sent just now')]).toEqual([503, true]);
      }
      mail.fault(null);
      const sent = await browser.post(`${at}/email`, { address });
      expect([sent.status, sent.html.includes('Look in your mail')]).toEqual([200, true]);
      const code = codeFrom(mail.latest(address));
      expect((await browser.post(`${at}/code`, { code })).html).toContain('One last thing');
    },
  );

  it('that took a letter and went before it said so: the code that came last is the one that works', async () => {
    const { browser, at } = await begun();
    const address = newAddress();
    mail.fault('lost-answer');
    expect((await browser.post(`${at}/email`, { address })).status).toBe(503);
    mail.fault(null);
    const unheard = codeFrom(mail.latest(address));
    await browser.post(`${at}/email`, { address });
    const code = codeFrom(mail.latest(address));
    if (unheard !== code)
      expect((await browser.post(`${at}/code`, { code: unheard })).html).toContain('That is not the code');
    expect((await browser.post(`${at}/code`, { code })).html).toContain('One last thing');
  });

  it('that knows no such mailbox: that is said, and counts', async () => {
    const { browser, at } = await begun();
    const address = newAddress();
    mail.fault('refuse-recipient');
    for (let tries = 0; tries < 5; tries++) {
      const shown = await browser.post(`${at}/email`, { address });
      expect([shown.status, shown.html.includes('takes no letters')]).toEqual([422, true]);
    }
    expect((await browser.post(`${at}/email`, { address })).status).toBe(429);
  });

  it('that is away while a desktop asks for a code of its own: an outage by its name', async () => {
    const { tokens } = await signedInDesktop(there, newAddress());
    mail.fault('too-busy');
    for (const [path, body] of [
      ['/account/closing-codes', undefined],
      ['/account/address-changes', { address: newAddress() }],
    ] as const)
      expect(await ask(tokens.access_token, 'POST', path, body)).toMatchObject({
        status: 503,
        body: { code: 'OUTAGE', data: { part: 'mail', retryAfterMs: 30_000 } },
      });
    mail.fault(null);
    expect((await ask(tokens.access_token, 'POST', '/account/closing-codes')).status).toBe(200);
  });
});

describe('the store', () => {
  const faults: readonly StoreFault[] = ['error-500', 'refuse-connection', 'lost-answer'];

  it.each(faults)('that is away (%s): an outage by its name, and the next try does it', async (fault) => {
    const { tokens } = await signedInDesktop(there, newAddress());
    const token = tokens.access_token;
    await ask(token, 'POST', '/account/terms', {
      terms: '2026-11-28',
      privacy: '2026-11-28',
      country: 'NZ',
      oldEnough: true,
    });
    made += 1;
    const id = `01a00000-0000-7000-8000-${String(made).padStart(12, '0')}`;
    const sha256 = createHash('sha256').update(picture).digest('hex');
    const asked = { id, generationId: id, type: 'image/png', sizeBytes: picture.byteLength, sha256 };
    const { body } = await ask(token, 'POST', '/objects', asked);
    await upload(JSON.parse(JSON.stringify(body.upload)), picture);
    const headers = { Authorization: `Bearer ${token}` };
    const profile = (method: string) =>
      fetch(`${cloud.origin}/v1/account/picture`, {
        method,
        headers,
        ...(method === 'PUT' ? { body: picture } : {}),
      });
    const outage = { code: 'OUTAGE', data: { part: 'objects' } };
    const steps: readonly (readonly [string, () => Promise<{ status: number; body: unknown }>])[] = [
      ['complete', () => ask(token, 'POST', `/objects/${id}/complete`)],
      ['remove', () => ask(token, 'POST', '/objects/remove', { ids: [id] })],
      ['put picture', async () => read(await profile('PUT'))],
      ['get picture', async () => read(await profile('GET'))],
      ['delete picture', async () => read(await profile('DELETE'))],
    ];
    for (const [name, step] of steps) {
      store.fault(fault);
      const away = await step();
      store.fault(null);
      expect([name, away.status, away.body]).toMatchObject([name, 503, outage]);
      expect([name, (await step()).status]).toEqual([name, 200]);
    }
    expect((await profile('GET')).status).toBe(404);
  });
});

async function read(answer: Response): Promise<{ status: number; body: unknown }> {
  const json = answer.headers.get('Content-Type')?.includes('json') === true;
  return { status: answer.status, body: json ? await answer.json() : await answer.arrayBuffer() };
}

describe('Google and GitHub', () => {
  const google: Choice = {
    method: 'google',
    get double() {
      return outside.google;
    },
    person: '108000000000000000001',
  };

  it('that is away when somebody comes back: said in words, and the same page loaded again goes on', async () => {
    const { browser, at } = await begun();
    const out = await browser.post(`${at}/google`);
    const back = await choose(google, out.url);
    outside.google.fault('token-500');
    const away = await browser.get(back.href);
    expect([away.status, away.html.includes('Google is not answering')]).toEqual([503, true]);
    outside.google.fault(null);
    expect((await browser.get(back.href)).html).toContain('One last thing');
  });

  it('GitHub that stops half way through: said in words, and begun again it goes', async () => {
    const choice: Choice = {
      method: 'github',
      double: outside.github,
      person: outside.github.people[0]?.id ?? 0,
    };
    for (const fault of ['user-500', 'user-rate-limited', 'emails-500'] as const) {
      outside.github.fault(fault);
      const { shown, browser, at } = await comeBackFrom(cloud.origin, choice);
      expect([fault, shown.status, shown.html.includes('GitHub is not answering')]).toEqual([
        fault,
        503,
        true,
      ]);
      outside.github.fault(null);
      const out = await browser.post(`${at}/github`);
      const back = await choose(choice, out.url);
      expect((await browser.get(back.href)).html).toMatch(/One last thing|You have an account already/);
    }
  });

  it('that is away while one is added to an account: the ticket is not lost', async () => {
    const { tokens } = await signedInDesktop(there, newAddress());
    const { body } = await ask(tokens.access_token, 'POST', '/account/links', { method: 'google' });
    const browser = new CloudBrowser(cloud.origin);
    const out = await browser.post(new URL(String(body.url)).pathname);
    const back = await choose(google, out.url);
    outside.google.fault('token-500');
    expect((await browser.get(back.href)).status).toBe(503);
    outside.google.fault(null);
    expect((await browser.get(back.href)).html).toContain('Google is connected');
  });
});

it('the process lives, works, and says nothing of anybody', async () => {
  const { asking, back } = await signInByMail(there, newAddress());
  expect((await redeem(asking, back)).status).toBe(200);
  const log = cloud.log();
  expect(log.split('\n').filter((line) => /\.bug|"level":50/.test(line))).toEqual([]);
  for (const text of [
    '@example.com',
    outside.google.clientSecret,
    outside.github.clientSecret,
    store.secretAccessKey,
  ])
    expect(log).not.toContain(text);
});
