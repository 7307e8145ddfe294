import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Decoder } from '../../media/decoder/index.ts';
import {
  anyId,
  createUploadDecoder,
  insertOpenAccount,
  type OpenedDatabase,
  type OpenedObjects,
  openEmbedded,
  openObjects,
} from '../drivers/objects/open-objects.ts';
import { type OpenedS3, openS3, upload } from '../drivers/objects/open-store.ts';
import { makePicture } from '../drivers/storage/pictures.ts';
import { projectFiles, read } from '../tidy/tree.ts';

/** Promises about what a person uploads, on the cloud's objects and a bucket that writes down who asks it for what. */
let opened: OpenedDatabase;
let s3: OpenedS3;
let decoder: Decoder;
let objects: OpenedObjects;
let png: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  [opened, s3] = await Promise.all([openEmbedded(), openS3()]);
  decoder = createUploadDecoder(s3.clock);
  objects = openObjects({ database: opened.database, store: s3.store, decoder, clock: s3.clock });
  png = await makePicture();
});
afterAll(async () => {
  decoder.close();
  await s3.close();
  await opened.close();
});

async function kept(accountId: string): Promise<string> {
  const id = anyId();
  const created = await objects.commands.create(accountId, {
    id,
    generationId: anyId(),
    type: 'image/png',
    sizeBytes: png.byteLength,
    sha256: createHash('sha256').update(png).digest('hex'),
  });
  if (created.kind !== 'created') throw new Error(created.kind);
  expect(await upload(created.upload, png)).toBe(200);
  expect(await objects.commands.complete(accountId, id)).toMatchObject({ kind: 'stored' });
  return id;
}

async function statusOf(accountId: string, id: string): Promise<number | string> {
  const answer = await objects.commands.get(accountId, id);
  return answer.kind === 'found' ? (await fetch(answer.download?.url ?? '')).status : answer.kind;
}

it('P-06: what a guest uploads and nothing uses is gone after 24 hours, the bytes at the next sweep', async () => {
  const guest = await insertOpenAccount(opened.database, anyId(), 'guest');
  const id = await kept(guest);
  s3.clock.forward(23.9 * 3_600_000);
  expect(await statusOf(guest, id)).toBe(200);
  s3.clock.forward(0.1 * 3_600_000);
  expect(await statusOf(guest, id)).toBe('gone');
  await objects.jobs.sweep();
  expect([...s3.double.objects.keys()].filter((key) => key.includes(guest))).toEqual([]);
});

it('P-17: an upload is read to be checked and by its owner, each read noted, and by nothing else', async () => {
  const [owner, stranger] = [anyId(), anyId()];
  for (const each of [owner, stranger]) await insertOpenAccount(opened.database, each);
  const [requestsBefore, accessesBefore] = [s3.double.requests.length, objects.accesses.length];
  const id = await kept(owner);
  const other = await kept(owner);
  expect(await statusOf(owner, id)).toBe(200);
  // Everything else that can be done to it, by everybody.
  for (const act of [
    () => objects.commands.get(stranger, id),
    () => objects.commands.complete(stranger, id),
    () => objects.commands.remove(stranger, [id]),
    () => objects.commands.usage(owner),
    () => objects.commands.complete(owner, id),
    () => objects.pictures.put(owner, png),
    () => objects.jobs.sweep(),
    () => opened.database.transaction((tx) => objects.jobs.merge(tx, owner, stranger)),
    () => objects.commands.remove(stranger, [other]),
    () => objects.jobs.purge(owner),
    () => objects.jobs.purge(stranger),
  ])
    await act();
  const readings = s3.double.requests
    .slice(requestsBefore)
    .filter(({ method, key }) => method === 'GET' && /\/(in|up)\//.test(key))
    .map(({ key, presigned }) => ({
      objectId: key.split('/').at(-1),
      why: presigned ? 'own-address' : 'check',
    }));
  const noted = objects.accesses
    .slice(accessesBefore)
    .map(({ objectId, why, accountId }) => ({ objectId, why, accountId }));
  expect(noted).toEqual([
    { objectId: id, why: 'check', accountId: owner },
    { objectId: other, why: 'check', accountId: owner },
    { objectId: id, why: 'own-address', accountId: owner },
  ]);
  expect(readings).toEqual(noted.map(({ objectId, why }) => ({ objectId, why })));
});

it('P-17: no other file of the service reads from the store', () => {
  const sources = projectFiles(/^cloud\/.*\.ts$/).filter((file) => !file.endsWith('.test.ts'));
  const readers = sources.filter(
    (file) =>
      file.startsWith('cloud/objects/') && /\b(store|files)\s*\.\s*(get|signedGet)\(/.test(read(file)),
  );
  expect(readers.sort()).toEqual([
    'cloud/objects/byte-routes.ts',
    'cloud/objects/commands.ts',
    'cloud/objects/complete.ts',
    'cloud/objects/profile-pictures.ts',
  ]);
  const holders = sources.filter(
    (file) =>
      !file.startsWith('cloud/objects/') && /\b(openS3Store|openFileStore|ObjectStore)\b/.test(read(file)),
  );
  // The store is opened where the service is put together, and handed to nobody else.
  expect(holders.filter((file) => !file.startsWith('cloud/app/'))).toEqual([]);
  expect(holders.length).toBeGreaterThan(0);
});
