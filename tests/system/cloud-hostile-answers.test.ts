import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askFor, CloudBrowser, call, guestDesktop, type Tokens } from '../drivers/cloud-browser.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';
import { rawHttp, rawRequest } from '../drivers/raw-http.ts';

/** What is believed of a request, and what goes along with every answer. */

let cloud: OpenedCloud;
/** As a service behind one proxy that speaks https. */
let proxied: OpenedCloud;
let guest: Tokens;

beforeAll(async () => {
  const behindProxy = {
    PUBLIC_URL: 'https://cloud.example',
    TRUSTED_PROXIES: '1',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'gesso@example.com',
  };
  [cloud, proxied] = await Promise.all([openCloud(), openCloud({ env: behindProxy })]);
  guest = (await guestDesktop(cloud.origin)).tokens;
}, 60_000);
afterAll(async () => {
  await Promise.all([cloud.close(), proxied.close()]);
});

describe('where a request says it comes from', () => {
  const lies = ['127.0.0.1', '::1', '10.0.0.1', '127.0.0.1, 198.51.100.9', 'unknown', '127.0.0.1\t'];
  const asProxy = (path: string, forwarded: string) =>
    rawHttp(
      proxied.port,
      rawRequest(`GET ${path} HTTP/1.1`, [
        'Host: cloud.example',
        `X-Forwarded-For: ${forwarded}`,
        'Connection: close',
      ]),
    );

  it('opens numbers about the service to this computer alone', async () => {
    expect((await fetch(`${cloud.origin}/metrics`)).status).toBe(200);
    for (const lie of lies) expect((await asProxy('/metrics', `${lie}, 198.51.100.9`)).status, lie).toBe(404);
    expect((await asProxy('/metrics', '127.0.0.1')).status).toBe(200);
  });

  it('gives nobody another network to be limited by', async () => {
    const session = await call(cloud.origin, guest.access_token, 'GET', '/account');
    const headers = {
      Authorization: `Bearer ${guest.access_token}`,
      'X-Forwarded-For': '198.51.100.9',
      'X-Real-IP': '198.51.100.9',
      Forwarded: 'for=198.51.100.9',
    };
    cloud.pass(120_000);
    const answer = await fetch(`${cloud.origin}/v1/sessions`, { headers });
    expect(session.status).toBe(200);
    expect(JSON.stringify(await answer.json())).toContain('127.0.0.0/24');
  });
});

describe('what is sent along with every answer', () => {
  const expected = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  const pages = [
    '/terms',
    '/signed-in',
    '/sign-in-failed?why=<script>',
    '/mailbox',
    '/nowhere',
    '/sign-in/x',
    '/link/x',
  ];
  const asking = (change: Readonly<Record<string, string | null>>) =>
    new URL(askFor(cloud.origin, change).url);

  it('a policy without scripts, on every page there is', async () => {
    const addresses = [
      ...pages.map((path) => new URL(path, cloud.origin)),
      asking({ redirect_uri: 'https://evil.example/' }),
      asking({ response_mode: 'form_post' }),
      asking({ response_mode: 'form_post', scope: 'nonsense', code_challenge: null }),
    ];
    for (const address of addresses) {
      const answer = await fetch(address, { headers: { Accept: 'text/html' }, redirect: 'manual' });
      const html = await answer.text();
      const name = `${address.pathname}${address.search.slice(0, 30)}`;
      expect(Object.fromEntries(answer.headers), name).toMatchObject(expected);
      const policy = answer.headers.get('Content-Security-Policy') ?? '';
      expect(policy, name).toContain("default-src 'none'");
      expect(policy, name).toContain("frame-ancestors 'none'");
      expect(policy, name).not.toMatch(/script-src|unsafe|\*(?!;| )/);
      expect(html, name).not.toMatch(/<script|onload=|javascript:/i);
      expect(answer.headers.get('Cache-Control'), name).toBe('no-store');
    }
  });

  it('and on what is no page; over https browsers are held to it', async () => {
    for (const path of [
      '/v1/info',
      '/v1/account',
      '/oauth/jwks',
      '/oauth/nowhere',
      '/.well-known/openid-configuration',
      '/health/live',
    ])
      expect(Object.fromEntries((await fetch(`${cloud.origin}${path}`)).headers), path).toMatchObject(
        expected,
      );
    for (const path of ['/v1/info', '/oauth/jwks', '/terms']) {
      const heard = await rawHttp(
        proxied.port,
        rawRequest(`GET ${path} HTTP/1.1`, ['Host: cloud.example', 'Connection: close']),
      );
      expect(heard.head, path).toContain('strict-transport-security: max-age=31536000');
    }
  });

  it('cookies for signing in and nothing else: not for scripts, not for other sites, over https alone where there is https', async () => {
    const { pathname, search } = new URL(askFor('https://cloud.example').url);
    const heard = await rawHttp(
      proxied.port,
      rawRequest(`GET ${pathname}${search} HTTP/1.1`, [
        'Host: cloud.example',
        'Accept: text/html',
        'Connection: close',
      ]),
    );
    expect(heard.status).toBe(303);
    const secure = heard.head.split('\r\n').filter((line) => line.startsWith('set-cookie:'));
    const plain = (await fetch(askFor(cloud.origin).url, { redirect: 'manual' })).headers.getSetCookie();
    expect([secure.length, plain.length]).toEqual([4, 4]);
    for (const cookie of secure) {
      expect(cookie).toMatch(/^set-cookie: gesso_(sign_in|resume)(\.sig)?=/);
      for (const word of ['; httponly', '; samesite=lax', '; secure']) expect(cookie).toContain(word);
    }
    for (const cookie of plain) {
      expect(cookie.toLowerCase()).toContain('; httponly');
      expect(cookie.toLowerCase()).not.toContain('; secure');
    }
    for (const path of pages)
      expect((await fetch(new URL(path, cloud.origin))).headers.getSetCookie(), path).toEqual([]);
  });

  it('never a line that somebody put into an address', async () => {
    const crlf = 'a\r\nSet-Cookie: stolen=1\r\n\r\n<script>';
    for (const url of [
      ...['device_name', 'platform', 'method', 'guest_ticket', 'state', 'nonce'].map(
        (name) => asking({ [name]: crlf }).href,
      ),
      `${cloud.origin}/sign-in-failed?why=${encodeURIComponent(crlf)}`,
      `${cloud.origin}/sign-in/callback/google?state=${encodeURIComponent(crlf)}`,
      `${cloud.origin}/link/${encodeURIComponent(crlf)}`,
    ]) {
      const { status, html } = await new CloudBrowser(cloud.origin).get(url);
      expect(status).toBeLessThan(500);
      expect(html).not.toContain('<script>');
      const { headers } = await fetch(url, { redirect: 'manual' });
      expect(JSON.stringify([...headers])).not.toContain('stolen=1"');
    }
  });
});

it('none of all this was a fault of ours, or left anything of anybody in the log', () => {
  for (const log of [cloud.log(), proxied.log()]) {
    expect(log).toContain('cloud.started');
    expect(log.split('\n').filter((line) => /bug|outage|"level":50/.test(line))).toEqual([]);
    for (const secret of [guest.access_token, guest.refresh_token, 'evil', 'stolen', '198.51.100'])
      expect(log).not.toContain(secret);
  }
});
