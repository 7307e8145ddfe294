import { listLayers } from '../../../shared/document/index.ts';
import type { Point } from '../../../shared/geometry/index.ts';
import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import type { KernelBackend } from '../kernel/backend.ts';
import type { FileWish, FromEngine, RoomRefusal } from '../protocol/index.ts';
import { createSession, type Session } from '../session/session.ts';
import { createTileStore, type SpillStore } from '../tiles/index.ts';
import { dropStep, encodeStep, type Step } from '../undo/index.ts';
import { type Begun, beginDocument, type Start } from './begin-document.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { flattenDocument } from './flatten.ts';
import { writePositionEntry, writeStepEntries } from './journal-entries.ts';
import { createJournalKeeper, type JournalKeeper } from './keep-journal.ts';
import { makeLayered } from './make-layered.ts';
import { mendJournal } from './mend-journal.ts';
import { type LayerStart, pictureStep } from './open-picture.ts';
import { BEFORE_ALL, FIRST_POSITION } from './replay.ts';
import { saveFile } from './save-file.ts';
import { type BaseKeeper, createBaseKeeper } from './shorten-journal.ts';
import type { Thumbnailer } from './thumbnailer.ts';

export interface OpenParts {
  readonly backend: KernelBackend;
  /** Where tiles go when memory is short; null keeps them in memory. */
  readonly spill: SpillStore | null;
  readonly desktop: DesktopBytes;
  /** Never the same twice. */
  readonly newId: () => string;
  /** What tiles may take of memory, when a base is due, and what may wait for the disk; tests have less. */
  readonly tilesBytes?: number;
  readonly isBaseDue?: (grownBytes: number, baseBytes: number) => boolean;
  readonly waitingMaxBytes?: number;
  readonly thumbnails: (session: Session, post: (message: FromEngine) => void) => Thumbnailer;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly post: (message: FromEngine) => void;
}

/** A document that is worked on: each step is done, kept by the desktop, and told to the window. */
export interface OpenDocument {
  readonly session: Session;
  /** Why nothing new may be made just now; null when it may. */
  refusal(): RoomRefusal | null;
  /** False when there is no memory for it: then it is refused, and gone. */
  push(step: Step): boolean;
  /** To a place of the undo list; the step that brought the document itself is never taken back. */
  go(position: number): void;
  addPicture(sha256: string, about: LayerStart, at: Point): Promise<void>;
  save(wish: FileWish): Promise<void>;
  /** Makes one picture of everything, and has the desktop keep it. */
  flatten(): Promise<void>;
  /** Makes a file with its layers, and has the desktop keep it. */
  layered(format: LayeredFormat): Promise<void>;
  /** Resolves when its last steps are kept, or have waited long enough, and its pixels are let go. */
  close(): Promise<void>;
}

type Failure = Extract<FromEngine, { kind: 'failed' }>;

/** What was begun, with the first step done and nothing in the way of the next. */
interface Ready extends Extract<Begun, { kind: 'begun' }> {
  /** Of the first step, to be kept. */
  readonly entries: readonly Uint8Array<ArrayBuffer>[];
  /** Where all is that could not be read. */
  readonly copy: string | null;
}

/** How the document is now. */
function wordOf(session: Session): FromEngine {
  const { history } = session;
  return {
    kind: 'document',
    document: session.document(),
    history: history
      .entries()
      .filter(({ number }) => number > FIRST_POSITION)
      .map(({ number, label }) => ({ position: number, label })),
    position: history.position,
    selection: session.selectionOutline(),
  };
}

/** So long a document that was closed tries to have its last steps kept. */
const LAST_STEPS_MS = 10_000;

export async function openDocument(
  parts: OpenParts,
  documentId: string,
  how: Start,
): Promise<OpenDocument | Failure> {
  const { desktop, post, newId } = parts;
  const session = createSession({
    backend: parts.backend,
    state: BEFORE_ALL,
    store: createTileStore(parts.spill, parts.tilesBytes),
  });
  const begun = await begin(parts, session, documentId, how);
  if (begun.kind === 'failed') {
    session.close();
    return begun;
  }
  let closed = false;
  let released = false;
  const tell = (message: FromEngine): void => {
    if (!closed) post(message);
  };
  const { keeper, bases } = keepersOf(parts, { session, documentId, begun, tell });
  const thumbnailer = parts.thumbnails(session, post);

  const say = (): void => {
    post(wordOf(session));
    thumbnailer.later();
  };
  const push = (step: Step): boolean => {
    const entries = entriesOf(session, step);
    if (entries === null) {
      post({ kind: 'refused', why: 'memory-full' });
      return false;
    }
    session.push(step);
    for (const entry of entries) keeper.keep(entry);
    say();
    return true;
  };
  session.setActive(listLayers(session.document())[0]?.layer.id ?? null);
  for (const entry of begun.entries) keeper.keep(entry);
  say();
  if (begun.copy !== null) post({ kind: 'cut', copy: begun.copy });
  if (begun.facts !== null) post({ kind: 'file-opened', documentId, facts: begun.facts });

  return {
    session,
    refusal: () => (keeper.isFull() ? 'not-kept' : session.store.full ? 'memory-full' : null),
    push,
    go(position) {
      if (!Number.isInteger(position) || position < FIRST_POSITION || !session.jump(position)) return;
      keeper.keep(writePositionEntry(position));
      say();
    },
    async addPicture(sha256, about, at) {
      const picture = await desktop.picture(sha256);
      if (closed) return;
      if (picture === null) {
        post({ kind: 'refused', why: 'picture-missing' });
        return;
      }
      const outcome = pictureStep(session, picture, at, about, newId);
      if (outcome.kind === 'step') push(outcome.step);
      if (outcome.kind === 'refused') post({ kind: 'refused', why: outcome.code });
    },
    async save(wish) {
      const saved = await saveFile(
        {
          keeper,
          snapshot: () => (released ? null : session.snapshot()),
          wait: parts.wait,
          now: parts.now,
          rest: () => parts.wait(0),
          put: (...file) => desktop.saveFile(documentId, ...file),
        },
        wish,
      );
      post({ kind: 'file', documentId, ...saved });
      if (saved.outcome.kind === 'saved') bases.rested();
    },
    flatten: () => flattenDocument(parts, documentId, session),
    layered: (format) =>
      makeLayered({ desktop, post, now: parts.now, rest: () => parts.wait(0) }, documentId, session, format),
    async close() {
      closed = true;
      thumbnailer.stop();
      // Steps on their way still go to the desktop's disk, and a save that waits for them gets its snapshot.
      await Promise.race([keeper.settled(), parts.wait(LAST_STEPS_MS)]);
      keeper.stop();
      await bases.stop();
      released = true;
      session.close();
    },
  };
}

/** Begins it, or says why it cannot be: what does not fit into memory is refused, and nothing of it is kept. */
async function begin(
  parts: OpenParts,
  session: Session,
  documentId: string,
  how: Start,
): Promise<Ready | Failure> {
  const begun = await beginDocument(parts, session, documentId, how).catch(orTooLarge);
  if (begun.kind === 'failed') return begun;
  const { step, journal } = begun;
  const entries = step === null ? [] : entriesOf(session, step);
  if (entries === null) return TOO_LARGE;
  if (step !== null) session.push(step);
  const mended = journal.cut ? await mendJournal(parts, session, documentId, begun.sequence) : null;
  if (mended?.kind === 'failed') return mended;
  return { ...begun, entries, copy: mended?.copy ?? journal.copy };
}

const TOO_LARGE: Failure = { kind: 'failed', why: 'too-large' };

function orTooLarge(error: unknown): Failure {
  if (error instanceof RangeError) return TOO_LARGE;
  throw error;
}

/** What the journal gets for a step; null when there is no memory for it, and then the step is gone. */
function entriesOf({ store }: Session, step: Step): readonly Uint8Array<ArrayBuffer>[] | null {
  let entries: readonly Uint8Array<ArrayBuffer>[] | null = null;
  try {
    entries = store.full ? null : writeStepEntries(encodeStep(step, store));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (entries === null) dropStep(store, step);
  return entries;
}

interface KeeperFacts {
  readonly session: Session;
  readonly documentId: string;
  readonly begun: Ready;
  readonly tell: (message: FromEngine) => void;
}

/** Of the steps, one by one, and of the base that takes the place of many. */
function keepersOf(
  parts: OpenParts,
  { session, documentId, begun, tell }: KeeperFacts,
): { readonly keeper: JournalKeeper; readonly bases: BaseKeeper } {
  const { desktop, wait, waitingMaxBytes } = parts;
  const keeper = createJournalKeeper({
    async put(after, entry) {
      const answer = await desktop.append(documentId, after, entry);
      if (answer.kind === 'kept') bases.grew(entry.length);
      return answer;
    },
    say(state, sequence) {
      tell({ kind: 'saving', state, sequence });
      if (state === 'saved') bases.settled();
    },
    overtaken: () => tell({ kind: 'failed', why: 'changed-elsewhere' }),
    wait,
    sequence: begun.sequence,
    ...(waitingMaxBytes !== undefined && { waitingMaxBytes }),
  });
  const bases = createBaseKeeper({
    ...parts,
    ...begun.journal,
    session,
    keeper,
    put: (sequence, base) => desktop.putBase(documentId, sequence, base, { aside: false }),
    rest: () => wait(0),
  });
  // What was opened may be due for one already.
  bases.settled();
  return { keeper, bases };
}
