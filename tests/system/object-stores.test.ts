import { mkdirSync, renameSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../cloud/objects/index.ts';
import {
  type OpenedFiles,
  type OpenedS3,
  type OpenedStore,
  openFiles,
  openS3,
  upload,
} from '../drivers/objects/open-store.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

const id = (n: number): string => `0190b1a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const key = (n: number, account = 1): string => `u/${id(account)}/in/${id(7)}/${id(n)}`;
const HOUR_MS = 3_600_000;

async function bytesOf(stream: Readable | null): Promise<Uint8Array | null> {
  if (stream === null) return null;
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function keysBelow(store: ObjectStore, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const batch of store.list(folder)) keys.push(...batch);
  return keys.sort();
}

/** What both kinds of store promise. */
describe.each<[string, () => Promise<OpenedStore>]>([
  ['files', () => openFiles()],
  ['S3', () => openS3()],
])('an object store: %s', (kind, open) => {
  let opened: OpenedStore;
  let store: ObjectStore;
  const picture = { type: 'image/png' };
  const endsAtMs = () => opened.clock.now() + HOUR_MS;
  beforeAll(async () => {
    opened = await open();
    ({ store } = opened);
  });
  beforeEach(async () => {
    for await (const keys of store.list('u')) await store.deleteMany(keys);
  });
  afterAll(() => opened.close());

  it('gives back what it was given, and the latest of it', async () => {
    const bytes = await makePicture();
    await store.put(key(1), bytes, 'image/png');
    expect(await store.head(key(1))).toEqual({ sizeBytes: bytes.byteLength });
    expect(Buffer.from((await bytesOf(await store.get(key(1)))) ?? [])).toEqual(Buffer.from(bytes));
    await store.put(key(1), Uint8Array.of(1, 2, 3), 'image/png');
    expect(Buffer.from((await bytesOf(await store.get(key(1)))) ?? [])).toEqual(Buffer.of(1, 2, 3));
    await store.ping();
  });

  it('has nothing where nothing was put', async () => {
    expect(await store.head(key(2))).toBeNull();
    expect(await store.get(key(2))).toBeNull();
    await store.deleteMany([key(2)]);
    await store.deleteMany([]);
    expect(await keysBelow(store, `u/${id(1)}`)).toEqual([]);
  });

  it('lists one account and no other, and deletes many at once', async () => {
    const many = Array.from({ length: kind === 'S3' ? 1_203 : 40 }, (_, n) => key(n));
    for (let at = 0; at < many.length; at += 100)
      await Promise.all(
        many.slice(at, at + 100).map((each) => store.put(each, Uint8Array.of(1), 'image/png')),
      );
    await store.put(key(1, 17), Uint8Array.of(1), 'image/png');
    expect(await keysBelow(store, `u/${id(1)}`)).toEqual(many.sort());
    await store.deleteMany([...many, key(9_999_999)]);
    expect(await keysBelow(store, 'u')).toEqual([key(1, 17)]);
  });

  it('takes exactly what an address was signed for', async () => {
    const bytes = await makePicture();
    const address = await store.signedPut(key(3), {
      ...picture,
      sizeBytes: bytes.byteLength,
      endsAtMs: endsAtMs(),
    });
    expect(await upload(address, bytes.slice(1))).toBe(403);
    expect(await upload(address && { ...address, headers: { 'content-type': 'text/html' } }, bytes)).toBe(
      403,
    );
    expect(await upload(address && { ...address, url: address.url.replace(id(3), id(4)) }, bytes)).toBe(403);
    expect(await keysBelow(store, 'u')).toEqual([]);
    expect(await upload(address, bytes)).toBe(200);
    expect(await keysBelow(store, 'u')).toEqual([key(3)]);
    expect(await fetch(address?.url ?? '').then((answer) => answer.status)).toBe(403);
  });

  it('serves an address as a file to be kept, and one changed letter not at all', async () => {
    const bytes = await makePicture();
    await store.put(key(4), bytes, 'image/png');
    const address = await store.signedGet(key(4), { ...picture, endsAtMs: endsAtMs() });
    const answer = await fetch(address?.url ?? '');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(bytes));
    const url = address?.url ?? '';
    for (const forged of [
      url.replace(id(4), id(5)),
      url.replace('image%2Fpng', 'text%2Fhtml'),
      url.replace(/signature=../i, (text) =>
        text.endsWith('aa') ? `${text.slice(0, -2)}bb` : `${text.slice(0, -2)}aa`,
      ),
      url.split('?')[0] ?? '',
    ]) {
      expect(forged).not.toBe(url);
      expect((await fetch(forged)).status, forged).toBe(403);
    }
    expect((await fetch(url, { method: 'DELETE' })).status).not.toBe(200);
    expect(await store.head(key(4))).not.toBeNull();
  });

  it('signs for a quarter of an hour, and never beyond the end of what it leads to', async () => {
    const now = opened.clock.now();
    const far = await store.signedGet(key(5), { ...picture, endsAtMs: now + HOUR_MS });
    expect((far?.expiresAtMs ?? 0) - now).toBeGreaterThan(14 * 60_000);
    expect((far?.expiresAtMs ?? 0) - now).toBeLessThanOrEqual(15 * 60_000 + 1000);
    const near = await store.signedGet(key(5), { ...picture, endsAtMs: now + 10_000 });
    expect(near?.expiresAtMs).toBeLessThanOrEqual(now + 10_000);
    expect(await store.signedGet(key(5), { ...picture, endsAtMs: now + 900 })).toBeNull();
    expect(await store.signedPut(key(5), { ...picture, sizeBytes: 1, endsAtMs: now - 1 })).toBeNull();
    await store.put(key(5), Uint8Array.of(1), 'image/png');
    expect((await fetch(near?.url ?? '')).status).toBe(200);
    opened.clock.forward(11_000);
    // Our own says that it is over; S3 has one word for everything.
    expect((await fetch(near?.url ?? '')).status).toBe(kind === 'S3' ? 403 : 410);
    expect((await fetch(far?.url ?? '')).status).toBe(200);
    opened.clock.forward(20 * 60_000);
    expect((await fetch(far?.url ?? '')).status).toBe(kind === 'S3' ? 403 : 410);
  });

  it.each([
    '../secret',
    'u/../../etc/passwd',
    `${key(6)}/..`,
    `/${key(6)}`,
    `${key(6)}%2e`,
    '',
    `u/${id(1)}/in`,
  ])('takes no key that is none of ours: %s', async (strange) => {
    await expect(store.put(strange, Uint8Array.of(1), 'image/png')).rejects.toThrow('no key');
    await expect(store.head(strange)).rejects.toThrow('no key');
    await expect(store.deleteMany([strange])).rejects.toThrow('no key');
    await expect(store.signedGet(strange, { ...picture, endsAtMs: endsAtMs() })).rejects.toThrow('no key');
  });
});

const OUTAGE = { part: 'objects', retryAfterMs: expect.any(Number) };

describe('a store that goes away', () => {
  let s3: OpenedS3;
  let files: OpenedFiles;
  beforeAll(async () => {
    [s3, files] = await Promise.all([openS3(), openFiles()]);
  });
  afterAll(async () => {
    await s3.close();
    await files.close();
  });

  it.each(['error-500', 'slow-down', 'hang', 'refuse-connection'] as const)(
    'S3, %s: every verb is an outage, and all is well afterwards',
    async (fault) => {
      const { store, double } = s3;
      await store.put(key(1), Uint8Array.of(1), 'image/png');
      double.fault(fault);
      await Promise.all([
        expect(store.put(key(2), Uint8Array.of(1), 'image/png')).rejects.toMatchObject(OUTAGE),
        expect(store.get(key(1))).rejects.toMatchObject(OUTAGE),
        expect(store.head(key(1))).rejects.toMatchObject(OUTAGE),
        expect(store.deleteMany([key(1)])).rejects.toMatchObject(OUTAGE),
        expect(keysBelow(store, 'u')).rejects.toMatchObject(OUTAGE),
        expect(store.ping()).rejects.toMatchObject(OUTAGE),
      ]);
      double.fault(null);
      expect(await bytesOf(await store.get(key(1)))).toHaveLength(1);
    },
  );

  it('S3: a batch that leaves some where they are is an outage, though it says 200', async () => {
    const { store, double } = s3;
    await store.put(key(2), Uint8Array.of(1), 'image/png');
    double.fault('half-a-batch');
    await expect(store.deleteMany([key(1), key(2)])).rejects.toMatchObject(OUTAGE);
    double.fault(null);
    await store.deleteMany([key(1), key(2)]);
    expect(await keysBelow(store, 'u')).toEqual([]);
  });

  it('S3: what was done and not heard of is done once more', async () => {
    const { store, double } = s3;
    double.fault('lost-answer');
    await expect(store.put(key(3), Uint8Array.of(1, 2), 'image/png')).rejects.toMatchObject(OUTAGE);
    double.fault(null);
    await store.put(key(3), Uint8Array.of(1, 2), 'image/png');
    expect(await bytesOf(await store.get(key(3)))).toHaveLength(2);
  });

  it('files: a folder that is not there is an outage and no empty store', async () => {
    const { store, folder } = files;
    await store.put(key(1), Uint8Array.of(1), 'image/png');
    renameSync(folder, `${folder}-away`);
    for (const verb of [
      () => store.put(key(2), Uint8Array.of(1), 'image/png'),
      () => store.get(key(1)),
      () => store.head(key(1)),
      () => store.deleteMany([key(1)]),
      () => keysBelow(store, 'u'),
      () => store.ping(),
    ])
      await expect(verb()).rejects.toMatchObject(OUTAGE);
    renameSync(`${folder}-away`, folder);
    expect(await store.head(key(1))).toEqual({ sizeBytes: 1 });
    // A file where a folder has to be is trouble of the disk's as well.
    await store.deleteMany([key(1)]);
    mkdirSync(`${folder}/${key(5)}`, { recursive: true });
    await expect(store.put(key(5), Uint8Array.of(1), 'image/png')).rejects.toMatchObject(OUTAGE);
  });
});
