import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenedClient, openClient } from '../drivers/contract-client.ts';
import { startDesktop } from '../drivers/desktop-process.ts';
import { getJournal, putBase, putEntry, putFile } from '../drivers/documents.ts';
import { canMount, fill, mountTmpfs, remount } from '../drivers/storage/mounts.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-bad-day-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(data: string): Promise<OpenedClient & { stop(): Promise<void> }> {
  const desktop = await startDesktop({ data, args: ['--pictures', newFolder()] });
  const opened = await openClient(desktop.url);
  onTestFinished(async () => {
    opened.close();
    await desktop.kill();
  });
  return { ...opened, stop: async () => void (await desktop.stop()) };
}

const STEP = Uint8Array.from({ length: 2_000_000 }, (_, at) => (at * 7) % 256);
const full = { status: 500, kind: 'outage', outage: { reason: 'disk-full', retryable: true } };
const SIZE = { width: 64, height: 64 };

describe.skipIf(!canMount())('a disk that says no while a document is worked on', () => {
  it('full while a step is kept: said so, nothing is torn, and it goes on when there is room', async () => {
    const data = newFolder();
    mountTmpfs(data, '48m');
    const opened = await open(data);
    const { id } = await opened.client.documents.create({ name: 'x', ...SIZE });
    expect(await putEntry(opened, id, 0, 'one')).toMatchObject({ sequence: 1 });
    const empty = fill(data);
    expect(await putEntry(opened, id, 1, STEP)).toMatchObject(full);
    expect(await putEntry(opened, id, 1, STEP)).toMatchObject(full);
    expect(await getJournal(opened, id)).toMatchObject({ last: 1, entries: ['1:one'] });
    empty();
    expect(await putEntry(opened, id, 1, 'two')).toMatchObject({ sequence: 2 });
    await opened.stop();
    const again = await open(data);
    expect((await getJournal(again, id)).entries).toEqual(['1:one', '2:two']);
  });

  it('full while a base is written: the journal stays as it was', async () => {
    const data = newFolder();
    mountTmpfs(data, '48m');
    const opened = await open(data);
    const { id } = await opened.client.documents.create({ name: 'x', ...SIZE });
    await putEntry(opened, id, 0, 'one');
    const empty = fill(data);
    expect(await putBase(opened, id, 1, ['x'.repeat(3_000_000)])).toMatchObject(full);
    expect((await getJournal(opened, id)).entries).toEqual(['1:one']);
    expect(readdirSync(join(data, 'documents', id))).toEqual(['journal']);
    empty();
    expect(await putBase(opened, id, 1, ['state'])).toMatchObject({ kind: 'kept' });
    expect((await getJournal(opened, id)).entries).toEqual(['1:state']);
  });

  it('full while it is saved: the earlier file is untouched, nothing stays beside it', async () => {
    const data = newFolder();
    const mine = newFolder();
    mountTmpfs(mine, '8m');
    const opened = await open(data);
    const { id } = await opened.client.documents.create({ name: 'x', ...SIZE });
    const wish = { id, path: join(mine, 'x.ora'), overwrite: false };
    const { ticket, path } = await opened.client.documents.saveAs(wish);
    await putFile(opened, id, 'the earlier', { sequence: 0, ticket });
    const empty = fill(mine);
    expect(await putFile(opened, id, STEP, { sequence: 0 })).toMatchObject({
      ...full,
      outage: { reason: 'disk-full', neededBytes: STEP.byteLength },
    });
    expect(readFileSync(path, 'utf8')).toBe('the earlier');
    expect(readdirSync(mine).sort()).toEqual(['ballast', 'x.ora']);
    empty();
    expect(await putFile(opened, id, STEP, { sequence: 0 })).toMatchObject({ kind: 'saved' });
    expect(readFileSync(path).equals(STEP)).toBe(true);
  });

  it('read-only: saving and keeping steps are outages by name, and work again when it is not', async () => {
    const data = newFolder();
    const mine = newFolder();
    mountTmpfs(mine, '8m');
    mkdirSync(join(mine, 'pictures'));
    const opened = await open(data);
    const { id } = await opened.client.documents.create({ name: 'x', ...SIZE });
    const wish = { id, path: join(mine, 'pictures', 'x.ora'), overwrite: false };
    const { ticket, path } = await opened.client.documents.saveAs(wish);
    await putFile(opened, id, 'the earlier', { sequence: 0, ticket });
    remount(mine, 'ro');
    expect(await putFile(opened, id, 'new', { sequence: 0 })).toMatchObject({
      status: 500,
      outage: { reason: 'folder-read-only' },
    });
    expect(readFileSync(path, 'utf8')).toBe('the earlier');
    await expect(
      opened.client.documents.saveAs({ id, path: join(mine, 'pictures', 'y'), overwrite: false }),
    ).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
    remount(mine, 'rw');
    expect(await putFile(opened, id, 'new', { sequence: 0 })).toMatchObject({ kind: 'saved' });
  });
});
