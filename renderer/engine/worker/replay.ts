import { joinBytes } from '../../../shared/kernel/index.ts';
import { type EditorState, openState } from '../editor/state.ts';
import type { Session } from '../session/session.ts';
import { decodeStep } from '../undo/index.ts';
import { type JournalEntry, readEntry } from './journal-entries.ts';
import type { JournalFrame } from './read-frames.ts';

export type Replayed =
  | {
      readonly kind: 'replayed';
      /** Of the last entry there is, read or not. */
      readonly sequence: number;
      /** An entry could not be read or done: the document is as it was before that one, and nothing behind it counts. */
      readonly cut: boolean;
      readonly baseBytes: number;
      /** Behind the base. */
      readonly grownBytes: number;
    }
  /** Not even its beginning can be read. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'too-large' };

/** Before the first step, which brings the document's size and its first layer. */
export const BEFORE_ALL: EditorState = openState({
  width: 1,
  height: 1,
  layers: {},
  root: [],
  selection: null,
});

/** After the step that brings the document, which is never taken back. */
export const FIRST_POSITION = 1;

/**
 * Does everything again that was kept, so that the picture and the list of undo are what they were: as far as it can be
 * read.
 */
export async function replay(
  session: Session,
  frames: AsyncIterable<JournalFrame> | Iterable<JournalFrame>,
): Promise<Replayed> {
  const reader = createReplay(session);
  let sequence = 0;
  let first: number | null = null;
  let cut = false;
  let [baseBytes, grownBytes] = [0, 0];
  for await (const frame of frames) {
    sequence = frame.sequence;
    first ??= sequence;
    // What stands behind a bad entry is only counted: it goes on from what is not there.
    cut ||= !reader.take(readEntry(frame.bytes));
    if (session.store.full) return { kind: 'too-large' };
    if (reader.hasBase && sequence === first) baseBytes += frame.bytes.length;
    else grownBytes += frame.bytes.length;
  }
  if (!reader.begun || (cut && session.history.position === 0)) return { kind: 'damaged' };
  return { kind: 'replayed', sequence, cut, baseBytes, grownBytes };
}

interface Replay {
  /** False for an entry that cannot be done. */
  take(entry: JournalEntry | null): boolean;
  readonly hasBase: boolean;
  /** False while what the list begins with is not whole. */
  readonly begun: boolean;
}

function createReplay(session: Session): Replay {
  let parts: Uint8Array[] = [];
  let start: { readonly position: number; readonly states: number } | null = null;
  let states = 0;
  let taken = 0;

  const hasBegun = (): boolean => start === null || states === start.states;
  const doStep = (bytes: Uint8Array): boolean => {
    const decoded = decodeStep(bytes, session.history.state, session.store);
    if (decoded.kind === 'refused') return false;
    session.push(decoded.step);
    if (start === null || hasBegun()) return true;
    states += 1;
    if (states === start.states) session.history.beginAt(start.position);
    return true;
  };
  const doEntry = (entry: JournalEntry): boolean => {
    // Parts without their last were left by a window that ended in the middle: what comes now goes on from before them.
    const earlier = entry.kind === 'part' && entry.place !== 'first' ? parts : [];
    parts = [];
    switch (entry.kind) {
      case 'start':
        if (taken > 1) return false;
        start = entry;
        return true;
      case 'position':
        if (!hasBegun()) return false;
        session.jump(entry.position);
        return true;
      case 'step':
        return doStep(entry.bytes);
      case 'part':
        if (entry.place === 'last') return doStep(joinBytes([...earlier, entry.bytes]));
        parts = [...earlier, entry.bytes];
        return true;
    }
  };
  return {
    take(entry) {
      taken += 1;
      return entry !== null && doEntry(entry);
    },
    get hasBase() {
      return start !== null;
    },
    get begun() {
      return hasBegun();
    },
  };
}
