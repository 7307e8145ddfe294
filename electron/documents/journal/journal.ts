import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { DocumentTrouble, JournalAnswer } from '../../../shared/contracts/desktop/index.ts';
import type { Failpoints } from '../../../shared/kernel/index.ts';
import { exists, PART_SUFFIX, removeFile, replaceDurably, writeDurably } from '../../platform/files/index.ts';
import { createTurns } from '../../platform/turns.ts';
import {
  FILE_HEADER_BYTES,
  FRAME_HEADER_BYTES,
  frameCrc,
  readFrameHeader,
  writeFileHeader,
} from './frames.ts';
import { createGroupSync } from './group-sync.ts';
import { hasMoreBehind, type ReadAt, type Scanned, scanJournal } from './scan.ts';
import { type Body, writeAt, writeFrame, writeFrames } from './write-frames.ts';

export const JOURNAL_NAME = 'journal';
const BASE_PART = `base${PART_SUFFIX}`;
const COPY_BYTES = 1024 * 1024;

export interface JournalState {
  readonly baseSequence: number;
  /** Of the last entry that is on the disk. */
  readonly sequence: number;
  readonly sizeBytes: number;
  /** Its base is not whole: only another base may follow. */
  readonly damaged: boolean;
  /** Where all of it is that was there before its end was cut off, for as long as nothing was kept since; else null. */
  readonly copy: string | null;
}

/** What the wire answers, but for what keeps the journal itself from being there. */
export type Kept = Exclude<JournalAnswer, DocumentTrouble>;

export interface Journal {
  state(): JournalState;
  /** Keeps an entry behind entry `after`; answered when it is on the disk. The last one sent again is kept already. */
  append(after: number, body: Body): Promise<Kept>;
  /**
   * Puts a base that holds everything up to `sequence` in the place of all that; entries behind it stay. `aside` keeps a
   * copy of what was there before: some of it could not be read.
   */
  replaceBase(sequence: number, body: Body, how?: { readonly aside: boolean }): Promise<Kept>;
  /** The file as it is, held open so that a base that replaces it takes nothing away from its reader. */
  read(): Promise<{ readonly state: JournalState; readonly file: FileHandle; readonly start: number }>;
  /** Waits for everything begun, then copies what is on the disk. */
  copyTo(path: string): Promise<void>;
  close(): Promise<void>;
}

/** A journal with nothing in it, on the disk. */
export async function createJournal(folder: string): Promise<void> {
  await writeDurably(join(folder, JOURNAL_NAME), writeFileHeader({ baseSequence: 0, baseFrames: 0 }));
}

/** The state of an open file; replaced as a whole when it is another file or after trouble. */
interface Book extends Scanned {
  readonly file: FileHandle;
  readonly ends: number[];
  /** How many of `ends` are on the disk. */
  durable: number;
  readonly sync: () => Promise<void>;
  /** Of what was cut off right behind the first `copyAfter` entries. */
  readonly copy: string | null;
  readonly copyAfter: number;
  broken: unknown;
}

/**
 * Opens a journal: finds what is whole in it, cuts off what is not, and brings the rest onto the disk, so that all it
 * answers from then on is true. A journal whose base is damaged is left as it is.
 */
export async function openJournal(folder: string, failpoints: Failpoints): Promise<Journal> {
  const path = join(folder, JOURNAL_NAME);
  const turns = createTurns();
  let book = await openBook(path, null);
  // What failed half way is found out anew, and nothing that was not on the disk before counts.
  const mended = async (): Promise<Book> => {
    if (book.broken === null) return book;
    const bound = book.broken instanceof Replaced ? null : durableEnd(book);
    await book.file.close().catch(() => undefined);
    book = await openBook(path, bound);
    return book;
  };

  return {
    state: () => stateOf(book),
    read: () =>
      turns('append', async () => {
        const one = await mended();
        return { state: stateOf(one), file: await open(path, 'r'), start: FILE_HEADER_BYTES };
      }),
    async append(after, body) {
      const begun = await turns('append', async () => {
        const one = await mended();
        if (one.damaged) return refused('damaged', sequenceOf(one));
        if (after !== one.baseSequence + one.ends.length) {
          // The answer says what is kept, so it waits until that is true.
          await flush(one);
          const last = sequenceOf(one);
          // Sent again because its answer was lost. By its bytes, and not by its number: another window may have been first.
          if (after === last - 1 && (await isLastEntry(one, body)))
            return { kind: 'kept', sequence: last } as const;
          return refused('out-of-order', last);
        }
        const end = await writeEntry(one, after + 1, body);
        if (end === null) return refused('too-large', sequenceOf(one));
        one.ends.push(end);
        failpoints.hit('journal.appended');
        return { one, count: one.ends.length };
      });
      if ('kind' in begun) return begun;
      await flush(begun.one, begun.count);
      failpoints.hit('journal.synced');
      return { kind: 'kept', sequence: begun.one.baseSequence + begun.count };
    },
    replaceBase: (sequence, body, { aside } = { aside: false }) =>
      turns('base', async () => {
        const part = join(folder, BASE_PART);
        try {
          const base = await writeBase(part, sequence, body);
          if (base === null) return refused('malformed', sequenceOf(book));
          failpoints.hit('journal.base-written');
          return await turns('append', async () => {
            const one = await mended();
            await flush(one);
            const last = sequenceOf(one);
            const fits = one.damaged ? sequence >= last : sequence >= one.baseSequence && sequence <= last;
            if (!fits) return refused('out-of-order', last);
            await carryOver(one, sequence, part, base);
            const copy = aside ? copyPath(path, Math.max(sequence, last)) : undefined;
            if (copy !== undefined) await keepAside(one.file, copy);
            one.broken = new Replaced();
            // Windows replaces no file that is open.
            await one.file.close().catch(() => undefined);
            await replaceDurably(part, path);
            failpoints.hit('journal.base-renamed');
            book = await openBook(path, null);
            return { kind: 'kept', sequence: sequenceOf(book), ...(copy !== undefined && { copy }) } as const;
          });
        } finally {
          await removeFile(part);
        }
      }),
    copyTo: (target) =>
      turns('append', async () => {
        const one = await mended();
        await flush(one);
        const file = await open(target, 'wx', 0o600);
        try {
          await copyRange(one.file, 0, file, 0, durableEnd(one));
          await file.sync();
        } finally {
          await file.close();
        }
      }),
    async close() {
      await turns('base', () => turns('append', () => book.file.close())).catch(() => undefined);
    },
  };
}

/** The file has been replaced: where it ended before says nothing. */
class Replaced extends Error {}

async function openBook(path: string, bound: number | null): Promise<Book> {
  const file = await open(path, 'r+');
  try {
    const read: ReadAt = async (position, length) => {
      const most = bound === null ? length : Math.max(0, Math.min(length, bound - position));
      const buffer = new Uint8Array(most);
      const { bytesRead } = await file.read(buffer, 0, most, position);
      return buffer.subarray(0, bytesRead);
    };
    const found = await scanJournal(read);
    const ends = [...found.ends];
    const copy = copyPath(path, found.baseSequence + ends.length);
    if (!found.damaged) {
      if (await hasMoreBehind(read, found)) await keepAside(file, copy);
      await file.truncate(ends.at(-1) ?? found.baseEnd);
      await file.sync();
    }
    const book: Book = {
      ...found,
      file,
      ends,
      durable: ends.length,
      copy: (await exists(copy)) ? copy : null,
      copyAfter: ends.length,
      broken: null,
      sync: createGroupSync(async () => {
        if (book.broken !== null) throw book.broken;
        const count = book.ends.length;
        try {
          await file.datasync();
        } catch (error) {
          // After a failed sync the system may have thrown the bytes away: it is never asked again about them.
          book.broken = error;
          throw error;
        }
        book.durable = Math.max(book.durable, count);
      }),
    };
    return book;
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** By the first entry that is not there any more: the name alone says later that nothing came in its place. */
function copyPath(path: string, lastSequence: number): string {
  return `${path}-damaged-${lastSequence + 1}`;
}

/** What is cut off next was somebody's work: a whole copy stays for those who can mend it. */
async function keepAside(file: FileHandle, path: string): Promise<void> {
  const target = await open(path, 'w', 0o600);
  try {
    await copyRange(file, 0, target, 0, (await file.stat()).size);
    await target.sync();
  } finally {
    await target.close();
  }
}

function sequenceOf(book: Book): number {
  return book.baseSequence + book.durable;
}

function stateOf(book: Book): JournalState {
  const { baseSequence, damaged } = book;
  const copy = book.durable === book.copyAfter ? book.copy : null;
  return { baseSequence, sequence: sequenceOf(book), sizeBytes: durableEnd(book), damaged, copy };
}

function durableEnd(book: Book): number {
  return book.durable === 0 ? book.baseEnd : (book.ends[book.durable - 1] ?? book.baseEnd);
}

async function flush(book: Book, count = book.ends.length): Promise<void> {
  if (book.durable < count) await book.sync();
}

/** Nothing of an entry stays that did not come whole: a window that went away, a full disk. Null is too much. */
async function writeEntry(book: Book, sequence: number, body: Body): Promise<number | null> {
  const start = book.ends.at(-1) ?? book.baseEnd;
  let end: number | null = null;
  try {
    end = await writeFrame(book.file, start, sequence, body);
    return end;
  } finally {
    if (end === null) {
      await book.file.truncate(start).catch((error: unknown) => {
        book.broken ??= error;
      });
    }
  }
}

async function isLastEntry(book: Book, body: Body): Promise<boolean> {
  const start = book.ends.length > 1 ? book.ends.at(-2) : book.baseEnd;
  if (book.ends.length === 0 || start === undefined) return false;
  const head = new Uint8Array(FRAME_HEADER_BYTES);
  await book.file.read(head, 0, FRAME_HEADER_BYTES, start);
  const { length, crc, sequence } = readFrameHeader(head);
  let sent = 0;
  let sentCrc = 0;
  for await (const bytes of body) {
    sent += bytes.byteLength;
    if (sent > length) return false;
    sentCrc = crc32(bytes, sentCrc);
  }
  return sent === length && frameCrc(sentCrc, length, sequence) === crc;
}

interface WrittenBase {
  readonly frames: number;
  readonly end: number;
}

async function writeBase(part: string, sequence: number, body: Body): Promise<WrittenBase | null> {
  const file = await open(part, 'w', 0o600);
  try {
    const base = await writeFrames(file, FILE_HEADER_BYTES, sequence, body);
    if (base === null) return null;
    await writeAt(file, writeFileHeader({ baseSequence: sequence, baseFrames: base.frames }), 0);
    await file.sync();
    return base;
  } finally {
    await file.close();
  }
}

/** Entries that came while the base was being made follow it in the new file. */
async function carryOver(book: Book, sequence: number, part: string, base: WrittenBase): Promise<void> {
  const held = sequence - book.baseSequence;
  const from = held <= 0 ? book.baseEnd : (book.ends[held - 1] ?? durableEnd(book));
  const to = durableEnd(book);
  if (book.damaged || from >= to) return;
  const file = await open(part, 'r+');
  try {
    await copyRange(book.file, from, file, base.end, to - from);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function copyRange(
  source: FileHandle,
  from: number,
  target: FileHandle,
  to: number,
  length: number,
): Promise<void> {
  const buffer = new Uint8Array(Math.min(COPY_BYTES, Math.max(1, length)));
  for (let done = 0; done < length; ) {
    const { bytesRead } = await source.read(
      buffer,
      0,
      Math.min(buffer.byteLength, length - done),
      from + done,
    );
    if (bytesRead === 0) throw Object.assign(new Error('file ended early'), { code: 'EIO', syscall: 'read' });
    await writeAt(target, buffer.subarray(0, bytesRead), to + done);
    done += bytesRead;
  }
}

function refused(code: Extract<Kept, { kind: 'refused' }>['code'], sequence: number): Kept {
  return { kind: 'refused', code, sequence };
}
