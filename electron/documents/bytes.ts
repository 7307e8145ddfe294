import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { DocumentSummary } from '../../shared/contracts/desktop/index.ts';
import { exists } from '../platform/files/index.ts';
import { compareFile, type Fingerprint, printOf } from './file/fingerprint.ts';
import { nameOf } from './file/target.ts';
import { writeFileAnew } from './file/write-file.ts';
import type { JournalState, Kept } from './journal/journal.ts';
import type { Body } from './journal/write-frames.ts';
import type { KeptFiles, KeptName } from './kept-files.ts';
import { type DocumentsParts, liveRow, onOurDisk, sourcePath } from './parts.ts';
import { type DocumentRow, fingerprintOf } from './rows.ts';
import { settleSave } from './settle.ts';
import { summaryOf } from './summary.ts';
import type { Tickets } from './tickets.ts';

interface SentBytes {
  /** Null for a file. */
  readonly state: JournalState | null;
  readonly sizeBytes: number;
  readonly stream: Readable;
}

export interface SaveWish {
  readonly sequence: number;
  readonly forced: boolean;
  /** From `saveAs`; null writes the document's own file. */
  readonly ticket: string | null;
  readonly sizeHintBytes: number;
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly document: DocumentSummary }
  | { readonly kind: 'not-found' }
  | {
      readonly kind: 'refused';
      readonly code: 'changed-outside' | 'write-protected' | 'no-file' | 'ticket-unknown' | 'too-large';
    };

/** What goes beside the socket. Null is a document that is not there. All of it throws Outage. */
export interface DocumentBytes {
  append(id: string, after: number, body: Body, sizeHintBytes: number): Promise<Kept | null>;
  replaceBase(
    id: string,
    wish: { readonly sequence: number; readonly aside: boolean; readonly sizeHintBytes: number },
    body: Body,
  ): Promise<Kept | null>;
  journal(id: string): Promise<SentBytes | null>;
  file(id: string): Promise<SentBytes | null>;
  save(id: string, wish: SaveWish, body: Body): Promise<SaveOutcome>;
  /** For an export. Null is a document that is not there, false more than is taken. */
  keep(id: string, name: KeptName, body: Body, sizeHintBytes: number): Promise<boolean | null>;
}

export function createBytes(
  parts: DocumentsParts,
  { tickets, kept }: { readonly tickets: Tickets; readonly kept: Readonly<Record<KeptName, KeptFiles>> },
): DocumentBytes {
  const { journals } = parts;
  const ahead = createAheadBook(parts);

  return {
    async append(id, after, body, sizeHintBytes) {
      if ((await liveRow(parts, id)) === null) return null;
      return onOurDisk(parts, sizeHintBytes, async () => {
        // Said first: a step that was answered is never one that the list does not know of.
        await ahead.say(id);
        const kept = await journals.with(id, (journal) => journal.append(after, body));
        // A save may have ended meanwhile, and said that nothing is ahead.
        await ahead.say(id);
        return kept;
      });
    },
    async replaceBase(id, { sequence, aside, sizeHintBytes }, body) {
      if ((await liveRow(parts, id)) === null) return null;
      return onOurDisk(parts, sizeHintBytes, () =>
        journals.with(id, (journal) => journal.replaceBase(sequence, body, { aside })),
      );
    },
    async journal(id) {
      if ((await liveRow(parts, id)) === null) return null;
      return onOurDisk(parts, 0, async () => {
        const { state, file, start } = await journals.with(id, (journal) => journal.read());
        const sizeBytes = Math.max(0, state.sizeBytes - start);
        if (sizeBytes > 0)
          return {
            state,
            sizeBytes,
            stream: file.createReadStream({ start, end: state.sizeBytes - 1 }),
          };
        await file.close();
        return { state, sizeBytes: 0, stream: Readable.from([]) };
      });
    },
    async file(id) {
      const row = await liveRow(parts, id);
      if (row === null) return null;
      return row.file_path === null ? readSource(parts, id) : readFileOf(parts, id, row.file_path);
    },
    save: (id, wish, body) => parts.turns(id, () => save(parts, { tickets, ahead }, id, wish, body)),
    async keep(id, name, body, sizeHintBytes) {
      if ((await liveRow(parts, id)) === null) return null;
      return parts.turns(`${name}:${id}`, () =>
        onOurDisk(parts, sizeHintBytes, () => kept[name].keep(id, body)),
      );
    },
  };
}

async function save(
  parts: DocumentsParts,
  { tickets, ahead }: { readonly tickets: Tickets; readonly ahead: AheadBook },
  id: string,
  wish: SaveWish,
  body: Body,
): Promise<SaveOutcome> {
  const { rows, deps } = parts;
  const found = await liveRow(parts, id);
  if (found === null) return { kind: 'not-found' };
  // A save whose last step failed may have put its file in place after all.
  await settleSave(parts, found);
  const row = found.saving === null ? found : ((await rows.read.one(id)) ?? found);
  const target = wish.ticket === null ? ownTarget(row) : tickets.take(wish.ticket, id);
  if (target === null) return { kind: 'refused', code: wish.ticket === null ? 'no-file' : 'ticket-unknown' };
  const written = await writeFileAnew(
    { failpoints: deps.failpoints, intend: (saving) => rows.write.intendSave({ id, saving }) },
    { id, ...target, ...wish },
    body,
  );
  if (written.kind === 'refused') return written;
  await rememberSaved(parts, ahead, row, {
    path: target.path,
    print: written.print,
    sequence: wish.sequence,
  });
  if (wish.ticket !== null) tickets.drop(wish.ticket);
  return { kind: 'saved', document: await summaryOf((await rows.read.one(id)) ?? row, compareFile) };
}

function ownTarget(row: DocumentRow) {
  return row.file_path === null ? null : { path: row.file_path, expected: fingerprintOf(row) };
}

/** Which rows say already that their journal is ahead: one write between two saves. */
interface AheadBook {
  say(id: string): Promise<void>;
  forget(id: string): void;
}

function createAheadBook({ rows, deps, announce }: DocumentsParts): AheadBook {
  const said = new Map<string, Promise<void>>();
  return {
    forget: (id) => void said.delete(id),
    say(id) {
      const before = said.get(id);
      if (before !== undefined) return before;
      const saying = rows.write.aheadOfFile({ id, nowMs: deps.clock.now() }).then(
        () => announce([id]),
        (error: unknown) => {
          said.delete(id);
          throw error;
        },
      );
      said.set(id, saying);
      return saying;
    },
  };
}

async function rememberSaved(
  parts: DocumentsParts,
  book: AheadBook,
  row: DocumentRow,
  { path, print, sequence }: { path: string; print: Fingerprint; sequence: number },
): Promise<void> {
  await parts.journals.with(row.id, async (journal) => {
    const name = path === row.file_path ? row.name : nameOf(path);
    // In one go: a step that is kept from here on finds the book empty and says so after this.
    book.forget(row.id);
    const ahead = journal.state().sequence > sequence;
    await parts.rows.write.saved({
      id: row.id,
      path,
      name,
      print,
      sequence,
      ahead,
      nowMs: parts.deps.clock.now(),
    });
  });
  parts.announce([row.id]);
}

async function readSource(parts: DocumentsParts, id: string): Promise<SentBytes | null> {
  const path = sourcePath(parts, id);
  if (!(await exists(path))) return null;
  const { size } = await stat(path);
  return { state: null, sizeBytes: size, stream: createReadStream(path) };
}

/** What goes to the window is what the document is from then on compared with, when it was read whole and stayed as it was. */
async function readFileOf(parts: DocumentsParts, id: string, path: string): Promise<SentBytes | null> {
  const before = await printOf(path).catch(() => null);
  const file = before === null ? null : await open(path, 'r').catch(() => null);
  if (before === null || file === null) return null;
  const hash = createHash('sha256');
  let sizeBytes = 0;
  async function* passing(source: AsyncIterable<Uint8Array>) {
    for await (const bytes of source) {
      hash.update(bytes);
      sizeBytes += bytes.byteLength;
      yield bytes;
    }
    const after = await printOf(path).catch(() => null);
    if (sizeBytes !== before?.sizeBytes || after?.mtimeMs !== before.mtimeMs) return;
    await parts.rows.write.readFile({ id, print: { ...before, sha256: hash.digest('hex') } });
  }
  return {
    state: null,
    sizeBytes: before.sizeBytes,
    stream: Readable.from(passing(file.createReadStream())),
  };
}
