import { existsSync, readdirSync } from 'node:fs';
import { request as send } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SignedRequest } from '../../cloud/objects/index.ts';
import { until } from '../drivers/contract-client.ts';
import { type OpenedFiles, openFiles, upload } from '../drivers/objects/open-store.ts';

const ID = '0190b1a0-0000-7000-8000-00000000000a';
const KEY = `u/${ID}/up/${ID}/${ID}`;
const BYTES = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);

const logged: Record<string, unknown>[] = [];
let files: OpenedFiles;
beforeAll(async () => {
  const info = (event: string, fields: object = {}) => void logged.push({ event, ...fields });
  files = await openFiles(undefined, { info, warn: info, error: info });
});
afterEach(() => files.store.deleteMany([KEY]));
afterAll(() => files.close());

async function address(sizeBytes = BYTES.byteLength): Promise<SignedRequest> {
  const endsAtMs = files.clock.now() + 3_600_000;
  const signed = await files.store.signedPut(KEY, { type: 'image/png', sizeBytes, endsAtMs });
  if (signed === null) throw new Error('nothing was signed');
  return signed;
}

const incoming = (): string[] => readdirSync(join(files.folder, '.incoming'));

/** A request written by hand, whose path no client tidies up. */
function raw(method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(files.origin);
  return new Promise((resolve, reject) => {
    send({ hostname, port, method, path, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

/** Sends a head and some of a body over a bare connection, and gives the connection. */
function begin(signed: SignedRequest, headers: readonly string[], body: Uint8Array) {
  const { hostname, port, pathname, search } = new URL(signed.url);
  const socket = connect(Number(port), hostname);
  const head = [`PUT ${pathname}${search} HTTP/1.1`, `host: ${hostname}:${port}`, 'content-type: image/png'];
  socket.write(`${[...head, ...headers].join('\r\n')}\r\n\r\n`);
  socket.write(body);
  const answered = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (part: Buffer) => {
      text += part.toString('latin1');
      resolve(text);
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
  return { socket, answered };
}

it.each([
  '/objects/',
  '/objects/..',
  '/objects/../objects',
  '/objects/..%2f..%2fetc%2fpasswd',
  '/objects/u/../../../../etc/passwd',
  `/objects/${KEY}`,
  `/objects/${KEY}/`,
  `/objects//${KEY}`,
  `/objects/./${KEY}`,
  `/objects/${KEY.toUpperCase()}`,
  `/objects/${KEY.replace('/up/', '/up/../in/')}`,
  `/objects/${KEY}%00.png`,
  `/objects/${KEY.replace('u/', '%75/')}`,
  `/objects/.incoming`,
  '/objects/%',
])('%s leads nowhere, with and without a signature', async (path) => {
  const signed = new URL((await address()).url);
  for (const method of ['GET', 'PUT', 'POST', 'DELETE'])
    for (const query of ['', signed.search]) {
      // The one right address, asked with the wrong method or in another spelling, is refused like the rest.
      if (method === 'PUT' && path + query === signed.pathname + signed.search) continue;
      expect([400, 403, 404], `${method} ${path}${query}`).toContain(await raw(method, path + query));
    }
  expect(incoming()).toEqual([]);
  expect(existsSync(join(files.folder, 'u'))).toBe(false);
});

it.each<[string, (query: URLSearchParams) => void]>([
  ['a longer life', (query) => query.set('expires', String(Number(query.get('expires')) + 1))],
  ['a life in other letters', (query) => query.set('expires', `0${query.get('expires')}`)],
  ['another size', (query) => query.set('size', '200001')],
  ['no size', (query) => query.delete('size')],
  ['another type', (query) => query.set('type', 'text/html')],
  ['no signature', (query) => query.delete('signature')],
  ['half a signature', (query) => query.set('signature', query.get('signature')?.slice(0, 20) ?? '')],
  ['numbers that are none', (query) => query.set('expires', 'Infinity')],
])('%s is another address, and not ours', async (_name, change) => {
  const signed = await address();
  const url = new URL(signed.url);
  change(url.searchParams);
  expect(await upload({ ...signed, url: url.href }, BYTES)).toBe(403);
  expect(await files.store.head(KEY)).toBeNull();
});

it('the address of one upload does not fetch it, nor another one', async () => {
  const signed = await address();
  expect(await upload(signed, BYTES)).toBe(200);
  expect((await fetch(signed.url)).status).toBe(403);
  const got = await files.store.signedGet(KEY, { type: 'image/png', endsAtMs: files.clock.now() + 60_000 });
  expect(await upload({ ...signed, url: got?.url ?? '' }, BYTES)).toBe(403);
  expect((await fetch(got?.url.replaceAll(ID.slice(-4), '000b') ?? '')).status).toBe(403);
});

it('after its end it says so, whatever the store still has', async () => {
  const signed = await address();
  expect(await upload(signed, BYTES)).toBe(200);
  const got = await files.store.signedGet(KEY, { type: 'image/png', endsAtMs: files.clock.now() + 5_000 });
  files.clock.forward(16 * 60_000);
  expect(await upload(signed, BYTES)).toBe(410);
  expect((await fetch(got?.url ?? '')).status).toBe(410);
  expect(await files.store.head(KEY)).not.toBeNull();
});

it('a body that is cut leaves nothing, and the whole one is taken afterwards', async () => {
  const signed = await address();
  const { socket } = begin(signed, [`content-length: ${BYTES.byteLength}`], BYTES.subarray(0, 1000));
  await until(5_000, async () => (incoming().length === 1 ? true : null));
  expect(await files.store.head(KEY)).toBeNull();
  socket.destroy();
  await until(5_000, async () => (incoming().length === 0 ? true : null));
  expect(await upload(signed, BYTES)).toBe(200);
  expect(await files.store.head(KEY)).toEqual({ sizeBytes: BYTES.byteLength });
});

it('a length that is not the signed one is refused before the body is read', async () => {
  const signed = await address();
  for (const headers of [
    ['content-length: 3'],
    ['content-length: 999999999'],
    ['transfer-encoding: chunked'],
  ]) {
    const { socket, answered } = begin(signed, headers, Buffer.from('abc'));
    expect(await answered).toMatch(/^HTTP\/1\.1 (403|411) /);
    socket.destroy();
  }
  expect(incoming()).toEqual([]);
});

it('more bytes than were signed are cut while they arrive', async () => {
  async function* much(): AsyncIterable<Uint8Array> {
    for (let n = 0; n < 1_000_000; n++) {
      read += 1;
      yield new Uint8Array(100_000);
    }
  }
  let read = 0;
  expect(await files.store.receive(KEY, much(), 250_000)).toBe('too-long');
  expect(read).toBe(3);
  expect(await files.store.receive(KEY, [Uint8Array.of(1)].values() as never, 2)).toBe('too-short');
  expect(incoming()).toEqual([]);
  expect(await files.store.head(KEY)).toBeNull();
});

it('whoever takes too long is sent away', async () => {
  // The wait is the clock's: this one is over at once.
  const { createByteRoutes } = await import('../../cloud/objects/index.ts');
  const impatient = { ...files.clock, sleep: () => Promise.resolve() };
  const routes = createByteRoutes(files.store, {
    clock: impatient,
    log: { info() {}, warn() {}, error() {} },
  });
  const signed = await address();
  const never = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
  const answer = await routes.request(signed.url, {
    method: 'PUT',
    headers: { ...signed.headers, 'content-length': String(BYTES.byteLength) },
    body: never,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(408);
  expect(incoming()).toEqual([]);
});

it('what is served can do nothing in a browser', async () => {
  await upload(await address(), BYTES);
  const got = await files.store.signedGet(KEY, { type: 'image/png', endsAtMs: files.clock.now() + 60_000 });
  const { headers } = await fetch(got?.url ?? '');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('content-disposition')).toBe('attachment');
});

it('no log has an address, a key or a signature in it', () => {
  expect(logged.length).toBeGreaterThan(50);
  const text = JSON.stringify(logged);
  expect(text).not.toContain(ID);
  expect(text).not.toContain('signature');
  expect(new Set(logged.map(({ event }) => event))).toEqual(new Set(['object.request-refused']));
});
