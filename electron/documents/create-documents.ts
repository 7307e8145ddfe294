import { copyFile, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentSummary, Noun } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Database } from '../db/index.ts';
import { exists, makeFolder } from '../platform/files/index.ts';
import { createTurns } from '../platform/turns.ts';
import { createBytes, type DocumentBytes } from './bytes.ts';
import { FILE_MAX_BYTES, type FileRefusal, findFile } from './file/find-file.ts';
import { compareFile, glance, printOf } from './file/fingerprint.ts';
import { findTarget, nameOf, type TargetRefusal } from './file/target.ts';
import { createJournal, JOURNAL_NAME, type JournalState } from './journal/journal.ts';
import { createJournals } from './journal/journals.ts';
import { createKeptFiles, type KeptFile, type KeptName } from './kept-files.ts';
import { type DocumentsParts, liveRow, onOurDisk, sourcePath } from './parts.ts';
import type { DocumentRow, DocumentRows } from './rows.ts';
import { sweepDocuments } from './settle.ts';
import { summaryOf } from './summary.ts';
import { createTickets, type Tickets } from './tickets.ts';
import type { NewDocument } from './writes.ts';

type Refused<Code> = { readonly refusal: Code };

export interface JournalFacts extends JournalState {
  readonly savedSequence: number;
}

export interface Documents {
  recent(): Promise<DocumentSummary[]>;
  get(id: string): Promise<{ document: DocumentSummary; journal: JournalFacts } | null>;
  create(wish: { name: string; width: number; height: number }): Promise<DocumentSummary>;
  openFile(path: string): Promise<DocumentSummary | Refused<FileRefusal>>;
  /** Null when there is none. */
  reopen(id: string): Promise<DocumentSummary | null>;
  close(id: string): Promise<boolean>;
  duplicate(id: string, name: string): Promise<DocumentSummary | null>;
  rename(id: string, name: string): Promise<DocumentSummary | null>;
  setSize(id: string, width: number, height: number): Promise<DocumentSummary | null>;
  saveAs(wish: {
    id: string;
    path: string;
    overwrite: boolean;
  }): Promise<
    { ticket: string; path: string; name: string } | Refused<TargetRefusal | 'NOT_FOUND' | 'OPEN_ELSEWHERE'>
  >;
  discard(id: string): Promise<boolean>;
  restore(id: string): Promise<DocumentSummary | null>;
  /** For an export. Null when nothing was sent since it was opened. */
  kept(id: string, name: KeptName): KeptFile | null;
  /** It has gone out, and is not wanted again. */
  dropKept(id: string, name: KeptName): Promise<void>;
  readonly bytes: DocumentBytes;
  /** Settles what the last run left. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export interface CreateParts {
  readonly database: Database;
  readonly deps: Deps;
  readonly dataFolder: string;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

/** What is sent on its way out must be smaller than the decoder reads. */
const FLATTENED_MAX_BYTES = 512 * 1024 * 1024;

export function createDocuments({ database, deps, dataFolder, announce }: CreateParts): Documents {
  const rows: DocumentRows = database.noun('documents');
  const folder = join(dataFolder, 'documents');
  const journals = createJournals(folder, deps.failpoints);
  const tickets = createTickets(deps.ids);
  const kept = {
    flattened: createKeptFiles(folder, 'flattened', FLATTENED_MAX_BYTES),
    psd: createKeptFiles(folder, 'psd', FILE_MAX_BYTES),
    ora: createKeptFiles(folder, 'ora', FILE_MAX_BYTES),
  };
  const parts: DocumentsParts = {
    rows,
    journals,
    deps,
    dataFolder,
    folder,
    turns: createTurns(),
    announce: (ids) => announce('documents', ids),
  };
  /** Does it to a document that is there, and answers with it as it is then. */
  const act = async (id: string, work: (row: DocumentRow) => Promise<unknown>) => {
    const row = await rows.read.one(id);
    if (row === null) return null;
    await work(row);
    parts.announce([id]);
    const now = await rows.read.one(id);
    return now === null ? null : summaryOf(now, compareFile);
  };
  const actLive = async (id: string, work: (row: DocumentRow) => Promise<unknown>) =>
    (await liveRow(parts, id)) === null ? null : act(id, work);
  const nowMs = (): number => deps.clock.now();

  return {
    recent: async () => Promise.all((await rows.read.recent()).map((row) => summaryOf(row, glance))),
    get: (id) => getDocument(parts, id),
    create: (wish) => begin(parts, { ...wish, filePath: null, ahead: false }, createJournal),
    openFile: (path) => openFile(parts, path),
    reopen: (id) => act(id, () => rows.write.opened({ id, nowMs: nowMs() })),
    async close(id) {
      const closed = await actLive(id, () => rows.write.closed(id));
      await journals.release(id);
      for (const files of Object.values(kept)) await files.drop(id);
      return closed !== null;
    },
    duplicate: (id, name) => duplicate(parts, id, name),
    rename: (id, name) => actLive(id, () => rows.write.rename({ id, name })),
    setSize: (id, width, height) => actLive(id, () => rows.write.resize({ id, width, height })),
    saveAs: (wish) => saveAs(parts, tickets, wish),
    discard: async (id) => (await actLive(id, () => rows.write.discard({ id, nowMs: nowMs() }))) !== null,
    restore: (id) => act(id, () => rows.write.restore(id)),
    kept: (id, name) => kept[name].get(id),
    dropKept: (id, name) => kept[name].drop(id),
    bytes: createBytes(parts, { tickets, kept }),
    sweep: () => sweepDocuments(parts),
    stop: () => journals.close(),
  };
}

async function getDocument(parts: DocumentsParts, id: string) {
  const row = await parts.rows.read.one(id);
  if (row === null) return null;
  const journal = await onOurDisk(parts, 0, () => parts.journals.with(id, async (one) => one.state()));
  const document = await summaryOf(row, compareFile);
  return {
    // A run that was killed may have kept steps, or saved them, without coming to say so.
    document: { ...document, ahead: journal.sequence > row.saved_sequence },
    journal: { ...journal, savedSequence: row.saved_sequence },
  };
}

/** Folder and journal first, the row second: a row never names a journal that is not there. */
async function begin(
  parts: DocumentsParts,
  about: Omit<NewDocument, 'id' | 'nowMs'>,
  fill: (folder: string) => Promise<void>,
): Promise<DocumentSummary> {
  const { rows, deps } = parts;
  const id = deps.ids.uuid();
  const folder = join(parts.folder, id);
  try {
    return await onOurDisk(parts, 0, async () => {
      await makeFolder(folder);
      await fill(folder);
      await rows.write.insert({ ...about, id, nowMs: deps.clock.now() });
      parts.announce([id]);
      const row = await rows.read.one(id);
      if (row === null) throw new Error('the document that was just kept is gone');
      return summaryOf(row, compareFile);
    });
  } catch (error) {
    const isKept = await rows.read.one(id).then(
      (row) => row !== null,
      () => true,
    );
    if (!isKept) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function openFile(
  parts: DocumentsParts,
  path: string,
): Promise<DocumentSummary | Refused<FileRefusal>> {
  const found = await findFile(path);
  if ('refusal' in found) return found;
  // One after the other: two windows that open one file at once get one document.
  return parts.turns(`open:${found.path}`, async () => {
    const row = await parts.rows.read.ofFile(found.path);
    if (row !== null) {
      await parts.rows.write.opened({ id: row.id, nowMs: parts.deps.clock.now() });
      parts.announce([row.id]);
      return summaryOf({ ...row, is_open: 1, discarded_at_ms: null }, compareFile);
    }
    const about = { name: nameOf(found.path), width: null, height: null, filePath: found.path, ahead: false };
    return begin(parts, about, createJournal);
  });
}

async function duplicate(parts: DocumentsParts, id: string, name: string): Promise<DocumentSummary | null> {
  const row = await liveRow(parts, id);
  if (row === null) return null;
  const { width, height } = row;
  return begin(parts, { name, width, height, filePath: null, ahead: true }, (folder) =>
    parts.journals.with(id, async (journal) => {
      await journal.copyTo(join(folder, JOURNAL_NAME));
      if (journal.state().baseSequence > 0) return;
      // Without a base its steps go on from a file: a copy of that goes along.
      const source = (await exists(sourcePath(parts, id))) ? sourcePath(parts, id) : row.file_path;
      if (source !== null && (await exists(source))) await copyDurably(source, join(folder, 'source.ora'));
    }),
  );
}

async function copyDurably(source: string, path: string): Promise<void> {
  await copyFile(source, path);
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function saveAs(
  parts: DocumentsParts,
  tickets: Tickets,
  wish: { readonly id: string; readonly path: string; readonly overwrite: boolean },
): ReturnType<Documents['saveAs']> {
  if ((await liveRow(parts, wish.id)) === null) return { refusal: 'NOT_FOUND' };
  const target = await findTarget(wish, parts.dataFolder);
  if ('refusal' in target) return target;
  const other = await parts.rows.read.ofFile(target.path);
  if (other !== null && other.id !== wish.id && other.is_open === 1) return { refusal: 'OPEN_ELSEWHERE' };
  const standing = await printOf(target.path).catch(() => null);
  const ticket = tickets.give(wish.id, { path: target.path, expected: standing ?? 'nothing' });
  return { ticket, path: target.path, name: target.name };
}
