import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { SMALL_RUN, untilEnded } from '../drivers/contract-client.ts';
import { startDesktop } from '../drivers/desktop-process.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

let opened: OpenedDesktop;
let sha256 = '';

beforeAll(async () => {
  opened = await openDesktop();
  const { generationId } = await opened.client.generations.submit({ ...SMALL_RUN, count: 1 });
  await untilEnded(opened.client, generationId);
  const { pictures } = await opened.client.library.search({
    words: '',
    trashed: false,
    before: null,
    limit: 1,
  });
  sha256 = pictures[0]?.sha256 ?? '';
});
afterAll(() => opened.end());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A raw request, with a Host and a path that no honest client would send. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port, host } = new URL(opened.origin);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers: { host, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const withCookie = (more: Record<string, string> = {}) => ({ cookie: opened.cookie, ...more });

describe('the loopback server, over real sockets', () => {
  it('sends the page with its policy, isolation and a new nonce each time', async () => {
    const first = await send('/', withCookie());
    const second = await send('/', withCookie());
    expect(first.status).toBe(200);
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toContain('unsafe-inline');
    expect(first.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(first.headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(first.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(first.headers['x-content-type-options']).toBe('nosniff');
    for (const part of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(part);
    }
    const nonce = /nonce-([\w-]+)/.exec(policy)?.[1] ?? '';
    expect(first.body.toString()).toContain(nonce);
    expect(first.body.toString()).not.toContain('__NONCE__');
    expect(String(second.headers['content-security-policy'])).not.toContain(nonce);
  });

  it('serves an original byte for byte, whole, in parts, and not at all when it is known', async () => {
    const whole = await send(`/assets/${sha256}`, withCookie());
    expect(whole.headers['content-type']).toBe('image/png');
    const part = await send(`/assets/${sha256}`, withCookie({ range: 'bytes=8-15' }));
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 8-15/${whole.body.length}`);
    expect(part.body.equals(whole.body.subarray(8, 16))).toBe(true);
    expect((await send(`/assets/${sha256}`, withCookie({ range: 'bytes=999999999-' }))).status).toBe(416);
    expect(
      (await send(`/assets/${sha256}`, withCookie({ 'if-none-match': String(whole.headers.etag) }))).status,
    ).toBe(304);
    expect((await send(`/assets/${sha256}`, withCookie(), 'HEAD')).body.length).toBe(0);
    expect(String(whole.headers['content-security-policy'])).toContain('sandbox');
  });

  it.each([
    '/assets/../library.db',
    '/assets/%2e%2e/library.db',
    '/app/../../../library.db',
    '/app/%2e%2e/%2e%2e/package.json',
    '//etc/passwd',
    `/assets/${'0'.repeat(64)}`,
    '/assets/nothex',
    '/thumbnails/..%2f..%2f',
    '/previews/x/0',
    '/package.json',
  ])('finds nothing at %s', async (path) => {
    const answer = await send(path, withCookie());
    expect(answer.status).toBe(404);
    expect(answer.body.length).toBe(0);
  });

  it.each([
    ['no session', () => ({})],
    ['a made-up session', () => ({ cookie: `${opened.cookie.split('=')[0]}=aaaa` })],
    ['a foreign Host', () => withCookie({ host: 'evil.example' })],
    ['a page elsewhere', () => withCookie({ 'sec-fetch-site': 'cross-site' })],
    ['another port', () => withCookie({ 'sec-fetch-site': 'same-site' })],
    ['a foreign Origin', () => withCookie({ origin: 'http://127.0.0.1:1' })],
  ] as const)('gives no picture to %s', async (_name, headers) => {
    const answer = await send(`/assets/${sha256}`, headers());
    expect([401, 403, 421]).toContain(answer.status);
    expect(answer.body.length).toBeLessThan(40);
  });

  it('opens the door once', async () => {
    const post = (token: string) =>
      fetch(`${opened.origin}/launch`, { method: 'POST', body: token, headers: { origin: opened.origin } });
    const token = new URL(opened.desktop.url).hash.slice(1);
    expect((await post(token)).status).toBe(403);
    expect((await post('x'.repeat(10_000))).status).toBe(403);
    expect((await post('')).status).toBe(403);
  });

  it.each([
    ['without a session', {}],
    ['from a foreign page', { origin: 'https://evil.example', cookie: 'ours' }],
    ['without an Origin', { cookie: 'ours' }],
  ])('refuses a socket %s', async (_name, headers) => {
    const given: Record<string, string> = { ...headers };
    if (given.cookie !== undefined) given.cookie = opened.cookie;
    const socket = new WebSocket(`${opened.origin.replace('http', 'ws')}/contract`, { headers: given });
    const message = await new Promise<string>((resolve) =>
      socket.on('error', (error) => resolve(error.message)),
    );
    expect(message).toMatch(/40[13]/);
  });

  it('gives a cookie that no script and no other site can use', async () => {
    const again = await startDesktop({ data: `${opened.data}-cookie` });
    onTestFinished(() => rmSync(`${opened.data}-cookie`, { recursive: true, force: true }));
    const token = new URL(again.url).hash.slice(1);
    const answer = await fetch(`${again.origin}/launch`, {
      method: 'POST',
      body: token,
      headers: { origin: again.origin },
    });
    const [, ...flags] = (answer.headers.get('set-cookie') ?? '').split('; ');
    expect(flags.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
    await again.stop();
  });

  it('lives on when clients reset their connections in the middle of an upgrade', async () => {
    const { port } = new URL(opened.origin);
    const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    for (let count = 0; count < 60; count++) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(upgrade, () => {
            socket.resetAndDestroy();
            resolve();
          });
        });
        socket.on('error', () => resolve());
      });
    }
    expect((await opened.client.app.state({})).trouble).toBeNull();
  });

  it('lets go of a client that asks and does not read', async () => {
    const socket = new WebSocket(`${opened.origin.replace('http', 'ws')}/contract`, {
      origin: opened.origin,
      headers: withCookie(),
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    for (let call = 0; call < 5_000; call++)
      socket.send(JSON.stringify({ i: String(call), p: { u: '/generations/catalogue', b: { json: {} } } }));
    await closed;
    expect((await opened.client.app.state({})).trouble).toBeNull();
  });

  it('lives on after messages that are no calls, too large or endless', async () => {
    const open = async (): Promise<WebSocket> => {
      const socket = new WebSocket(`${opened.origin.replace('http', 'ws')}/contract`, {
        origin: opened.origin,
        headers: withCookie(),
      });
      await new Promise((resolve) => socket.once('open', resolve));
      return socket;
    };
    for (const junk of [
      '',
      'null',
      '{',
      '[]',
      '{"i":1}',
      '{"i":"1","p":{"u":"/constructor/prototype"}}',
      'x'.repeat(2_000_000),
    ]) {
      const socket = await open();
      socket.on('error', () => undefined);
      socket.send(junk);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.terminate();
    }
    const bytes = await open();
    bytes.send(Buffer.alloc(100_000, 0xff));
    bytes.terminate();
    expect((await opened.client.app.state({})).trouble).toBeNull();
  });
});
