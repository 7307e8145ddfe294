import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getFile, getJournal, putBase, putEntry, putFile } from '../drivers/documents.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

let mine = '';
let opened: OpenedDesktop;

beforeAll(async () => {
  mine = mkdtempSync(join(tmpdir(), 'gesso-mine-'));
  opened = await openDesktop();
});
afterAll(async () => {
  await opened.end();
  rmSync(mine, { recursive: true, force: true });
});

const documents = () => opened.client.documents;
const SIZE = { width: 640, height: 480 };
/** Enough of an OpenRaster file for the desktop, which does not look further. */
const ORA = 'PK\u0003\u0004 a picture';

async function created(name = 'Quinces'): Promise<string> {
  return (await documents().create({ name, ...SIZE })).id;
}

/** A document saved as this file, with one step that the file has. */
async function saved(name: string): Promise<{ id: string; path: string }> {
  const id = await created();
  await putEntry(opened, id, 0, 'one');
  const { ticket, path } = await documents().saveAs({ id, path: join(mine, name), overwrite: false });
  expect(await putFile(opened, id, ORA, { sequence: 1, ticket })).toMatchObject({
    kind: 'saved',
    status: 200,
  });
  return { id, path };
}

const leftovers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gesso-part'));

describe('a document that was never saved', () => {
  it('is there, with all its steps, after a restart', async () => {
    const id = await created('  A vase  ');
    for (const [at, text] of ['one', 'two', 'three'].entries())
      expect(await putEntry(opened, id, at, text)).toEqual({ status: 200, kind: 'kept', sequence: at + 1 });
    await opened.restart();
    const { document, journal } = await documents().get({ id });
    expect(document).toMatchObject({ name: 'A vase', ...SIZE, file: null, ahead: true, open: true });
    expect(journal).toMatchObject({ baseSequence: 0, sequence: 3, savedSequence: 0, damaged: false });
    expect(await getJournal(opened, id)).toEqual({
      base: 0,
      last: 3,
      damaged: false,
      entries: ['1:one', '2:two', '3:three'],
    });
    expect((await documents().recent({}))[0]?.id).toBe(id);
  });

  it('a step sent again stands once; another window’s in its place is refused', async () => {
    const id = await created();
    await putEntry(opened, id, 0, 'one');
    const refused = { status: 409, kind: 'refused', code: 'out-of-order', sequence: 1 };
    expect(await putEntry(opened, id, 0, 'one')).toEqual({ status: 200, kind: 'kept', sequence: 1 });
    expect(await putEntry(opened, id, 0, 'two')).toEqual(refused);
    expect(await putEntry(opened, id, 5, 'six')).toEqual(refused);
    expect((await getJournal(opened, id)).entries).toEqual(['1:one']);
  });

  it('a base takes the place of the steps, and the journal becomes smaller', async () => {
    const id = await created();
    for (let at = 0; at < 4; at++) await putEntry(opened, id, at, 'x'.repeat(10_000));
    const before = (await documents().get({ id })).journal.sizeBytes;
    expect(await putBase(opened, id, 3, ['state', 'undo'])).toMatchObject({ kind: 'kept', sequence: 4 });
    const journal = await getJournal(opened, id);
    expect(journal).toMatchObject({ base: 3, last: 4 });
    expect(journal.entries.map((entry) => entry.slice(0, 7))).toEqual(['3:state', '3:undo', '4:xxxxx']);
    expect((await documents().get({ id })).journal.sizeBytes).toBeLessThan(before / 3);
    expect(await putBase(opened, id, 9, ['x'])).toMatchObject({ status: 409, code: 'out-of-order' });
  });

  it('eight megabytes of a step come through whole', async () => {
    const id = await created();
    const step = Uint8Array.from({ length: 8_000_000 }, (_, at) => (at * 31) % 251);
    expect(await putEntry(opened, id, 0, step)).toMatchObject({ sequence: 1 });
    const headers = { cookie: opened.cookie };
    const answer = await fetch(`${opened.origin}/documents/${id}/journal`, { headers });
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(12)
        .equals(step),
    ).toBe(true);
  });

  it('a step that breaks off is not there', async () => {
    const id = await created();
    const { hostname, port, host } = new URL(opened.origin);
    await new Promise<void>((resolve) => {
      const outgoing = request({
        hostname,
        port,
        path: `/documents/${id}/journal?after=0`,
        method: 'PUT',
        headers: { host, origin: opened.origin, cookie: opened.cookie, 'content-length': '100000' },
      });
      outgoing.on('error', () => undefined);
      outgoing.write('half', () => setTimeout(() => outgoing.destroy(), 50));
      outgoing.on('close', () => resolve());
    });
    expect(await putEntry(opened, id, 0, 'whole')).toMatchObject({ sequence: 1 });
    expect((await getJournal(opened, id)).entries).toEqual(['1:whole']);
  });

  it('is duplicated with its steps, and the two go their own ways', async () => {
    const id = await created();
    await putEntry(opened, id, 0, 'one');
    const twin = await documents().duplicate({ id, name: 'Twin' });
    expect(twin).toMatchObject({ name: 'Twin', ...SIZE, file: null, ahead: true });
    await putEntry(opened, twin.id, 1, 'two');
    expect((await getJournal(opened, twin.id)).entries).toEqual(['1:one', '2:two']);
    expect((await getJournal(opened, id)).entries).toEqual(['1:one']);
  });

  it('discarded it is out of sight and comes back; after the next start it is gone', async () => {
    const id = await created();
    await putEntry(opened, id, 0, 'one');
    await documents().discard({ id });
    expect((await documents().recent({})).some((one) => one.id === id)).toBe(false);
    expect(await putEntry(opened, id, 1, 'two')).toMatchObject({ status: 404, kind: 'not-found' });
    expect((await documents().restore({ id })).discarded).toBe(false);
    expect((await getJournal(opened, id)).entries).toEqual(['1:one']);
    await documents().discard({ id });
    await opened.restart();
    await expect(documents().get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(existsSync(join(opened.data, 'documents', id))).toBe(false);
  });
});

describe('saving', () => {
  it('gives it the name it was given, whole, and says that nothing is ahead', async () => {
    const { id, path } = await saved('Quinces on linen');
    expect(path).toBe(join(mine, 'Quinces on linen.ora'));
    expect(readFileSync(path, 'utf8')).toBe(ORA);
    const { document } = await documents().get({ id });
    expect(document).toMatchObject({ name: 'Quinces on linen', ahead: false, file: { path, state: 'same' } });
    expect(document.savedAtMs).not.toBeNull();
    await putEntry(opened, id, 1, 'two');
    expect((await documents().recent({})).find((one) => one.id === id)?.ahead).toBe(true);
    expect(await putFile(opened, id, `${ORA} again`, { sequence: 2 })).toMatchObject({
      document: { ahead: false },
    });
    expect(await getFile(opened, id)).toBe(`${ORA} again`);
    expect(leftovers(mine)).toEqual([]);
  });

  it('a step that came while it was saved is still ahead', async () => {
    const { id } = await saved('ahead.ora');
    await putEntry(opened, id, 1, 'two');
    await putEntry(opened, id, 2, 'three');
    expect(await putFile(opened, id, ORA, { sequence: 2 })).toMatchObject({ document: { ahead: true } });
  });

  it('that its owner made read-only is not replaced, forced or not', async () => {
    const { id, path } = await saved('protected.ora');
    chmodSync(path, 0o444);
    await putEntry(opened, id, 1, 'two');
    for (const force of [false, true])
      expect(await putFile(opened, id, `${ORA} two`, { sequence: 2, force })).toMatchObject({
        kind: 'refused',
        code: 'write-protected',
      });
    expect(readFileSync(path, 'utf8')).toBe(ORA);
    chmodSync(path, 0o644);
    expect(await putFile(opened, id, `${ORA} two`, { sequence: 2 })).toMatchObject({ kind: 'saved' });
  });

  it('a file that another program changed is not written over, unless that is wished', async () => {
    const { id, path } = await saved('changed.ora');
    writeFileSync(path, 'PK\u0003\u0004 theirs');
    expect((await documents().get({ id })).document.file?.state).toBe('changed');
    expect(await putFile(opened, id, 'ours', { sequence: 1 })).toMatchObject({
      status: 409,
      code: 'changed-outside',
    });
    expect(readFileSync(path, 'utf8')).toBe('PK\u0003\u0004 theirs');
    expect(await putFile(opened, id, 'ours', { sequence: 1, force: true })).toMatchObject({ kind: 'saved' });
    expect(readFileSync(path, 'utf8')).toBe('ours');
    expect(leftovers(mine)).toEqual([]);
  });

  it('a file that was only touched is the same, and one that was read anew is known', async () => {
    const { id, path } = await saved('touched.ora');
    utimesSync(path, 1, 1);
    expect(await putFile(opened, id, `${ORA}!`, { sequence: 1 })).toMatchObject({ kind: 'saved' });
    writeFileSync(path, 'PK\u0003\u0004 read');
    expect(await getFile(opened, id)).toBe('PK\u0003\u0004 read');
    await expect
      .poll(async () => (await documents().get({ id })).document.file?.state, { timeout: 5000 })
      .toBe('same');
    expect(await putFile(opened, id, ORA, { sequence: 1 })).toMatchObject({ kind: 'saved' });
  });

  it('a file that was moved away is written again; its folder gone is an outage by name', async () => {
    const folder = join(mine, 'away');
    mkdirSync(folder);
    const { id, path } = await saved('away/x.ora');
    rmSync(path);
    expect((await documents().recent({})).find((one) => one.id === id)?.file?.state).toBe('missing');
    expect(await putFile(opened, id, ORA, { sequence: 1 })).toMatchObject({ kind: 'saved' });
    rmSync(folder, { recursive: true });
    expect(await putFile(opened, id, ORA, { sequence: 1 })).toMatchObject({
      status: 500,
      kind: 'outage',
      outage: { reason: 'folder-missing' },
    });
    expect(existsSync(folder)).toBe(false);
  });

  it('where a name is taken, only with the person’s word; a file put there meanwhile is not lost either', async () => {
    const path = join(mine, 'taken.ora');
    writeFileSync(path, 'theirs');
    const id = await created();
    const wish = { id, path, overwrite: false };
    await expect(documents().saveAs(wish)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    const { ticket } = await documents().saveAs({ ...wish, overwrite: true });
    writeFileSync(path, 'theirs, changed since');
    expect(await putFile(opened, id, ORA, { sequence: 0, ticket })).toMatchObject({
      code: 'changed-outside',
    });
    expect(readFileSync(path, 'utf8')).toBe('theirs, changed since');
    const again = await documents().saveAs({ ...wish, overwrite: true });
    expect(await putFile(opened, id, ORA, { sequence: 0, ticket: again.ticket })).toMatchObject({
      kind: 'saved',
    });
    const free = await documents().saveAs({ id, path: join(mine, 'free.ora'), overwrite: false });
    writeFileSync(free.path, 'theirs');
    expect(await putFile(opened, id, ORA, { sequence: 0, ticket: free.ticket })).toMatchObject({
      code: 'changed-outside',
    });
    expect(readFileSync(free.path, 'utf8')).toBe('theirs');
    expect((await documents().get({ id })).document.file?.path).toBe(path);
  });

  it('never somewhere else: not through a link, not in our own folder, not under a name no system takes', async () => {
    const id = await created();
    const outside = join(mine, 'outside.ora');
    writeFileSync(outside, 'outside');
    symlinkSync(outside, join(mine, 'link.ora'));
    const refusal = (path: string, overwrite = false) =>
      documents()
        .saveAs({ id, path, overwrite })
        .then(
          (answer) => answer.path,
          (error: { code: string }) => error.code,
        );
    expect(await refusal(join(mine, 'link.ora'))).toBe('NAME_TAKEN');
    const { ticket } = await documents().saveAs({ id, path: join(mine, 'link.ora'), overwrite: true });
    await putFile(opened, id, ORA, { sequence: 0, ticket });
    expect(readFileSync(outside, 'utf8')).toBe('outside');
    expect(readFileSync(join(mine, 'link.ora'), 'utf8')).toBe(ORA);
    expect(await refusal(join(opened.data, 'x.ora'))).toBe('FOLDER_IN_APPLICATION_DATA');
    expect(await refusal(join(opened.data, 'documents', id, 'x.ora'))).toBe('FOLDER_IN_APPLICATION_DATA');
    expect(await refusal(join(mine, 'nowhere', 'x.ora'))).toBe('FOLDER_MISSING');
    expect(await refusal('relative.ora')).toBe('NAME_REFUSED');
    expect(await refusal(join(mine, 'a\u0000b.ora'))).toBe('NAME_REFUSED');
    expect(await refusal(join(mine, 'con'))).toBe('NAME_REFUSED');
    expect(await refusal(join(mine, `${'x'.repeat(300)}.ora`))).toBe('NAME_REFUSED');
    expect(await refusal(`${mine}/`)).toBe('NAME_REFUSED');
    expect(await refusal(`${mine}/sub/../inside`)).toBe(join(mine, 'inside.ora'));
  });

  it('a file that another open document has is not taken from it', async () => {
    const { path } = await saved('other.ora');
    const id = await created();
    await expect(documents().saveAs({ id, path, overwrite: true })).rejects.toMatchObject({
      code: 'OPEN_ELSEWHERE',
    });
  });

  it.each([
    ['without a file', {}, 404, 'no-file'],
    ['with a ticket that nobody gave', { ticket: 'made-up' }, 404, 'ticket-unknown'],
  ])('%s is refused by name', async (_name, query, status, code) => {
    const id = await created();
    expect(await putFile(opened, id, ORA, { sequence: 0, ...query })).toMatchObject({ status, code });
  });

  it('keeps who may read the file', async () => {
    const { id, path } = await saved('mode.ora');
    const { chmodSync } = await import('node:fs');
    chmodSync(path, 0o600);
    await putFile(opened, id, ORA, { sequence: 1, force: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('opening', () => {
  it('the same file twice, by whatever way, is the same document', async () => {
    const path = join(mine, 'theirs.ora');
    writeFileSync(path, ORA);
    symlinkSync(path, join(mine, 'way.ora'));
    const ways = [path, join(mine, 'way.ora'), `${mine}/./theirs.ora`];
    const found = await Promise.all(ways.map((way) => documents().open({ path: way })));
    expect(new Set(found.map((one) => one.id)).size).toBe(1);
    const [one] = found;
    expect(one).toMatchObject({ name: 'theirs', width: null, height: null, ahead: false, file: { path } });
    expect(await getFile(opened, one?.id ?? '')).toBe(ORA);
    const known = await documents().setSize({ id: one?.id ?? '', ...SIZE });
    expect(known).toMatchObject(SIZE);
  });

  it('one that was closed, and one of another start', async () => {
    const { id, path } = await saved('closed.ora');
    await documents().close({ id });
    expect((await documents().get({ id })).document.open).toBe(false);
    await opened.restart();
    expect(await documents().open({ path })).toMatchObject({ id, open: true });
    await documents().close({ id });
    expect(await documents().open({ id })).toMatchObject({ id, open: true });
  });

  it.each([
    ['nothing', 'nothing.ora', null, 'FILE_MISSING'],
    ['a text', 'text.ora', 'hello', 'NOT_LAYERED'],
    ['nothing in it', 'empty.ora', '', 'NOT_LAYERED'],
  ])('%s is refused by name', async (_name, file, text, code) => {
    if (text !== null) writeFileSync(join(mine, file), text);
    await expect(documents().open({ path: join(mine, file) })).rejects.toMatchObject({ code });
  });

  it('a folder, a device and a relative address are no files', async () => {
    for (const path of [mine, '/dev/zero', 'x.ora'])
      await expect(documents().open({ path })).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('a duplicate of one without steps begins with a copy of its file', async () => {
    const path = join(mine, 'original.ora');
    writeFileSync(path, ORA);
    const { id } = await documents().open({ path });
    const twin = await documents().duplicate({ id, name: 'Twin' });
    rmSync(path);
    expect(await getFile(opened, twin.id)).toBe(ORA);
    expect(await getFile(opened, id)).toBeNull();
  });
});

describe('what is left over', () => {
  it('temporaries go at the next start; a folder of ours with work in it stays, row or no row', async () => {
    const id = await created();
    await putEntry(opened, id, 0, 'one');
    const folder = join(opened.data, 'documents');
    writeFileSync(join(folder, id, 'base.gesso-part'), 'half');
    const lost = join(folder, '0190b1a0-0000-7000-8000-00000000000a');
    mkdirSync(lost);
    writeFileSync(join(lost, 'journal'), readFileSync(join(folder, id, 'journal')));
    const empty = join(folder, '0190b1a0-0000-7000-8000-00000000000b');
    mkdirSync(empty);
    await opened.restart();
    expect(leftovers(folder)).toEqual([]);
    expect(existsSync(lost)).toBe(true);
    expect(existsSync(empty)).toBe(false);
    expect((await getJournal(opened, id)).entries).toEqual(['1:one']);
  });

  it('a path in the address leads nowhere', async () => {
    const headers = { cookie: opened.cookie, origin: opened.origin };
    for (const path of ['/documents/..%2f..%2fx/journal', '/documents/x/file', '/documents//journal']) {
      expect((await fetch(`${opened.origin}${path}`, { headers })).status).toBe(404);
      expect((await fetch(`${opened.origin}${path}`, { headers, method: 'PUT', body: 'x' })).status).toBe(
        405,
      );
    }
    const nobody = '0190b1a0-0000-7000-8000-00000000000c';
    expect(await putEntry(opened, nobody, 0, 'x')).toMatchObject({ status: 404, kind: 'not-found' });
  });
});
