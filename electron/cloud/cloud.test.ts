import { inspect } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMovedClock, type MovedClock } from '../../tests/drivers/moved-clock.ts';
import {
  type CloudDouble,
  json,
  led,
  page,
  startCloudDouble,
  type Trouble,
} from '../../tests/fakes/cloud/index.ts';
import { Secret } from '../secrets/index.ts';
import { answerOf, type Cloud, createCloud } from './index.ts';

const TOKEN = new Secret('access-token-that-nobody-may-see');

let clock: MovedClock;
let double: CloudDouble;
let cloud: Cloud;

beforeEach(async () => {
  clock = createMovedClock();
  double = await startCloudDouble(clock.now);
  onTestFinished(() => double.stop());
  cloud = createCloud({ issuer: double.issuer, fetch, clock });
});

async function info() {
  const { service } = await cloud.client();
  return answerOf(service.info(undefined, { context: {} }));
}

async function account() {
  const client = await cloud.client();
  return answerOf(client.account.get(undefined, { context: { token: TOKEN } }));
}

const away = (why: string, retryAfterMs: number | null = null) => ({
  kind: 'away',
  away: { why, retryAfterMs },
});

describe('an answer of the cloud', () => {
  it('is parsed, and comes with its type', async () => {
    expect(await info()).toMatchObject({ kind: 'value', value: { name: 'A double', issuer: double.issuer } });
  });

  it('a token that is not taken is no outage', async () => {
    expect(await account()).toEqual({ kind: 'unauthenticated', why: 'invalid' });
    expect(double.requests.at(-1)?.authorization).toBe(`Bearer ${TOKEN.reveal()}`);
  });

  const refusal = (code: string, status: number, data: unknown): Trouble =>
    json(status, { defined: true, code, status, message: 'no', data });

  it.each<[string, Trouble, ReturnType<typeof away>]>([
    ['a page of a hotel', page(200), away('not-gesso')],
    ['a page that is missing', page(404), away('not-gesso')],
    ['a redirect to another address', led('http://127.0.0.1:9/v1/info'), away('not-gesso')],
    ['a redirect to a sign-in of the network', led('/login'), away('not-gesso')],
    ['JSON of something else', json(200, { hello: 'world' }), away('not-gesso')],
    [
      'JSON that is none',
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"na' },
      away('not-gesso'),
    ],
    ['nothing at all', { status: 200 }, away('not-gesso')],
    ['a refusal that is not in the contract', refusal('MAYBE', 409, null), away('not-gesso')],
    ['a refusal of another shape', refusal('TOO_MANY', 418, {}), away('not-gesso')],
    ['more than it may be', 'huge', away('not-gesso')],
    ['a connection that breaks', 'lose', away('down')],
    ['an answer that breaks off', 'cut', away('down')],
    ['500', page(500), away('down')],
    ['502 of a proxy, with a time', { status: 502, headers: { 'retry-after': '7' } }, away('down', 7_000)],
    [
      'a part that is away',
      refusal('OUTAGE', 503, { part: 'database', retryAfterMs: 3_000 }),
      away('down', 3_000),
    ],
    ['too many', refusal('TOO_MANY', 429, { retryAfterMs: 9_000 }), away('busy', 9_000)],
    ['too many, by a proxy', { status: 429, headers: { 'retry-after': '60' } }, away('busy', 60_000)],
    [
      'a time beyond all measure',
      { status: 429, headers: { 'retry-after': '999999' } },
      away('busy', 86_400_000),
    ],
    ['a time that is none', { status: 429, headers: { 'retry-after': 'soon' } }, away('busy')],
  ])('%s', async (_what, trouble, expected) => {
    double.next('/v1/info', trouble);
    expect(await info()).toEqual(expected);
    // The next one is asked anew.
    expect((await info()).kind).toBe('value');
  });

  it('that does not come is waited for twenty seconds', async () => {
    double.next('/v1/info', 'hang');
    let answer: unknown = null;
    const asked = info().then((value) => {
      answer = value;
    });
    await expect.poll(() => double.count('/v1/info')).toBe(1);
    clock.pass(19_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer).toBeNull();
    clock.pass(1_000);
    await asked;
    expect(answer).toEqual(away('down'));
  });

  it('is led nowhere with a token', async () => {
    const elsewhere = await startCloudDouble(clock.now);
    onTestFinished(() => elsewhere.stop());
    double.next('/v1/account', led(`${elsewhere.issuer}/v1/account`));
    expect(await account()).toEqual(away('not-gesso'));
    expect(elsewhere.requests).toEqual([]);
  });

  it.each([
    ['ENOTFOUND', 'offline'],
    ['EAI_AGAIN', 'offline'],
    ['ENETUNREACH', 'offline'],
    ['UND_ERR_CONNECT_TIMEOUT', 'offline'],
    ['ECONNREFUSED', 'down'],
    ['ECONNRESET', 'down'],
    ['CERT_HAS_EXPIRED', 'not-gesso'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'not-gesso'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'not-gesso'],
  ])('%s is %s', async (code, why) => {
    const failing: typeof fetch = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    };
    cloud = createCloud({ issuer: double.issuer, fetch: failing, clock });
    expect(await info()).toEqual(away(why));
  });

  it('nobody at the address is an outage as the system says it', async () => {
    await double.stop();
    expect(await info()).toEqual(away('down'));
  });

  it('a failed call holds nothing of the token', async () => {
    const client = await cloud.client();
    for (const trouble of ['lose', page(200), page(500), json(200, {}), led('/x')] satisfies Trouble[]) {
      double.next('/v1/account', trouble);
      const error: unknown = await client.account
        .get(undefined, { context: { token: TOKEN } })
        .catch((e) => e);
      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(TOKEN.reveal());
    }
  });
});

describe('the picture', () => {
  const webp = Buffer.concat([Buffer.from('RIFF\x04\0\0\0WEBP'), Buffer.alloc(20, 7)]);

  it('comes as the bytes it is', async () => {
    double.next('/v1/account/picture', {
      status: 200,
      headers: { 'content-type': 'image/webp' },
      body: webp,
    });
    expect(await cloud.picture.get(TOKEN)).toEqual({ kind: 'value', value: new Uint8Array(webp) });
  });

  it.each<[string, Trouble, unknown]>([
    ['none', json(404, { code: 'NOT_FOUND' }), { kind: 'value', value: null }],
    [
      'something else under its name',
      { status: 200, headers: { 'content-type': 'image/webp' }, body: '<svg/>' },
      away('not-gesso'),
    ],
    ['a page', page(200), away('not-gesso')],
    ['a page that says no', page(403), away('not-gesso')],
    ['no answer', 'lose', away('down')],
  ])('%s', async (_what, trouble, expected) => {
    double.next('/v1/account/picture', trouble);
    expect(await cloud.picture.get(TOKEN)).toEqual(expected);
  });

  it('a token that is not taken is no outage', async () => {
    expect(await cloud.picture.get(TOKEN)).toEqual({ kind: 'unauthenticated', why: 'invalid' });
    expect(await cloud.picture.put(TOKEN, new Uint8Array(webp), 'image/webp')).toEqual({
      kind: 'unauthenticated',
      why: 'invalid',
    });
  });

  it.each([
    [422, 'NOT_A_PICTURE'],
    [413, 'TOO_LARGE'],
    [422, 'TOO_MANY_PIXELS'],
  ])('%i %s is a refusal by its name', async (status, code) => {
    double.next('/v1/account/picture', json(status, { defined: true, code, status }));
    const answer = await cloud.picture.put(TOKEN, Uint8Array.of(1, 2, 3), 'image/png');
    expect(answer).toEqual({ kind: 'refused', refusal: code });
    expect(double.requests.at(-1)).toMatchObject({ method: 'PUT', body: '\x01\x02\x03' });
  });

  it('an account of another shape is not the cloud', async () => {
    double.next('/v1/account/picture', json(200, { id: 'x' }));
    expect(await cloud.picture.put(TOKEN, Uint8Array.of(1), 'image/png')).toEqual(away('not-gesso'));
  });
});
