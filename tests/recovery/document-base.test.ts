import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ToEngine } from '../../renderer/engine/protocol/index.ts';
import { emptyGrid, readRect } from '../../renderer/engine/tiles/index.ts';
import { createDesktopBytes } from '../../renderer/engine/worker/desktop-bytes.ts';
import { type OpenEngine, openEngine, PAGE, strokeAt } from '../drivers/canvas/open-engine.ts';
import { type OpenedClient, openClient } from '../drivers/contract-client.ts';
import { type DesktopProcess, startDesktop } from '../drivers/desktop-process.ts';
import { getJournal, putEntry } from '../drivers/documents.ts';

interface Running extends OpenedClient {
  readonly desktop: DesktopProcess;
  readonly engine: OpenEngine;
}

/** The desktop and the window's engine, which talk to each other as in the product. */
async function open(data: string, failpoint?: string): Promise<Running> {
  const env: Record<string, string> = failpoint === undefined ? {} : { GESSO_FAILPOINT: failpoint };
  const desktop = await startDesktop({ data, env });
  const opened = await openClient(desktop.url);
  onTestFinished(async () => {
    opened.close();
    await desktop.kill();
  });
  const { origin, cookie } = opened;
  const bytes = createDesktopBytes((path, init) =>
    fetch(`${origin}${path}`, { ...init, headers: { origin, cookie } }),
  );
  return { ...opened, desktop, engine: openEngine(bytes, { isBaseDue: () => true }) };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-recovery-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setTimeout(next, 5));
}

const isSaved = ({ said }: OpenEngine) => {
  const last = said.findLast(({ kind }) => kind === 'saving');
  return last?.kind === 'saving' && last.state === 'saved';
};

async function tell({ engine }: Running, ...messages: readonly Exclude<ToEngine, { kind: 'canvas' }>[]) {
  engine.tell(...messages);
  await engine.rest();
  await until(() => isSaved(engine));
}

async function reopen(data: string, documentId: string): Promise<Running> {
  const again = await open(data);
  again.engine.tell({ kind: 'open', documentId, start: { kind: 'journal' } });
  await until(() => again.engine.said.some(({ kind }) => kind === 'document'));
  return again;
}

async function painted(data: string, failpoint?: string): Promise<Running & { readonly id: string }> {
  const running = await open(data, failpoint);
  const { id } = await running.client.documents.create({ name: 'Quinces', width: 64, height: 64 });
  await tell(running, { ...PAGE, documentId: id });
  const [layer] = running.engine.session().document().root;
  if (layer === undefined) throw new Error('no layer');
  for (const x of [10, 20, 30]) await tell(running, strokeAt(layer, x, x), { kind: 'stroke-end' });
  await tell(running, { kind: 'undo' });
  return { ...running, id };
}

/** What a person sees of it: the picture, the list of undo, and what undo and redo lead to. */
function seen({ engine }: Running): unknown {
  const { history, store, jump } = engine.session();
  const { position } = history;
  const entries = history.entries().filter(({ number }) => number > 1);
  const states = [1, ...entries.map(({ number }) => number)].map((at) => {
    jump(at);
    const { document, grids } = history.state;
    const pixels = [...grids.values()].map((grid) => [
      ...readRect(store, grid ?? emptyGrid(4), { x: 0, y: 0, width: 64, height: 64 }),
    ]);
    return JSON.parse(JSON.stringify({ document, pixels }));
  });
  jump(position);
  return { position, entries, states };
}

it.each(['journal.base-written', 'journal.base-renamed'])(
  'killed at %s while a base is made of what was painted: everything that was saved is there, undo too',
  async (failpoint) => {
    const data = newFolder();
    const first = await painted(data, failpoint);
    const before = seen(first);
    first.engine.pass(5_000);
    await first.desktop.exited;
    const again = await reopen(data, first.id);
    expect(seen(again)).toEqual(before);
    await tell(again, { kind: 'redo' });
    again.engine.pass(5_000);
    const based = async () => (await getJournal(again, first.id)).base === 6;
    while (!(await based())) await again.engine.rest();
    await again.desktop.kill();
    expect(seen(await reopen(data, first.id))).toEqual(seen(again));
  },
);

it('damaged in its middle it opens as it was before that, says where the rest is, and goes on', async () => {
  const data = newFolder();
  const first = await painted(data);
  await first.desktop.kill();
  const folder = join(data, 'documents', first.id);
  const whole = readFileSync(join(folder, 'journal'));
  // The third entry's own bytes, which its sum does not fit any more.
  let at = 20;
  for (let entry = 0; entry < 2; entry++) at += 12 + whole.readUInt32LE(at);
  whole.writeUInt8(whole.readUInt8(at + 40) ^ 1, at + 40);
  writeFileSync(join(folder, 'journal'), whole);
  const again = await reopen(data, first.id);
  const copy = join(folder, 'journal-damaged-3');
  expect(again.engine.said).toContainEqual({ kind: 'cut', copy });
  expect(readFileSync(copy).equals(whole)).toBe(true);
  expect(again.engine.session().history.position).toBe(2);
  await tell(again, { kind: 'undo' });
  await again.desktop.kill();
  const later = await reopen(data, first.id);
  expect(later.engine.session().history.position).toBe(1);
  expect(later.engine.said.some(({ kind }) => kind === 'cut')).toBe(false);
});

it('an entry that is whole and makes no sense ends it there: the rest is aside, and what is painted then stays', async () => {
  const data = newFolder();
  const first = await painted(data);
  await putEntry(first, first.id, 5, 'no step of ours');
  await putEntry(first, first.id, 6, 'another');
  await first.desktop.kill();
  const again = await reopen(data, first.id);
  const copy = join(data, 'documents', first.id, 'journal-damaged-8');
  expect(again.engine.said).toContainEqual({ kind: 'cut', copy });
  expect(existsSync(copy)).toBe(true);
  expect(seen(again)).toEqual(seen(first));
  await tell(again, { kind: 'redo' });
  await again.desktop.kill();
  expect(seen(await reopen(data, first.id))).toEqual(seen(again));
  expect(readdirSync(join(data, 'documents', first.id)).sort()).toEqual(['journal', 'journal-damaged-8']);
});
