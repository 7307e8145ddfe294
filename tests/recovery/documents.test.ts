import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getFile, getJournal, putBase, putEntry, putFile } from '../drivers/documents.ts';
import { newFolder, open, type Running } from '../drivers/dying-desktop.ts';

async function created(running: Running): Promise<string> {
  return (await running.client.documents.create({ name: 'Quinces', width: 64, height: 64 })).id;
}

/** Sends steps until the desktop dies; says how many it had acknowledged. */
async function untilItDies(running: Running, id: string, from: number): Promise<number> {
  let acknowledged = from;
  for (;;) {
    const answer = await putEntry(running, id, acknowledged, `step ${acknowledged + 1}`).catch(() => null);
    if (answer?.kind !== 'kept') break;
    acknowledged = answer.sequence;
  }
  await running.desktop.exited;
  return acknowledged;
}

const steps = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${at + 1}:step ${at + 1}`);
const leftovers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gesso-part'));

describe('kill -9 while steps are kept', () => {
  it.each(['journal.appended', 'journal.appended:5', 'journal.synced', 'journal.synced:5'])(
    'at %s: everything acknowledged is there, in order, and the next one is kept',
    async (failpoint) => {
      const data = newFolder();
      const first = await open(data, failpoint);
      const id = await created(first);
      const acknowledged = await untilItDies(first, id, 0);
      const again = await open(data);
      const journal = await getJournal(again, id);
      expect(journal.last).toBeGreaterThanOrEqual(acknowledged);
      // One more may have reached the disk than was said: never one fewer, and never half of one.
      expect(journal.last).toBeLessThanOrEqual(acknowledged + 1);
      expect(journal).toMatchObject({ entries: steps(journal.last), damaged: false });
      const [recent] = await again.client.documents.recent({});
      expect(recent).toMatchObject({ id, ahead: true });
      expect(await putEntry(again, id, journal.last, 'next')).toMatchObject({ sequence: journal.last + 1 });
    },
  );

  it('many at once, killed at the thirtieth: none that was acknowledged is missing', async () => {
    const data = newFolder();
    const first = await open(data, 'journal.appended:30');
    const id = await created(first);
    let acknowledged = 0;
    const send = async (after: number): Promise<void> => {
      for (;;) {
        const answer = await putEntry(first, id, after, `step ${after + 1}`).catch(() => null);
        if (answer === null) return;
        if (answer.kind === 'kept') acknowledged = Math.max(acknowledged, answer.sequence);
        if (answer.kind !== 'refused' || answer.sequence > after) return;
      }
    };
    await Promise.all(Array.from({ length: 60 }, (_, after) => send(after)));
    await first.desktop.exited;
    const journal = await getJournal(await open(data), id);
    expect(journal.last).toBeGreaterThanOrEqual(acknowledged);
    expect(journal.entries).toEqual(steps(journal.last));
  });

  it('with no failpoint, between two bytes of a step: what was acknowledged is there', async () => {
    const data = newFolder();
    const first = await open(data);
    const id = await created(first);
    const sending = untilItDies(first, id, 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await first.desktop.kill();
    const acknowledged = await sending;
    const journal = await getJournal(await open(data), id);
    expect(journal.last).toBeGreaterThanOrEqual(acknowledged);
    expect(journal.entries).toEqual(steps(journal.last));
  });
});

describe('kill -9 while a base is put in place', () => {
  it.each([
    ['journal.base-written', steps(3), 0],
    ['journal.base-renamed', ['2:state', '2:undo', '3:step 3'], 2],
  ])('at %s it is the earlier journal or the new one, whole', async (failpoint, entries, base) => {
    const data = newFolder();
    const first = await open(data, failpoint);
    const id = await created(first);
    for (let at = 0; at < 3; at++) await putEntry(first, id, at, `step ${at + 1}`);
    await putBase(first, id, 2, ['state', 'undo']).catch(() => undefined);
    await first.desktop.exited;
    const again = await open(data);
    expect(await getJournal(again, id)).toEqual({ base, last: 3, damaged: false, entries });
    expect(leftovers(join(data, 'documents'))).toEqual([]);
    expect(await putEntry(again, id, 3, 'next')).toMatchObject({ sequence: 4 });
    expect(await putBase(again, id, 4, ['state'])).toMatchObject({ kind: 'kept', sequence: 4 });
  });
});

describe.each([
  ['ora', 'PK\u0003\u0004'],
  ['psd', '8BPS\u0000\u0001'],
])('kill -9 while a file is saved as .%s', (ending, start) => {
  const EARLIER = `${start} the earlier picture`;
  const NEW = `${start} the new picture`;
  const MINE = `mine.${ending}`;

  async function killed(data: string, folder: string, failpoint: string) {
    const first = await open(data, failpoint);
    writeFileSync(join(folder, MINE), EARLIER);
    const { id } = await first.client.documents.open({ path: join(folder, MINE) });
    expect(await getFile(first, id)).toBe(EARLIER);
    await putEntry(first, id, 0, 'step 1');
    await putFile(first, id, NEW, { sequence: 1 }).catch(() => undefined);
    await first.desktop.exited;
    return { id, again: await open(data) };
  }

  it('at document.file-written the earlier file is untouched, and the step is still there', async () => {
    const data = newFolder();
    const folder = newFolder();
    const { id, again } = await killed(data, folder, 'document.file-written');
    expect(readFileSync(join(folder, MINE), 'utf8')).toBe(EARLIER);
    expect(leftovers(folder)).toEqual([]);
    const { document } = await again.client.documents.get({ id });
    expect(document).toMatchObject({ ahead: true, file: { state: 'same' } });
    expect((await getJournal(again, id)).entries).toEqual(['1:step 1']);
    expect(await putFile(again, id, NEW, { sequence: 1 })).toMatchObject({ kind: 'saved' });
  });

  it('at document.file-renamed the new file is whole, and known as ours', async () => {
    const data = newFolder();
    const folder = newFolder();
    const { id, again } = await killed(data, folder, 'document.file-renamed');
    expect(readFileSync(join(folder, MINE), 'utf8')).toBe(NEW);
    const { document, journal } = await again.client.documents.get({ id });
    expect(document).toMatchObject({ ahead: false, file: { state: 'same' } });
    expect(journal).toMatchObject({ sequence: 1, savedSequence: 1 });
    expect(await putFile(again, id, EARLIER, { sequence: 1 })).toMatchObject({ kind: 'saved' });
  });

  it('the first time, at document.file-renamed: the document has its file', async () => {
    const data = newFolder();
    const folder = newFolder();
    const first = await open(data, 'document.file-renamed');
    const id = await created(first);
    const wish = { id, path: join(folder, `new.${ending}`), overwrite: false };
    const { ticket, path } = await first.client.documents.saveAs(wish);
    await putFile(first, id, NEW, { sequence: 0, ticket }).catch(() => undefined);
    await first.desktop.exited;
    const again = await open(data);
    expect((await again.client.documents.get({ id })).document).toMatchObject({
      name: 'new',
      file: { path, state: 'same' },
    });
  });

  it('while its drive is away at the next start: finished when it is back', async () => {
    const data = newFolder();
    const folder = newFolder();
    const drive = join(folder, 'drive');
    mkdirSync(drive);
    const first = await open(data, 'document.file-written');
    const id = await created(first);
    const { ticket } = await first.client.documents.saveAs({ id, path: join(drive, 'x'), overwrite: false });
    await putFile(first, id, NEW, { sequence: 0, ticket }).catch(() => undefined);
    await first.desktop.exited;
    const { renameSync } = await import('node:fs');
    renameSync(drive, join(folder, 'unplugged'));
    const second = await open(data);
    expect((await second.client.documents.get({ id })).document.file).toBeNull();
    await second.desktop.stop();
    renameSync(join(folder, 'unplugged'), drive);
    await open(data);
    expect(readdirSync(drive)).toEqual([]);
  });
});
