import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { quiet } from '../../tests/drivers/storage/deps.ts';
import type { FaultyReads, FaultyWrites } from '../../tests/drivers/storage/faulty-worker.ts';
import { canMount, mountTmpfs } from '../../tests/drivers/storage/mounts.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';
import { type Database, DatabaseOutage, openDatabase } from './index.ts';

const workerUrl = new URL('../../tests/drivers/storage/faulty-worker.ts', import.meta.url);

async function open(folder = temporaryFolder()): Promise<Database> {
  const path = join(folder, 'library.db');
  const opened = await openDatabase({ path, workerUrl, deps: { log: quiet }, failpoint: null });
  if (!opened.ok) throw new Error(opened.trouble);
  onTestFinished(() => opened.database.close());
  return opened.database;
}

describe('the database behind its workers', () => {
  test('a read begun after a write was answered sees it', async () => {
    const { read, write } = (await open()).noun<FaultyReads, FaultyWrites>('faulty');
    for (let count = 1; count <= 50; count++) {
      await write.put(`key-${count}`);
      expect(await read.settingCount()).toBe(count);
    }
  });

  test('a write that fails half way is undone, and says so as a mistake of ours', async () => {
    const { read, write } = (await open()).noun<FaultyReads, FaultyWrites>('faulty');
    const failure = await write.putAndFail('a').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(DatabaseOutage);
    expect(String(failure)).toContain('half way');
    expect(await read.settingCount()).toBe(0);
  });

  test('a reading procedure that writes is refused', async () => {
    const { read } = (await open()).noun<FaultyReads, FaultyWrites>('faulty');
    await expect(read.trespass()).rejects.toThrow();
  });

  test('a worker that dies takes its calls with it and no later ones', async () => {
    const { read, write } = (await open()).noun<FaultyReads, FaultyWrites>('faulty');
    await write.put('kept');
    const outcomes = await Promise.allSettled([write.die(), write.put('lost'), read.settingCount()]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    const reason = outcomes[0]?.status === 'rejected' ? outcomes[0].reason : null;
    expect(reason).toBeInstanceOf(DatabaseOutage);
    expect(reason).toMatchObject({ retryable: true, outcomeKnown: false, data: { reason: 'disk-error' } });
    await write.put('after');
    expect(await read.settingCount()).toBe(2);
  });

  test('a worker that does nothing but die is given up', async () => {
    const { write } = (await open()).noun<FaultyReads, FaultyWrites>('faulty');
    for (let time = 0; time < 3; time++) await expect(write.die()).rejects.toMatchObject({ retryable: true });
    await expect(write.put('a')).rejects.toMatchObject({ retryable: false });
  });

  test('closing answers what was asked before, and refuses what is asked after', async () => {
    const folder = temporaryFolder();
    const database = await open(folder);
    const { write } = database.noun<FaultyReads, FaultyWrites>('faulty');
    const asked = Array.from({ length: 200 }, (_, index) => write.put(`key-${index}`));
    await database.close();
    await Promise.all(asked);
    await expect(write.put('late')).rejects.toThrow(/closed/);
    const again = (await open(folder)).noun<FaultyReads, FaultyWrites>('faulty');
    expect(await again.read.settingCount()).toBe(200);
  });

  test('closing waits for the answers of a worker that had to be started again, too', async () => {
    const database = await open();
    const { write } = database.noun<FaultyReads, FaultyWrites>('faulty');
    await expect(write.die()).rejects.toThrow();
    const asked = Array.from({ length: 50 }, (_, index) => write.put(`key-${index}`));
    await database.close();
    await Promise.all(asked);
  });

  test('a worker that cannot start is a trouble, not a hang', async () => {
    const nowhere = new URL('./no-such-worker.ts', import.meta.url);
    const path = join(temporaryFolder(), 'library.db');
    const opened = await openDatabase({ path, workerUrl: nowhere, deps: { log: quiet }, failpoint: null });
    expect(opened).toEqual({ ok: false, trouble: 'data-folder-unusable' });
  });

  test("somebody else's file is a trouble", async () => {
    const path = join(temporaryFolder(), 'library.db');
    writeFileSync(path, 'not a database at all, but long enough to be looked at'.repeat(9));
    const opened = await openDatabase({ path, workerUrl, deps: { log: quiet }, failpoint: null });
    expect(opened).toEqual({ ok: false, trouble: 'not-a-database' });
  });

  test.skipIf(!canMount())(
    'a full disk is an outage, and the library goes on when there is room (needs a mount)',
    async () => {
      const folder = temporaryFolder();
      mountTmpfs(folder, '2m');
      const { read, write } = (await open(folder)).noun<FaultyReads, FaultyWrites>('faulty');
      await write.put('kept');
      await expect(write.putMuch(4_000_000)).rejects.toMatchObject({ reason: 'disk-full', retryable: true });
      expect(await read.settingCount()).toBe(1);
      await write.put('after');
      expect(await read.settingCount()).toBe(2);
    },
  );
});
