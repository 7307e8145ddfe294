import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asOutage } from '../../cloud/db/index.ts';
import { createDecoder, type Decoder } from '../../media/decoder/index.ts';
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
import { type OpenedS3, openS3, upload } from '../drivers/objects/open-store.ts';
import { quiet } from '../drivers/storage/deps.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

const HOUR_MS = 3_600_000;
const OUTAGE = { part: 'objects' };

type Bytes = Uint8Array<ArrayBuffer>;

let opened: OpenedDatabase;
let s3: OpenedS3;
let decoder: Decoder;
let objects: OpenedObjects;
let png: Bytes;
beforeAll(async () => {
  [opened, s3] = await Promise.all([openEmbedded(), openS3()]);
  decoder = createUploadDecoder(s3.clock);
  objects = openObjects({ database: opened.database, store: s3.store, decoder, clock: s3.clock });
  png = await makePicture();
});
afterEach(() => s3.double.fault(null));
afterAll(async () => {
  decoder.close();
  await s3.close();
  await opened.close();
});

const newAccount = () => insertOpenAccount(opened.database, anyId());

function announcement(bytes: Bytes = png) {
  return {
    id: anyId(),
    generationId: anyId(),
    type: 'image/png' as const,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

async function sent(account: string): Promise<string> {
  const asked = announcement();
  const created = await objects.commands.create(account, asked);
  if (created.kind !== 'created') throw new Error(created.kind);
  expect(await upload(created.upload, png)).toBe(200);
  return asked.id;
}

async function kept(account: string): Promise<string> {
  const id = await sent(account);
  expect(await objects.commands.complete(account, id)).toMatchObject({ kind: 'stored' });
  return id;
}

const keysOf = (account: string): string[] =>
  [...s3.double.objects.keys()].filter((key) => key.startsWith(`u/${account}/`));

describe('the store goes away', () => {
  it.each(['error-500', 'slow-down', 'hang', 'refuse-connection', 'cut-body', 'lost-answer'] as const)(
    'while an upload is looked at (%s): an outage, and the next try keeps it',
    async (fault) => {
      const account = await newAccount();
      const id = await sent(account);
      s3.double.fault(fault);
      await expect(objects.commands.complete(account, id)).rejects.toMatchObject(OUTAGE);
      s3.double.fault(null);
      expect(await objectRows(opened.database, account)).toMatchObject([{ state: 'awaited' }]);
      expect(await objects.commands.complete(account, id)).toMatchObject({ kind: 'stored' });
    },
  );

  it('or hands out other bytes than it was given: they are refused, and can be sent again', async () => {
    const account = await newAccount();
    const asked = announcement();
    const created = await objects.commands.create(account, asked);
    if (created.kind !== 'created') throw new Error(created.kind);
    await upload(created.upload, png);
    s3.double.fault('turned-bit');
    expect(await objects.commands.complete(account, asked.id)).toEqual({ kind: 'not-as-announced' });
    s3.double.fault(null);
    expect(await upload(created.upload, png)).toBe(200);
    expect(await objects.commands.complete(account, asked.id)).toMatchObject({ kind: 'stored' });
  });

  it('while it is slow: the answer waits for it', async () => {
    const account = await newAccount();
    const id = await sent(account);
    s3.double.fault('slow');
    expect(await objects.commands.complete(account, id)).toMatchObject({ kind: 'stored' });
  });

  it('while something is removed: it is gone for everybody at once, and the sweep does the rest', async () => {
    const account = await newAccount();
    const id = await kept(account);
    s3.double.fault('error-500');
    await expect(objects.commands.remove(account, [id])).rejects.toMatchObject(OUTAGE);
    expect(await objects.commands.get(account, id)).toEqual({ kind: 'gone' });
    await expect(objects.jobs.sweep()).rejects.toMatchObject(OUTAGE);
    expect(keysOf(account)).toHaveLength(1);
    s3.double.fault(null);
    await objects.jobs.sweep();
    expect(keysOf(account)).toEqual([]);
    expect(await objects.commands.remove(account, [id])).toBe(0);
  });

  it('half of a sweep is done: what could not be removed keeps its row until it can', async () => {
    const account = await newAccount();
    for (let n = 0; n < 6; n++) await kept(account);
    s3.clock.forward(25 * HOUR_MS);
    s3.double.fault('half-a-batch');
    await expect(objects.jobs.sweep()).rejects.toMatchObject(OUTAGE);
    s3.double.fault(null);
    await objects.jobs.sweep();
    expect(keysOf(account)).toEqual([]);
    expect(await objectRows(opened.database, account)).toHaveLength(6);
  });

  it('while an account is purged: it can begin again', async () => {
    const account = await newAccount();
    await kept(account);
    await objects.pictures.put(account, png);
    s3.double.fault('slow-down');
    await expect(objects.jobs.purge(account)).rejects.toMatchObject(OUTAGE);
    s3.double.fault(null);
    await objects.jobs.purge(account);
    expect(keysOf(account)).toEqual([]);
  });
});

describe('nobody is there to look', () => {
  it('is our trouble and not the picture’s: the upload stays for the next try', async () => {
    const account = await newAccount();
    const id = await sent(account);
    const fork = () => ({
      send() {},
      onMessage() {},
      onExit: (listener: (code: number | null) => void) => void setImmediate(() => listener(1)),
      kill() {},
    });
    const dead = createDecoder({ fork, clock: s3.clock, log: quiet });
    const without = openObjects({
      database: opened.database,
      store: s3.store,
      decoder: dead,
      clock: s3.clock,
    });
    await expect(without.commands.complete(account, id)).rejects.toMatchObject(OUTAGE);
    await expect(without.pictures.put(account, png)).rejects.toMatchObject(OUTAGE);
    expect(await objects.commands.complete(account, id)).toMatchObject({ kind: 'stored' });
  });

  it('or too many wait already: an outage that says when to come again', async () => {
    const account = await newAccount();
    const ids: string[] = [];
    for (let n = 0; n < 70; n++) ids.push(await sent(account));
    const answers = await Promise.allSettled(ids.map((id) => objects.commands.complete(account, id)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(70 - 63);
    for (const each of refused) expect(each).toMatchObject({ reason: { ...OUTAGE, retryAfterMs: 2_000 } });
  });
});

it('the database goes away: an outage, with nothing half done in the store', async () => {
  const served = await openServed();
  const account = await insertOpenAccount(served.database, anyId());
  const there = openObjects({ database: served.database, store: s3.store, decoder, clock: s3.clock });
  const asked = announcement();
  const created = await there.commands.create(account, asked);
  if (created.kind !== 'created') throw new Error(created.kind);
  await upload(created.upload, png);
  await served.close();
  for (const call of [
    () => there.commands.create(account, announcement()),
    () => there.commands.complete(account, asked.id),
    () => there.commands.get(account, asked.id),
    () => there.commands.remove(account, [asked.id]),
    () => there.jobs.sweep(),
  ])
    expect(asOutage(await call().catch((error: unknown) => error))).toMatchObject({ part: 'database' });
  expect(keysOf(account)).toEqual([`u/${account}/up/${asked.generationId}/${asked.id}`]);
});

/** Past it, the vendor's client has set its watch: so many failures before have used up its own second tries. */
async function forward(ms: number): Promise<void> {
  s3.clock.forward(ms);
  await s3.store.ping().catch(() => undefined);
}

/** Whatever is done to an object at once, a row that is kept has its bytes, and in the end nothing is left. */
it('any acts at the same time leave rows and bytes that agree', async () => {
  const act = fc.constantFrom(
    'create',
    'upload',
    'upload-other',
    'complete',
    'remove',
    'sweep',
    'hour',
    'fail',
    'heal',
  );
  const other = Uint8Array.from(png).fill(9, 60);
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
      const account = await newAccount();
      const asked = announcement();
      const first = await objects.commands.create(account, asked);
      const address = first.kind === 'created' ? first.upload : null;
      const perform = async (name: (typeof acts)[number]): Promise<unknown> => {
        if (name === 'create') return objects.commands.create(account, asked);
        if (name === 'upload') return upload(address, png);
        if (name === 'upload-other') return upload(address, other);
        if (name === 'complete') return objects.commands.complete(account, asked.id);
        if (name === 'remove') return objects.commands.remove(account, [asked.id]);
        if (name === 'sweep') return objects.jobs.sweep();
        if (name === 'hour') return forward(HOUR_MS);
        return s3.double.fault(name === 'fail' ? 'lost-answer' : null);
      };
      // In threes, so that some run together and some one after the other.
      for (let at = 0; at < acts.length; at += 3)
        await Promise.allSettled(acts.slice(at, at + 3).map(perform));
      s3.double.fault(null);
      const rows = await objectRows(opened.database, account);
      const found = await objects.commands.get(account, asked.id);
      if (found.kind === 'found' && found.object.state === 'stored') {
        const bytes = s3.double.objects.get(rows[0]?.key ?? '')?.bytes;
        expect(bytes).toEqual(Buffer.from(png));
      }
      await forward(26 * HOUR_MS);
      await objects.jobs.sweep();
      await forward(2 * HOUR_MS);
      await objects.jobs.sweep();
      expect(keysOf(account)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
