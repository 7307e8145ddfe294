import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  guestDesktop,
  signedInDesktop,
  type Tokens,
} from '../drivers/cloud-browser.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';
import { type Heard, rawHttp, rawRequest } from '../drivers/raw-http.ts';

/** Somebody who writes to the port as they like. What they could do with an account is in cloud-hostile-people.test.ts. */

const ADDRESS = 'wire@example.com';
const BODY_MS = 15_000;

let cloud: OpenedCloud;
let tokens: Tokens;
let guest: Tokens;
let slow: Promise<Readonly<Record<'headers' | 'body' | 'token' | 'silent', Heard>>>;
let crowd: Promise<readonly Heard[]>;

beforeAll(async () => {
  cloud = await openCloud();
  slow = begin();
  crowd = Promise.all(
    Array.from({ length: 200 }, () => rawHttp(cloud.port, '', { patienceMs: BODY_MS + 10_000 })),
  );
  tokens = (await signedInDesktop(cloud, ADDRESS)).tokens;
  guest = (await guestDesktop(cloud.origin)).tokens;
}, 60_000);
afterAll(() => cloud.close());

const host = () => `Host: ${new URL(cloud.origin).host}`;
const bearer = () => `Authorization: Bearer ${tokens.access_token}`;

/** Begun first and looked at last, because each takes as long as it may. */
async function begin() {
  const patienceMs = BODY_MS + 10_000;
  const drip = { text: 'x'.repeat(100), everyMs: 1_000 };
  const json = 'Content-Type: application/json';
  const form = 'Content-Type: application/x-www-form-urlencoded';
  const [headers, body, token, silent] = await Promise.all([
    rawHttp(cloud.port, `GET /v1/info HTTP/1.1\r\n${host()}\r\nX-A: `, { patienceMs, drip }),
    rawHttp(cloud.port, rawRequest('PATCH /v1/account HTTP/1.1', [host(), json], '', 100), {
      patienceMs,
      drip,
    }),
    rawHttp(cloud.port, rawRequest('POST /oauth/token HTTP/1.1', [host(), form], '', 100), {
      patienceMs,
      drip,
    }),
    rawHttp(cloud.port, rawRequest('POST /sign-in/x/email HTTP/1.1', [host(), form], 'a', 100), {
      patienceMs,
    }),
  ]);
  return { headers, body, token, silent };
}

describe('a request in a strange shape', () => {
  const evil = 'Host: evil.example';
  const whole = 'Connection: close';
  const cases: readonly (readonly [string, () => string, readonly number[]])[] = [
    ['another host', () => rawRequest('GET /v1/info HTTP/1.1', [evil, whole]), [421]],
    [
      'a host and a user',
      () => rawRequest('GET /v1/info HTTP/1.1', [`Host: a@${host().slice(6)}`, whole]),
      [421],
    ],
    ['no host', () => rawRequest('GET /v1/info HTTP/1.1', [whole]), [400]],
    ['no host, as in 1990', () => rawRequest('GET /v1/info HTTP/1.0', []), [421]],
    ['a strange host first', () => rawRequest('GET /v1/info HTTP/1.1', [evil, host(), whole]), [421]],
    [
      'an absolute target',
      () => rawRequest('GET http://evil.example/v1/info HTTP/1.1', [host(), whole]),
      [400],
    ],
    [
      'its own absolute target',
      () => rawRequest(`GET ${cloud.origin}/v1/info HTTP/1.1`, [host(), whole]),
      [400],
    ],
    [
      'a target with two slashes',
      () => rawRequest('GET //evil.example/v1/info HTTP/1.1', [host(), whole]),
      [404],
    ],
    ['a target without a slash', () => rawRequest('GET v1/info HTTP/1.1', [host(), whole]), [400]],
    ['a star', () => rawRequest('OPTIONS * HTTP/1.1', [host(), whole]), [400]],
    ['a way to elsewhere', () => rawRequest('CONNECT evil.example:443 HTTP/1.1', [host()]), [0]],
    ['its own echo', () => rawRequest('TRACE /v1/info HTTP/1.1', [host(), whole]), [404]],
    [
      'a header over two lines',
      () => rawRequest('GET /v1/info HTTP/1.1', [host(), 'X-A: b\r\n c', whole]),
      [400],
    ],
    ['bare line feeds', () => `GET /v1/info HTTP/1.1\n${host()}\n\n`, [400]],
    ['broken escapes', () => rawRequest('GET /v1/objects/%E0%A4%A HTTP/1.1', [host(), whole]), [400]],
    ['broken escapes at OAuth', () => rawRequest('GET /oauth/%E0%A4%A HTTP/1.1', [host(), whole]), [404]],
    ['a zero in a name', () => rawRequest('GET /sign-in/%00 HTTP/1.1', [host(), whole]), [400]],
    [
      'too many headers',
      () => rawRequest('GET /v1/info HTTP/1.1', [host(), `X-A: ${'x'.repeat(20_000)}`, whole]),
      [431],
    ],
    [
      'no HTTP at all',
      () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n',
      [400],
    ],
  ];
  it.each(cases)('%s is refused', async (_, request, statuses) => {
    const heard = await rawHttp(cloud.port, request());
    expect(statuses).toContain(heard.status);
    expect(heard.head).not.toContain('evil');
  });

  const second = () => rawRequest('GET /v1/info HTTP/1.1', [host(), whole]);
  const smuggled: readonly (readonly [string, () => string])[] = [
    [
      'two lengths',
      () =>
        rawRequest('POST /oauth/token HTTP/1.1', [host(), 'Content-Length: 4', 'Content-Length: 0'], 'abcd'),
    ],
    [
      'length and chunks',
      () =>
        rawRequest(
          'POST /oauth/token HTTP/1.1',
          [host(), 'Content-Length: 4', 'Transfer-Encoding: chunked'],
          '0\r\n\r\n',
          null,
        ),
    ],
    [
      'chunks',
      () =>
        rawRequest('POST /oauth/token HTTP/1.1', [host(), 'Transfer-Encoding: chunked'], '0\r\n\r\n', null),
    ],
    [
      'chunks with a blank',
      () =>
        rawRequest('POST /oauth/token HTTP/1.1', [host(), 'Transfer-Encoding : chunked'], '0\r\n\r\n', null),
    ],
    [
      'chunks by another name',
      () =>
        rawRequest('POST /oauth/token HTTP/1.1', [host(), 'Transfer-Encoding: xchunked'], '0\r\n\r\n', null),
    ],
    [
      'a length with a sign',
      () => rawRequest('POST /oauth/token HTTP/1.1', [host(), 'Content-Length: +0'], '', null),
    ],
    [
      'a length below none',
      () => rawRequest('POST /oauth/token HTTP/1.1', [host(), 'Content-Length: -1'], '', null),
    ],
  ];
  it.each(smuggled)('a second request behind %s is never answered', async (_, first) => {
    const heard = await rawHttp(cloud.port, first() + second());
    expect([400, 411]).toContain(heard.status);
    expect(heard.answers).toBe(1);
    expect(heard.closedAfterMs).not.toBeNull();
  });
});

describe('bodies', () => {
  const huge = 3_000_000;
  const whole = 'Connection: close';
  const routes: readonly (readonly [string, number])[] = [
    ['POST /oauth/token', 413],
    ['POST /oauth/revoke', 413],
    ['GET /oauth/authorize', 413],
    ['PATCH /v1/account', 413],
    ['DELETE /v1/account/picture', 413],
    ['POST /v1/objects', 413],
    ['POST /objects/u/x', 413],
    ['PUT /objects/../v1/account/terms', 400],
    ['PUT /objects/%2e%2E/v1/account/terms', 400],
    ['POST /sign-in/x/email', 413],
    ['POST /link/x', 413],
    ['GET /health/live', 413],
  ];
  it.each(routes)('%s takes none of three megabytes', async (route, status) => {
    const text = rawRequest(
      `${route} HTTP/1.1`,
      [host(), bearer(), whole, 'Content-Type: application/json'],
      '',
      huge,
    );
    const heard = await rawHttp(cloud.port, text);
    expect([heard.status, heard.closedAfterMs === null]).toEqual([status, false]);
  });

  it('a picture larger than one may be is refused by what it says of itself, and without a token by that', async () => {
    const put = (headers: string[], length: number) =>
      rawHttp(
        cloud.port,
        rawRequest('PUT /v1/account/picture HTTP/1.1', [host(), whole, ...headers], '', length),
        {
          patienceMs: 1_500,
        },
      );
    expect((await put([bearer()], 5_000_001)).status).toBe(413);
    expect((await put([], 4_000_000)).status).toBe(401);
  });

  const types = [
    ['half a form', 'multipart/form-data', 'abc'],
    [
      'a form that ends early',
      'multipart/form-data; boundary=a',
      '--a\r\nContent-Disposition: form-data; name="x"\r\n\r\nx',
    ],
    ['half a JSON', 'application/json', '{"address":'],
    ['a JSON that is deep', 'application/json', '['.repeat(100_000)],
    ['broken escapes', 'application/x-www-form-urlencoded', '%E0%A4%A=%&&&=;address'],
    ['names twice', 'application/x-www-form-urlencoded', 'address=a&address=b&__proto__=c&constructor=d'],
    ['events', 'text/event-stream', 'data: x\n\n'],
    ['bytes', 'application/octet-stream', '\u0000\u00ff'],
    ['a type that is none', 'nonsense', 'x'],
  ] as const;
  it.each(types)('of %s are refused on every route', async (_, type, body) => {
    const browser = new CloudBrowser(cloud.origin);
    const at = new URL((await browser.get(askFor(cloud.origin).url)).url).pathname;
    const cookie = browser.cookieFor(at);
    const routes = [
      ['POST', '/oauth/token'],
      ['POST', '/oauth/revoke'],
      ['PATCH', '/v1/account'],
      ['POST', '/v1/account/terms'],
      ['POST', '/v1/objects/remove'],
      ['POST', `${at}/email`],
      ['POST', `${at}/code`],
      ['POST', `${at}/agree`],
      ['POST', '/link/nothing'],
    ] as const;
    for (const [method, path] of routes) {
      const headers = {
        'Content-Type': type,
        Authorization: `Bearer ${tokens.access_token}`,
        Cookie: cookie,
      };
      const { status } = await fetch(`${cloud.origin}${path}`, { method, headers, body, redirect: 'manual' });
      expect(status, path).toBeLessThan(500);
      // A form without what it is about leads back to where it came from, and a change of nothing changes nothing.
      expect(status, path).toBeGreaterThanOrEqual(
        path.startsWith(at) ? 303 : path === '/v1/account' ? 200 : 400,
      );
    }
    expect((await call(cloud.origin, tokens.access_token, 'GET', '/account')).body).toMatchObject({
      address: ADDRESS,
      profile: { name: '' },
    });
  });

  it('reach into no prototype', async () => {
    const ask = (path: string, init: RequestInit) =>
      fetch(`${cloud.origin}${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${guest.access_token}`, ...init.headers },
      });
    const polluted = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const json = { 'Content-Type': 'application/json' };
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const inForm = '__proto__[polluted]=1&constructor[prototype][polluted]=1&name=a';
    for (const answer of [
      await ask('/v1/account', { method: 'PATCH', headers: json, body: polluted }),
      await ask('/v1/account', { method: 'PATCH', headers: form, body: inForm }),
      await ask('/v1/account/events?__proto__[polluted]=1&constructor[prototype][polluted]=1', {}),
      await ask('/oauth/token', { method: 'POST', headers: form, body: inForm }),
    ])
      expect(answer.status).toBe(400);
    expect('polluted' in {}).toBe(false);
  });
});

describe('whoever has time', () => {
  it('keeps nobody else from being answered', async () => {
    const began = performance.now();
    expect((await call(cloud.origin, null, 'GET', '/info')).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is cut off: by letters of a header, by letters of a body, by saying nothing', async () => {
    const { headers, body, token, silent } = await slow;
    for (const heard of [headers, body, token, silent]) {
      expect(heard.closedAfterMs).not.toBeNull();
      expect(heard.closedAfterMs ?? 0).toBeLessThan(BODY_MS + 5_000);
      expect([0, 400, 408, 410]).toContain(heard.status);
    }
    for (const { closedAfterMs } of await crowd) expect(closedAfterMs).not.toBeNull();
    expect((await call(cloud.origin, null, 'GET', '/info')).status).toBe(200);
  }, 40_000);

  it('and none of all this was a fault of ours, or left anything of anybody in the log', () => {
    const log = cloud.log();
    expect(log).toContain('cloud.started');
    expect(log.split('\n').filter((line) => /bug|outage|"level":50/.test(line))).toEqual([]);
    for (const secret of [ADDRESS, tokens.access_token, tokens.refresh_token, guest.access_token, 'evil'])
      expect(log).not.toContain(secret);
  });
});
