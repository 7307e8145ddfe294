import { listLayers } from '../../../shared/document/index.ts';
import type { Point } from '../../../shared/geometry/index.ts';
import type { KernelBackend } from '../kernel/backend.ts';
import type { FileWish, FromEngine } from '../protocol/index.ts';
import { createSession, type Session } from '../session/session.ts';
import { createTileStore, type SpillStore } from '../tiles/index.ts';
import { encodeStep, type Step } from '../undo/index.ts';
import { beginDocument, type Start } from './begin-document.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { flattenDocument } from './flatten.ts';
import { createJournalKeeper } from './keep-journal.ts';
import { type LayerStart, pictureStep } from './open-picture.ts';
import { writePositionEntry, writeStepEntries } from './read-frames.ts';
import { BEFORE_ALL } from './replay.ts';
import { saveFile } from './save-file.ts';
import type { Thumbnailer } from './thumbnailer.ts';

export interface OpenParts {
  readonly backend: KernelBackend;
  /** Where tiles go when memory is short; null keeps them in memory. */
  readonly spill: SpillStore | null;
  readonly desktop: DesktopBytes;
  /** Never the same twice. */
  readonly newId: () => string;
  readonly thumbnails: (session: Session, post: (message: FromEngine) => void) => Thumbnailer;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly post: (message: FromEngine) => void;
}

/** A document that is worked on: each step is done, kept by the desktop, and told to the window. */
export interface OpenDocument {
  readonly session: Session;
  push(step: Step): void;
  /** To a place of the undo list; the step that brought the document itself is never taken back. */
  go(position: number): void;
  addPicture(sha256: string, about: LayerStart, at: Point): Promise<void>;
  save(wish: FileWish): Promise<void>;
  /** Makes one picture of everything, and has the desktop keep it. */
  flatten(): Promise<void>;
  /** Resolves when its last steps are kept, or have waited long enough, and its pixels are let go. */
  close(): Promise<void>;
}

type Failure = Extract<FromEngine, { kind: 'failed' }>;

const FIRST_POSITION = 1;
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
    store: createTileStore(parts.spill),
  });
  const begun = await beginDocument(parts, session, documentId, how);
  if (begun.kind === 'failed') {
    session.close();
    return begun;
  }
  let closed = false;
  let released = false;
  const keeper = createJournalKeeper({
    put: (after, entry) => desktop.append(documentId, after, entry),
    say(state, sequence) {
      if (!closed) post({ kind: 'saving', state, sequence });
    },
    overtaken() {
      if (!closed) post({ kind: 'failed', why: 'changed-elsewhere' });
    },
    wait: parts.wait,
    sequence: begun.sequence,
  });
  const thumbnailer = parts.thumbnails(session, post);

  const say = (): void => {
    const { history } = session;
    post({
      kind: 'document',
      document: session.document(),
      history: history
        .entries()
        .filter(({ number }) => number > FIRST_POSITION)
        .map(({ number, label }) => ({ position: number, label })),
      position: history.position,
      selection: session.selectionOutline(),
    });
    thumbnailer.later();
  };
  const push = (step: Step): void => {
    const entries = writeStepEntries(encodeStep(step, session.store));
    session.push(step);
    for (const entry of entries) keeper.keep(entry);
    say();
  };
  session.setActive(listLayers(session.document())[0]?.layer.id ?? null);
  if (begun.step === null) say();
  else push(begun.step);
  if (begun.facts !== null) post({ kind: 'file-opened', documentId, facts: begun.facts });

  return {
    session,
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
    },
    flatten: () => flattenDocument(parts, documentId, session),
    async close() {
      closed = true;
      thumbnailer.stop();
      // Steps on their way still go to the desktop's disk, and a save that waits for them gets its snapshot.
      await Promise.race([keeper.settled(), parts.wait(LAST_STEPS_MS)]);
      keeper.stop();
      released = true;
      session.close();
    },
  };
}
