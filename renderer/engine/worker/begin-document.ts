import type { DocumentStart, EngineFailure, FileFacts } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import type { Step } from '../undo/index.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { fileStep, type ReadFile, readFile } from './open-file.ts';
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
    }
  | { readonly kind: 'failed'; readonly why: EngineFailure };

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
  const frames = await desktop.journal(documentId);
  const replayed = frames === null ? null : await replay(session, frames).catch(orBrokenOff);
  if (replayed === null) return { kind: 'failed', why: 'not-reachable' };
  const { kind, sequence } = replayed;
  if (kind === 'replayed' && session.history.position === 0) {
    const bytes = await desktop.file(documentId);
    if (bytes === null) return { kind: 'failed', why: 'file-missing' };
    const file = readFile(bytes);
    if ('code' in file)
      return { kind: 'failed', why: file.code === 'too-large' ? 'too-large' : 'file-unreadable' };
    return { ...brought(fileStep(session, file), file.facts), sequence };
  }
  return kind === 'damaged'
    ? { kind: 'failed', why: 'damaged' }
    : { kind: 'begun', step: null, sequence, facts: null };
}

function orBrokenOff(error: unknown): null {
  if (error instanceof BrokenOff) return null;
  throw error;
}

function brought(step: Step, facts: FileFacts | null = null): Extract<Begun, { kind: 'begun' }> {
  return { kind: 'begun', step, sequence: 0, facts };
}
