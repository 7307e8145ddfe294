import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canMount, mountTmpfs } from '../../tests/drivers/storage/mounts.ts';
import { delivery, openStore, type Store } from '../../tests/drivers/storage/open-store.ts';
import { makePicture } from '../../tests/drivers/storage/pictures.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';

async function open(root: string, libraryFolder = join(root, 'pictures')): Promise<Store> {
  const store = await openStore({ root, libraryFolder: () => libraryFolder });
  onTestFinished(() => store.close().catch(() => undefined));
  return store;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

describe('a folder that cannot take a picture', () => {
  test('gone after it held pictures: missing, not made again; back again, the same call goes through', async () => {
    const root = temporaryFolder();
    const store = await open(root);
    await store.library.store(delivery(await makePicture({ seed: 1 })));
    rmSync(join(root, 'pictures'), { recursive: true });
    const next = delivery(await makePicture({ seed: 2 }), { ordinal: 1 });
    await expect(store.library.store(next)).rejects.toMatchObject({
      data: { reason: 'folder-missing', path: join(root, 'pictures'), retryable: true },
    });
    expect(existsSync(join(root, 'pictures'))).toBe(false);
    mkdirSync(join(root, 'pictures'));
    expect(await store.library.store(next)).toMatchObject({ width: 48 });
  });

  test('a file where the folder should be', async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'pictures'), '');
    const store = await open(root);
    const stored = store.library.store(delivery(await makePicture()));
    await expect(stored).rejects.toMatchObject({ data: { reason: 'folder-missing' } });
  });

  // The superuser may write anywhere, so permissions can only be tried as somebody else.
  test.skipIf(process.getuid?.() === 0)('one that may only be read', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'pictures'));
    chmodSync(join(root, 'pictures'), 0o555);
    const store = await open(root);
    const stored = store.library.store(delivery(await makePicture()));
    await expect(stored).rejects.toMatchObject({ data: { reason: 'folder-read-only' } });
  });

  test.skipIf(!canMount())('a disk that may only be read (needs a mount)', async () => {
    const root = temporaryFolder();
    const disk = join(root, 'disk');
    mkdirSync(disk);
    mountTmpfs(disk, '4m');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const store = await open(root, disk);
    const picture = delivery(await makePicture());
    await expect(store.library.store(picture)).rejects.toMatchObject({
      data: { reason: 'folder-read-only', path: disk },
    });
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    expect(await store.library.store(picture)).toMatchObject({ width: 48 });
  });

  test.skipIf(!canMount())(
    'a full disk says how much is needed, keeps no half of it, and goes on with room (needs a mount)',
    async () => {
      const root = temporaryFolder();
      const disk = join(root, 'disk');
      mkdirSync(disk);
      mountTmpfs(disk, '1m');
      const store = await open(root, disk);
      const bytes = await makePicture({ width: 400, height: 300 });
      writeFileSync(join(disk, 'filler'), new Uint8Array(900 * 1024));
      const stored = store.library.store(delivery(bytes));
      await expect(stored).rejects.toMatchObject({
        data: { reason: 'disk-full', path: disk, neededBytes: bytes.length },
      });
      expect(filesIn(disk)).toEqual(['filler']);
      expect(await store.library.usage()).toEqual({ bytes: 0, count: 0 });
      rmSync(join(disk, 'filler'));
      expect(await store.library.store(delivery(bytes))).toMatchObject({ width: 400 });
    },
  );

  test.skipIf(!canMount())(
    'a full data disk: the picture waits, and nothing is said to be kept (needs a mount)',
    async () => {
      const root = temporaryFolder();
      mkdirSync(join(root, 'data'));
      mountTmpfs(join(root, 'data'), '1m');
      const store = await open(root);
      const filler = join(root, 'data', 'filler');
      execFileSync('sh', ['-c', `dd if=/dev/zero of=${filler} bs=1k count=2000 2>/dev/null || true`]);
      // Room may be left in the log's own pages for a few; then the disk is really full.
      let outage: unknown = null;
      for (let ordinal = 0; ordinal < 60 && outage === null; ordinal++) {
        const picture = delivery(await makePicture({ seed: ordinal }), {
          ordinal,
          prompt: 'long '.repeat(2000),
        });
        outage = await store.library.store(picture).then(
          () => null,
          (error: unknown) => error,
        );
      }
      expect(outage).toMatchObject({ data: { reason: 'disk-full', path: join(root, 'data') } });
      rmSync(filler);
      const { total } = await store.library.count({ words: '', trashed: false });
      const again = await store.library.store(
        delivery(await makePicture({ seed: total }), { ordinal: total }),
      );
      expect(again).toMatchObject({ width: 48 });
      expect(filesIn(join(root, 'pictures'))).toHaveLength(total + 1);
    },
  );
});

describe('a decoder that cannot be had', () => {
  test('is an outage and says nothing about the picture', async () => {
    const store = await open(temporaryFolder());
    store.decoder.close();
    const stored = store.library.store(delivery(await makePicture()));
    await expect(stored).rejects.toMatchObject({ data: { reason: 'decoder-unavailable' } });
  });
});
