import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  redeem,
  refresh,
  type Shown,
  signedInDesktop,
  signInByMail,
  type TokenAnswer,
} from '../drivers/cloud-browser.ts';
import { type Link, startLink } from '../drivers/link.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../drivers/postgres.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

/** The database goes away before every statement of every step, and comes back. */

const HOUR_MS = 3_600_000;
let server: PostgresServer;
let database: Link;
let cloud: OpenedCloud;
let own: Awaited<ReturnType<typeof signedInDesktop>>;
/** A line that went dead without a word, asked at the beginning and heard of at the end. */
let silent: Promise<{ readonly status: number; readonly after: number; readonly body: unknown }>;

beforeAll(async () => {
  server = await startPostgres();
  database = await startLink(await freshDatabase(server));
  cloud = await openCloud({ env: { DATABASE_URL: database.url } });
  own = await signedInDesktop(cloud, newAddress());
  silent = askIntoSilence();
}, 90_000);

async function askIntoSilence() {
  const line = await startLink(await freshDatabase(server));
  const other = await openCloud({ env: { DATABASE_URL: line.url } });
  line.stall();
  const began = performance.now();
  const answer = await fetch(`${other.origin}/v1/info`);
  const heard = { status: answer.status, body: await answer.json(), after: performance.now() - began };
  line.mend();
  await other.close();
  await line.stop();
  return heard;
}
beforeEach(() => cloud.pass(HOUR_MS));
afterAll(async () => {
  database.mend();
  await cloud.close();
  await database.stop();
  await server.stop();
});

let made = 0;
const newAddress = (): string => {
  made += 1;
  return `away-${made}@example.com`;
};

type Heard = 'done' | 'away' | { readonly neither: unknown };

/** Sends a form, and loads the page again where it led when that could not be shown: what a person does. */
function sending(browser: CloudBrowser, path: string, fields: Readonly<Record<string, string>>) {
  let again: string | null = null;
  return async (): Promise<Shown> => {
    const shown = again === null ? await browser.post(path, fields) : await browser.get(again);
    if (shown.status === 503 && new URL(shown.url).pathname !== path) again = shown.url;
    return shown;
  };
}

/** A page is done when it shows or leads to what comes next, and away when it says so in words. */
function ofPage(shown: Shown, done: (shown: Shown) => boolean): Heard {
  if (shown.status === 503 && /can&#39;t answer just now|No letter could be sent/.test(shown.html))
    return 'away';
  return done(shown) ? 'done' : { neither: [shown.status, shown.url, shown.html.slice(0, 600)] };
}

function ofTokens({ status, body, headers }: TokenAnswer): Heard {
  if (status === 503 && body.error === 'temporarily_unavailable' && headers.has('Retry-After')) return 'away';
  return status === 200 && body.access_token !== undefined ? 'done' : { neither: [status, body] };
}

function ofCall({ status, body }: Awaited<ReturnType<typeof call>>): Heard {
  const { code, data } = body;
  if (status === 503 && code === 'OUTAGE' && JSON.stringify(data).includes('"part":"database"'))
    return 'away';
  return status === 200 ? 'done' : { neither: [status, body] };
}

async function begun(change: Readonly<Record<string, string>> = {}) {
  const asking = askFor(cloud.origin, change);
  const browser = new CloudBrowser(cloud.origin);
  const at = new URL((await browser.get(asking.url)).url).pathname;
  return { asking, browser, at };
}

async function askedFor(address: string) {
  const { asking, browser, at } = await begun();
  await browser.post(`${at}/email`, { address });
  return { asking, browser, at, code: codeFrom(cloud.mail(address)) };
}

async function proven(address: string) {
  const { asking, browser, at, code } = await askedFor(address);
  return { asking, browser, at, shown: await browser.post(`${at}/code`, { code }) };
}

const AGREEMENT = { terms: '2026-11-28', privacy: '2026-11-28', country: 'NZ', age: 'yes' };
const isCode = ({ url }: Shown): boolean => new URL(url).searchParams.has('code');

/** Makes what a step needs; the step itself can be tried again as long as it was not done. */
type Step = () => Promise<() => Promise<Heard>>;

const STEPS: Readonly<Record<string, Step>> = {
  'a desktop asks to be let in': async () => {
    const { url } = askFor(cloud.origin);
    return async () =>
      ofPage(await new CloudBrowser(cloud.origin).get(url), ({ html }) => html.includes('Email address'));
  },
  'a page is loaded': async () => {
    const { browser, at } = await begun();
    return async () => ofPage(await browser.get(at), ({ html }) => html.includes('Email address'));
  },
  'a code is asked for': async () => {
    const { browser, at } = await begun();
    const address = newAddress();
    return async () =>
      ofPage(await browser.post(`${at}/email`, { address }), ({ html }) =>
        html.includes('Look in your mail'),
      );
  },
  'a code is checked': async () => {
    const { browser, at, code } = await askedFor(newAddress());
    const send = sending(browser, `${at}/code`, { code });
    return async () => ofPage(await send(), ({ html }) => html.includes('One last thing'));
  },
  'an account is made': async () => {
    const { browser, at } = await proven(newAddress());
    const send = sending(browser, `${at}/agree`, AGREEMENT);
    return async () => ofPage(await send(), isCode);
  },
  'a code becomes tokens': async () => {
    const { asking, back } = await signInByMail(cloud, newAddress());
    return async () => ofTokens(await redeem(asking, back));
  },
  'tokens are renewed': async () => {
    const { clientId, tokens } = own;
    return async () => {
      const answer = await refresh(cloud.origin, clientId, tokens.refresh_token);
      if (answer.status === 200) own = { clientId, tokens: answer.body };
      return ofTokens(answer);
    };
  },
  'the account is asked for': async () => async () =>
    ofCall(await call(cloud.origin, own.tokens.access_token, 'GET', '/account')),
  'an upload is announced': async () => {
    const { tokens } = own;
    const bytes = await makePicture();
    made += 1;
    const id = `01a00000-0000-7000-8000-${String(made).padStart(12, '0')}`;
    const asked = {
      id,
      generationId: id,
      type: 'image/png',
      sizeBytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    return async () => ofCall(await call(cloud.origin, tokens.access_token, 'POST', '/objects', asked));
  },
  'a code for closing is asked for': async () => {
    const { tokens } = await signedInDesktop(cloud, newAddress());
    return async () =>
      ofCall(await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes'));
  },
  'an account is closed': async () => {
    const address = newAddress();
    const { tokens } = await signedInDesktop(cloud, address);
    await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
    const closing = { code: codeFrom(cloud.mail(address)), when: 'after-grace' };
    return async () =>
      ofCall(await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', closing));
  },
};

const STATEMENTS_MOST = 40;

/** Cuts the line at every statement of a step, one after the other, until the step needs no more of them. */
async function atEach(name: string, step: Step, afterwards: boolean): Promise<void> {
  let at = 0;
  for (; at < STATEMENTS_MOST; at++) {
    if (at % 8 === 7) cloud.pass(HOUR_MS);
    const attempt = await step();
    database.cutAt(at, afterwards);
    const heard = await attempt();
    database.mend();
    if (heard === 'done') break;
    expect(heard, `${name}, at statement ${at + 1}`).toBe('away');
    expect(await settled(attempt), `${name}, again after statement ${at + 1}`).toBe('done');
  }
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(STATEMENTS_MOST);
}

describe.each(Object.entries(STEPS))('while %s', (name, step) => {
  it('the database goes before any statement: it says so, nothing is half done, and the next try does it', () =>
    atEach(name, step, false));
});

const ANSWERED_AGAIN = ['a code is checked', 'tokens are renewed'];
describe.each(Object.entries(STEPS).filter(([name]) => ANSWERED_AGAIN.includes(name)))(
  'while %s',
  (name, step) => {
    it('the database goes before any answer, done or not: the next try is answered as the first would have been', () =>
      atEach(name, step, true));
  },
);

/** Tries until the connections that were cut are no more among those that wait to be used. */
async function settled(attempt: () => Promise<Heard>): Promise<Heard> {
  let heard: Heard = 'away';
  for (let tries = 0; tries < 12 && heard === 'away'; tries++) heard = await attempt();
  return heard;
}

it('a line that is dead without a word is given up', async () => {
  const { status, body, after } = await silent;
  expect([status, body]).toMatchObject([503, { code: 'OUTAGE', data: { part: 'database' } }]);
  expect(after).toBeLessThan(30_000);
}, 60_000);

it('the process lives, and says nothing of anybody', async () => {
  expect((await fetch(`${cloud.origin}/health/ready`)).status).toBe(200);
  const log = cloud.log();
  expect(log).toContain('"part":"database"');
  expect(log.split('\n').filter((line) => /\.bug|"level":50/.test(line))).toEqual([]);
  expect(log).not.toContain('@example.com');
});
