import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../cloud/db/index.ts';
import type { ObjectStore } from '../../cloud/objects/index.ts';
import type { Decoder } from '../../media/decoder/index.ts';
import { chunk, ihdr, PNG_SIGNATURE } from '../drivers/hostile/bytes.ts';
import {
  anyId,
  createUploadDecoder,
  insertOpenAccount,
  type OpenedDatabase,
  type OpenedObjects,
  objectRows,
  openEmbedded,
  openObjects,
  openServed,
} from '../drivers/objects/open-objects.ts';
import { type OpenedStore, openFiles, openS3, upload } from '../drivers/objects/open-store.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Bytes = Uint8Array<ArrayBuffer>;

function announcement(bytes: Bytes, change: object = {}) {
  return {
    id: anyId(),
    generationId: anyId(),
    type: 'image/png' as const,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...change,
  };
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  return Uint8Array.from(Buffer.concat(parts));
}

/** A PNG whose header claims this size, over next to no pixels. */
function claimingPng(width: number, height: number): Bytes {
  const pixels = chunk('IDAT', deflateSync(new Uint8Array(9)));
  return joined(PNG_SIGNATURE, ihdr({ width, height }), pixels, chunk('IEND', new Uint8Array(0)));
}

describe.each<[string, () => Promise<OpenedDatabase>, () => Promise<OpenedStore>]>([
  ['PGlite and files', openEmbedded, openFiles],
  ['PostgreSQL and S3', openServed, openS3],
])('objects on %s', (_where, openDatabase, openStore) => {
  let opened: OpenedDatabase;
  let stored: OpenedStore;
  let database: Database;
  let store: ObjectStore;
  let decoder: Decoder;
  let objects: OpenedObjects;
  let png: Bytes;
  beforeAll(async () => {
    [opened, stored] = await Promise.all([openDatabase(), openStore()]);
    ({ database } = opened);
    ({ store } = stored);
    decoder = createUploadDecoder(stored.clock);
    objects = openObjects({ database, store, decoder, clock: stored.clock });
    png = await makePicture();
  });
  afterAll(async () => {
    decoder.close();
    await stored.close();
    await opened.close();
  });

  const newAccount = (kind: 'guest' | 'member' = 'member') => insertOpenAccount(database, anyId(), kind);

  async function create(accountId: string, asked: ReturnType<typeof announcement>) {
    const answer = await objects.commands.create(accountId, asked);
    if (answer.kind !== 'created') throw new Error(`not created: ${answer.kind}`);
    return answer;
  }

  async function store1(accountId: string, bytes: Bytes = png, change: object = {}): Promise<string> {
    const asked = announcement(bytes, change);
    const { upload: address } = await create(accountId, asked);
    expect(await upload(address, bytes)).toBe(200);
    expect(await objects.commands.complete(accountId, asked.id)).toMatchObject({ kind: 'stored' });
    return asked.id;
  }

  async function keysOf(accountId: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const batch of store.list(`u/${accountId}`)) keys.push(...batch);
    return keys.sort();
  }

  async function fetched(accountId: string, id: string): Promise<Buffer | string> {
    const answer = await objects.commands.get(accountId, id);
    if (answer.kind !== 'found') return answer.kind;
    const got = await fetch(answer.download?.url ?? '');
    return got.status === 200 ? Buffer.from(await got.arrayBuffer()) : String(got.status);
  }

  describe('an upload', () => {
    it('is announced, sent, looked at, kept, and fetched by its owner', async () => {
      const account = await newAccount();
      const asked = announcement(png);
      const created = await create(account, asked);
      expect(created.object).toMatchObject({ id: asked.id, state: 'awaited', width: null, height: null });
      expect(await objects.commands.get(account, asked.id)).toMatchObject({ kind: 'found', download: null });
      expect(await objects.commands.complete(account, asked.id)).toEqual({ kind: 'not-uploaded' });
      expect(await upload(created.upload, png)).toBe(200);
      expect(await objects.commands.complete(account, asked.id)).toMatchObject({
        kind: 'stored',
        object: { state: 'stored', width: 48, height: 32, sizeBytes: png.byteLength },
      });
      expect(await fetched(account, asked.id)).toEqual(Buffer.from(png));
      expect(await keysOf(account)).toEqual([`u/${account}/in/${asked.generationId}/${asked.id}`]);
      expect(await objects.commands.usage(account)).toEqual({
        usedBytes: png.byteLength,
        quotaBytes: 2_000_000_000,
        count: 1,
      });
    });

    it('asked for twice is one, and completed twice is kept once', async () => {
      const account = await newAccount();
      const asked = announcement(png);
      const [one, two] = await Promise.all([create(account, asked), create(account, asked)]);
      expect(one.object).toEqual(two.object);
      expect(await upload(two.upload, png)).toBe(200);
      const answers = await Promise.all([1, 2, 3].map(() => objects.commands.complete(account, asked.id)));
      expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['stored']));
      expect(await create(account, asked)).toMatchObject({ object: { state: 'stored' }, upload: null });
      expect(await objects.commands.usage(account)).toMatchObject({ count: 1 });
    });

    it.each([
      ['generationId', anyId()],
      ['type', 'image/jpeg'],
      ['sizeBytes', 17],
      ['sha256', 'f'.repeat(64)],
    ])('under a known id with another %s is refused', async (field, value) => {
      const account = await newAccount();
      const asked = announcement(png);
      await create(account, asked);
      expect(await objects.commands.create(account, { ...asked, [field]: value })).toEqual({ kind: 'taken' });
    });

    it('of an account that is not open is refused', async () => {
      const account = await newAccount();
      await database.query.execute(
        sql`UPDATE accounts SET state = 'closing', due_at_ms = 1 WHERE id = ${account}`,
      );
      expect(await objects.commands.create(account, announcement(png))).toEqual({ kind: 'closed' });
      expect(await objects.commands.create(anyId(), announcement(png))).toEqual({ kind: 'closed' });
    });

    it('sent again after it was kept changes nothing of what is kept, and leaves nothing for long', async () => {
      const account = await newAccount();
      const asked = announcement(png);
      const { upload: address } = await create(account, asked);
      await upload(address, png);
      await objects.commands.complete(account, asked.id);
      const other = Uint8Array.from(png).fill(7, 40);
      expect(await upload(address, other)).toBe(200);
      expect(await fetched(account, asked.id)).toEqual(Buffer.from(png));
      expect(await objects.commands.complete(account, asked.id)).toMatchObject({ kind: 'stored' });
      expect(await keysOf(account)).toHaveLength(2);
      stored.clock.forward(2 * HOUR_MS);
      await objects.jobs.sweep();
      expect(await keysOf(account)).toEqual([`u/${account}/in/${asked.generationId}/${asked.id}`]);
      expect(await fetched(account, asked.id)).toEqual(Buffer.from(png));
    });
  });

  describe('what is refused when it is looked at, with nothing of it left', () => {
    const html = joined(Buffer.from('<html><script>alert(1)</script></html>'));
    const corpus: readonly [string, (good: Bytes) => Promise<[Bytes, object]>, string][] = [
      ['text', async () => [html, {}], 'not-a-picture'],
      ['half a picture', async (good) => [good.slice(0, good.length >> 1), {}], 'not-a-picture'],
      ['another hash', async (good) => [good, { sha256: 'a'.repeat(64) }], 'not-as-announced'],
      [
        'a JPEG that was called a PNG',
        async () => [await makePicture({ format: 'jpeg' }), {}],
        'not-as-announced',
      ],
      [
        'a GIF that was called a PNG',
        async () => [await makePicture({ format: 'gif' }), {}],
        'not-as-announced',
      ],
      ['a bomb', async () => [claimingPng(16_384, 16_384), {}], 'too-many-pixels'],
      ['a bomb by one side', async () => [claimingPng(100_000, 2), {}], 'too-many-pixels'],
      [
        'a page that begins like a picture',
        async (good) => [joined(good.slice(0, 8), html), {}],
        'not-a-picture',
      ],
    ];
    it.each(corpus)('%s', async (_name, make, refusal) => {
      const account = await newAccount();
      const [bytes, change] = await make(png);
      const asked = announcement(bytes, change);
      const { upload: address } = await create(account, asked);
      expect(await upload(address, bytes)).toBe(200);
      expect(await objects.commands.complete(account, asked.id)).toEqual({ kind: refusal });
      expect(await keysOf(account)).toEqual([]);
      expect(await objects.commands.complete(account, asked.id)).toEqual({ kind: 'not-uploaded' });
      expect(await objects.commands.get(account, asked.id)).toMatchObject({ kind: 'found', download: null });
    });

    it('a picture with a page behind it is kept as the picture it is, and served as nothing else', async () => {
      const account = await newAccount();
      const polyglot = joined(png, html);
      const id = await store1(account, polyglot);
      const answer = await objects.commands.get(account, id);
      const got = await fetch(answer.kind === 'found' ? (answer.download?.url ?? '') : '');
      expect(got.headers.get('content-type')).toBe('image/png');
      expect(got.headers.get('content-disposition')).toBe('attachment');
    });

    it('bytes that grew in the store are cut while they are read', async () => {
      const account = await newAccount();
      const asked = announcement(png);
      await create(account, asked);
      await store.put(`u/${account}/up/${asked.generationId}/${asked.id}`, joined(png, html), 'image/png');
      expect(await objects.commands.complete(account, asked.id)).toEqual({ kind: 'not-as-announced' });
    });

    it('more than an upload may have', async () => {
      const account = await newAccount();
      const asked = announcement(png, { sizeBytes: 50_000_001 });
      expect(await objects.commands.create(account, asked)).toEqual({
        kind: 'too-large',
        maxBytes: 50_000_000,
      });
    });
  });

  describe('the quota', () => {
    it('holds when many are announced at once, waited for included', async () => {
      const account = await newAccount('guest');
      const asked = Array.from({ length: 12 }, () => announcement(png, { sizeBytes: 45_000_000 }));
      const answers = await Promise.all(asked.map((each) => objects.commands.create(account, each)));
      const kinds = answers.map(({ kind }) => kind).sort();
      expect(kinds).toEqual([...Array(4).fill('created'), ...Array(8).fill('quota')]);
      expect(answers.find(({ kind }) => kind === 'quota')).toEqual({
        kind: 'quota',
        usedBytes: 180_000_000,
        quotaBytes: 200_000_000,
      });
      const ids = asked.map(({ id }) => id);
      expect(await objects.commands.remove(account, ids)).toBe(4);
      expect(await objects.commands.usage(account)).toMatchObject({ usedBytes: 0, count: 0 });
      expect((await objects.commands.create(account, announcement(png))).kind).toBe('created');
    });

    it('is per account, and larger for members', async () => {
      const member = await newAccount('member');
      const answers = await Promise.all(
        Array.from({ length: 41 }, () =>
          objects.commands.create(member, announcement(png, { sizeBytes: 50_000_000 })),
        ),
      );
      expect(answers.filter(({ kind }) => kind === 'created')).toHaveLength(40);
    });
  });

  describe('of another account', () => {
    it('nothing can be learned, fetched, completed or removed', async () => {
      const [owner, stranger] = [await newAccount(), await newAccount()];
      const id = await store1(owner);
      const waiting = announcement(png);
      await create(owner, waiting);
      for (const each of [id, waiting.id, anyId()]) {
        expect(await objects.commands.get(stranger, each)).toEqual({ kind: 'unknown' });
        expect(await objects.commands.complete(stranger, each)).toEqual({ kind: 'unknown' });
        expect(await objects.commands.remove(stranger, [each])).toBe(0);
      }
      expect(await objects.commands.create(stranger, { ...waiting })).toEqual({ kind: 'taken' });
      expect(await objects.commands.remove(owner, [id, anyId(), id])).toBe(1);
      expect(await fetched(owner, id)).toBe('gone');
      expect(await objects.commands.usage(stranger)).toMatchObject({ usedBytes: 0, count: 0 });
    });
  });

  describe('the end of an object', () => {
    it('comes after a day for guests and members alike, for every caller at once', async () => {
      const accounts = [await newAccount('guest'), await newAccount('member')];
      for (const account of accounts) {
        const kept = await store1(account);
        const waiting = announcement(png);
        const { upload: address } = await create(account, waiting);
        await upload(address, png);
        stored.clock.forward(DAY_MS - 2_000);
        const answer = await objects.commands.get(account, kept);
        expect(answer).toMatchObject({ kind: 'found' });
        stored.clock.forward(4_000);
        expect(await fetched(account, kept)).toBe('gone');
        expect(await objects.commands.complete(account, waiting.id)).toEqual({ kind: 'gone' });
        expect(await objects.commands.create(account, waiting)).toEqual({ kind: 'taken' });
        expect(await objects.commands.usage(account)).toMatchObject({ count: 0 });
        expect(await keysOf(account)).toHaveLength(2);
        await Promise.all([objects.jobs.sweep(), objects.jobs.sweep()]);
        expect(await keysOf(account)).toEqual([]);
        expect((await objectRows(database, account)).map(({ state }) => state)).toEqual([
          'deleted',
          'deleted',
        ]);
        expect(await fetched(account, kept)).toBe('gone');
        stored.clock.forward(31 * DAY_MS);
        await objects.jobs.sweep();
        await objects.jobs.sweep();
        expect(await objectRows(database, account)).toEqual([]);
        expect(await objects.commands.get(account, kept)).toEqual({ kind: 'unknown' });
      }
    });

    it('takes a guest to a member with everything, and the member may lose it for good', async () => {
      const [guest, member] = [await newAccount('guest'), await newAccount('member')];
      const id = await store1(guest);
      await database.transaction((tx) => objects.jobs.merge(tx, guest, member));
      expect(await fetched(member, id)).toEqual(Buffer.from(png));
      expect(await objects.commands.get(guest, id)).toEqual({ kind: 'unknown' });
      await objects.pictures.put(guest, png);
      // What is left of the guest goes; what moved stays, though it lies in the same folder.
      await objects.jobs.purge(guest);
      expect(await keysOf(guest)).toEqual([expect.stringContaining(id)]);
      expect(await fetched(member, id)).toEqual(Buffer.from(png));
      await objects.jobs.purge(member);
      expect(await keysOf(guest)).toEqual([]);
      expect(await fetched(member, id)).toBe('gone');
    });

    it('of an account takes what no row knows, and twice is as good as once', async () => {
      const [account, other] = [await newAccount(), await newAccount()];
      await store1(account);
      const { upload: address } = await create(account, announcement(png));
      const kept = await store1(other);
      await objects.pictures.put(account, png);
      await store.put(`u/${account}/in/${anyId()}/${anyId()}`, png, 'image/png');
      await objects.jobs.purge(account);
      await objects.jobs.purge(account);
      expect(await keysOf(account)).toEqual([]);
      expect(await fetched(other, kept)).toEqual(Buffer.from(png));
      // An address that was given out a moment before still works; what it brings is gone with the leftovers.
      expect(await upload(address, png)).toBe(200);
      stored.clock.forward(2 * HOUR_MS);
      await objects.jobs.sweep();
      await objects.jobs.sweep();
      expect(await keysOf(account)).toEqual([]);
      expect(await objectRows(database, account)).toEqual([]);
    });
  });

  describe("a person's picture", () => {
    it('is made anew, small and square, and replaced by the next', async () => {
      const account = await newAccount();
      const first = await objects.pictures.put(
        account,
        await makePicture({ width: 900, height: 300, format: 'jpeg' }),
      );
      const second = await objects.pictures.put(account, png);
      if (first.kind !== 'kept' || second.kind !== 'kept') throw new Error('a picture was refused');
      const stream = await objects.pictures.get(account, second.version);
      const parts: Buffer[] = [];
      for await (const part of stream ?? []) parts.push(part);
      expect(await decoder.inspect(Uint8Array.from(Buffer.concat(parts)))).toMatchObject({
        format: 'webp',
        width: 256,
        height: 256,
      });
      expect(await keysOf(account)).toHaveLength(2);
      await objects.pictures.remove(account, first.version);
      expect(await objects.pictures.get(account, first.version)).toBeNull();
      expect(await objects.pictures.get(await newAccount(), second.version)).toBeNull();
      expect(await objects.pictures.get(account, '../../x')).toBeNull();
      await objects.pictures.remove(account, second.version);
      expect(await keysOf(account)).toEqual([]);
    });

    it('that is none, or is too much, is refused', async () => {
      const account = await newAccount();
      expect(await objects.pictures.put(account, png.slice(0, 90))).toEqual({ kind: 'not-a-picture' });
      expect(await objects.pictures.put(account, claimingPng(16_384, 16_384))).toEqual({
        kind: 'not-a-picture',
      });
      expect(await objects.pictures.put(account, new Uint8Array(5_000_001))).toEqual({
        kind: 'too-large',
        maxBytes: 5_000_000,
      });
      expect(await keysOf(account)).toEqual([]);
    });
  });
});
