import type { DocumentStart, EngineFailure, FileFacts } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import type { Step } from '../undo/index.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { fileStep, type ReadFile, readFileWithOrigins } from './open-file.ts';
import { blankStep, firstStep } from './open-picture.ts';
import { BrokenOff } from './read-frames.ts';
import { replay } from './replay.ts';

/** What a document begins with, here in the worker: a file that was read before goes along. */
export type Start =
  | Exclude<DocumentStart, { kind: 'read-file' }>
  | { readonly kind: 'file'; readonly file: ReadFile };

export type Begun =
  | {
      readonly kind: 'begun';
      /** Brings everything; null when the journal has done so. */
      readonly step: Step | null;
      /** Of the last entry that is on the disk already. */
      readonly sequence: number;
      /** Of the file that it came from; null when it came from none. */
      readonly facts: FileFacts | null;
      readonly journal: JournalFacts;
    }
  | { readonly kind: 'failed'; readonly why: EngineFailure };

/** What came of the journal that it began with. */
export interface JournalFacts {
  readonly baseBytes: number;
  readonly grownBytes: number;
  /** It goes on from before its end, so a base must take its place before anything is kept. */
  readonly cut: boolean;
  /** Where a copy is of what was cut off before; null when nothing was. */
  readonly copy: string | null;
}

const NO_JOURNAL: JournalFacts = { baseBytes: 0, grownBytes: 0, cut: false, copy: null };

interface BeginParts {
  readonly desktop: DesktopBytes;
  readonly newId: () => string;
}

export async function beginDocument(
  parts: BeginParts,
  session: Session,
  documentId: string,
  how: Start,
): Promise<Begun> {
  const { desktop, newId } = parts;
  switch (how.kind) {
    case 'journal':
      return fromJournal(parts, session, documentId);
    case 'file':
      return brought(fileStep(session, how.file), how.file.facts);
    case 'blank':
      return brought(blankStep(session, how, newId));
    case 'picture': {
      const picture = await desktop.picture(how.sha256);
      if (picture === null) return { kind: 'failed', why: 'picture-missing' };
      return brought(firstStep(session, picture, how, newId, picture.bytes));
    }
  }
}

/** Everything that was kept; where nothing was yet, the person's file is what it begins with. */
async function fromJournal({ desktop }: BeginParts, session: Session, documentId: string): Promise<Begun> {
  const kept = await desktop.journal(documentId);
  const replayed = kept === null ? null : await replay(session, kept.frames).catch(orBrokenOff);
  if (kept === null || replayed === null) return { kind: 'failed', why: 'not-reachable' };
  if (replayed.kind !== 'replayed') return { kind: 'failed', why: replayed.kind };
  const sequence = Math.max(replayed.sequence, kept.sequence);
  const journal = { ...replayed, cut: replayed.cut || kept.damaged, copy: kept.copy };
  if (session.history.position > 0) return { kind: 'begun', step: null, sequence, facts: null, journal };
  if (journal.cut) return { kind: 'failed', why: 'damaged' };
  const bytes = await desktop.file(documentId);
  if (bytes === null) return { kind: 'failed', why: 'file-missing' };
  const file = await readFileWithOrigins(bytes);
  if ('code' in file)
    return { kind: 'failed', why: file.code === 'too-large' ? 'too-large' : 'file-unreadable' };
  return { ...brought(fileStep(session, file), file.facts), sequence };
}

function orBrokenOff(error: unknown): null {
  if (error instanceof BrokenOff) return null;
  throw error;
}

function brought(step: Step, facts: FileFacts | null = null): Extract<Begun, { kind: 'begun' }> {
  return { kind: 'begun', step, sequence: 0, facts, journal: NO_JOURNAL };
}
