import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  announced,
  type EmbeddedObjects,
  OBJECT,
  OWNER,
  openEmbeddedObjects,
  STORED_KEY,
  UPLOAD_KEY,
} from '../drivers/objects/embedded-objects.ts';
import { objectRows } from '../drivers/objects/open-objects.ts';
import { runChild } from '../drivers/storage/killed-child.ts';
import { makePicture } from '../drivers/storage/pictures.ts';
import { temporaryFolder } from '../drivers/storage/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('../drivers/objects/dying-child.ts', import.meta.url));
const HOUR_MS = 3_600_000;

async function die(root: string, failpoint: string, what: string): Promise<void> {
  const ended = await runChild(CHILD, [root, failpoint, what]);
  expect(ended, ended.output).toMatchObject({ signal: 'SIGKILL' });
}

async function live(root: string, what: string): Promise<void> {
  const ended = await runChild(CHILD, [root, '', what]);
  expect(ended, ended.output).toMatchObject({ code: 0 });
}

async function reopen(root: string): Promise<EmbeddedObjects> {
  const objects = await openEmbeddedObjects(root);
  onTestFinished(() => objects.close());
  return objects;
}

async function keys({ store }: EmbeddedObjects): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of store.list('u')) found.push(...batch);
  return found.sort();
}

/** Whatever happened: a day later nothing of it is in the store, and in a month nobody knows it. */
async function comesToNothing(objects: EmbeddedObjects): Promise<void> {
  objects.clock.forward(26 * HOUR_MS);
  await objects.jobs.sweep();
  objects.clock.forward(2 * HOUR_MS);
  await objects.jobs.sweep();
  expect(await keys(objects)).toEqual([]);
  objects.clock.forward(31 * 24 * HOUR_MS);
  await objects.jobs.sweep();
  expect(await objectRows(objects.database, OWNER)).toEqual([]);
}

describe('kill -9 while an upload is kept', () => {
  it.each([
    ['object.row-written', 'awaited', []],
    ['object.bytes-written', 'awaited', [STORED_KEY, UPLOAD_KEY]],
    ['object.row-written:2', 'stored', [STORED_KEY, UPLOAD_KEY]],
  ])('at %s it is %s, and can be asked for again to its end', async (failpoint, state, left) => {
    const root = temporaryFolder();
    await die(root, failpoint, 'upload');
    const objects = await reopen(root);
    expect(await objectRows(objects.database, OWNER)).toMatchObject([{ id: OBJECT, state }]);
    expect(await keys(objects)).toEqual(left);
    const bytes = await makePicture();
    expect(await objects.commands.create(OWNER, announced(bytes))).toMatchObject({
      kind: 'created',
      object: { state },
    });
    if (left.length === 0) await objects.store.put(UPLOAD_KEY, bytes, 'image/png');
    expect(await objects.commands.complete(OWNER, OBJECT)).toMatchObject({
      kind: 'stored',
      object: { width: 48, height: 32 },
    });
    expect(await objects.store.head(STORED_KEY)).toEqual({ sizeBytes: bytes.byteLength });
    expect(await objects.commands.usage(OWNER)).toMatchObject({ count: 1, usedBytes: bytes.byteLength });
    await comesToNothing(objects);
  });
});

describe('kill -9 between the bytes and the row of one that goes', () => {
  // Three deaths begin with the same kept upload, in a copy each.
  const kept = mkdtempSync(join(tmpdir(), 'gesso-kept-'));
  beforeAll(() => live(kept, 'upload'));
  afterAll(() => rmSync(kept, { recursive: true, force: true }));

  it.each(['remove', 'sweep', 'purge'])(
    'in a %s: nobody is offered what is not there, and the next sweep ends it',
    async (what) => {
      const root = temporaryFolder();
      cpSync(kept, root, { recursive: true });
      await die(root, 'object.bytes-deleted', what);
      const objects = await reopen(root);
      if (what === 'sweep') objects.clock.forward(25 * HOUR_MS);
      expect(await objects.commands.get(OWNER, OBJECT)).toEqual({ kind: 'gone' });
      expect(await objects.commands.usage(OWNER)).toMatchObject({ count: 0, usedBytes: 0 });
      expect(await objectRows(objects.database, OWNER)).toMatchObject([{ state: 'stored' }]);
      expect(await keys(objects)).toEqual([]);
      await objects.jobs.sweep();
      expect(await objectRows(objects.database, OWNER)).toMatchObject([{ state: 'deleted' }]);
      await comesToNothing(objects);
    },
  );
});
