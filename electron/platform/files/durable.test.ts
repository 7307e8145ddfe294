import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/drivers/storage/temporary-folder.ts';
import { makeFolderInside, nameDurably, StorageOutage, storageOutage, writeDurably } from './index.ts';

const bytes = new TextEncoder().encode('quinces');

describe('files that stay', () => {
  test('nothing is done before the disk says so: the file first, then the folder that names it', async () => {
    const folder = temporaryFolder();
    const handle = await open(folder, 'r');
    const shape = Object.getPrototypeOf(handle) as { sync(): Promise<void> };
    await handle.close();
    const real = shape.sync;
    const synced: string[] = [];
    shape.sync = async function (this: { stat(): Promise<{ isDirectory(): boolean }> }) {
      synced.push((await this.stat()).isDirectory() ? 'folder' : 'file');
      return real.call(this);
    };
    try {
      await writeDurably(join(folder, 'part'), bytes, () => {
        expect(readFileSync(join(folder, 'part'), 'utf8')).toBe('quinces');
        synced.push('readable');
      });
      expect(synced).toEqual(['readable', 'file']);
      await nameDurably(join(folder, 'part'), join(folder, 'whole.png'));
      const whole = ['readable', 'file', 'folder'];
      expect(synced).toEqual(process.platform === 'win32' ? whole.slice(0, 2) : whole);
    } finally {
      shape.sync = real;
    }
  });

  test('a name that is taken is left as it is', async () => {
    const folder = temporaryFolder();
    const taken = join(folder, 'taken.png');
    writeFileSync(taken, 'the person’s own');
    await writeDurably(join(folder, 'part'), bytes);
    expect(await nameDurably(join(folder, 'part'), taken)).toBe(false);
    expect(readFileSync(taken, 'utf8')).toBe('the person’s own');
    expect(await nameDurably(join(folder, 'part'), join(folder, 'free.png'))).toBe(true);
    expect(existsSync(join(folder, 'part'))).toBe(false);
    expect(readFileSync(join(folder, 'free.png'), 'utf8')).toBe('quinces');
  });

  test('a temporary never writes over what is there', async () => {
    const path = join(temporaryFolder(), 'part');
    await writeDurably(path, bytes);
    await expect(writeDurably(path, new Uint8Array(0))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path, 'utf8')).toBe('quinces');
  });

  test('the root itself is never made', async () => {
    const root = join(temporaryFolder(), 'unplugged');
    await expect(makeFolderInside(root, join(root, '2026-11'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(root)).toBe(false);
  });
});

describe('a failed file call as an outage', () => {
  test.each([
    ['ENOSPC', 'disk-full', 7],
    ['EROFS', 'folder-read-only', null],
    ['EACCES', 'folder-read-only', null],
    ['ENOENT', 'folder-missing', null],
    ['EIO', 'disk-error', null],
    ['EMFILE', 'disk-error', null],
  ])('%s is %s', (code, reason, neededBytes) => {
    const error = Object.assign(new Error(code), { code, syscall: 'open' });
    const outage = storageOutage(error, '/pictures', 7);
    expect(outage).toBeInstanceOf(StorageOutage);
    expect(outage).toMatchObject({ data: { reason, path: '/pictures', neededBytes, retryable: true } });
  });

  test('what is no file call stays the mistake it is', () => {
    const bug = new TypeError('undefined is not a function');
    expect(storageOutage(bug, '/pictures', 7)).toBe(bug);
  });
});
