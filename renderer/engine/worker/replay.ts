import { type EditorState, openState } from '../editor/state.ts';
import type { Session } from '../session/session.ts';
import { decodeStep } from '../undo/index.ts';
import { type JournalFrame, readEntry } from './read-frames.ts';

export type Replayed =
  | { readonly kind: 'replayed'; readonly sequence: number }
  | { readonly kind: 'damaged'; readonly sequence: number };

/** Before the first step, which brings the document's size and its first layer. */
export const BEFORE_ALL: EditorState = openState({
  width: 1,
  height: 1,
  layers: {},
  root: [],
  selection: null,
});

/** Does everything again that was kept, so that the picture and the list of undo are what they were. */
export function replay(session: Session, frames: readonly JournalFrame[]): Replayed {
  let sequence = 0;
  for (const frame of frames) {
    const entry = readEntry(frame.bytes);
    if (entry === null) return { kind: 'damaged', sequence };
    if (entry.kind === 'position') session.jump(entry.position);
    else {
      const decoded = decodeStep(entry.bytes, session.history.state, session.store);
      if (decoded.kind === 'refused') return { kind: 'damaged', sequence };
      session.push(decoded.step);
    }
    sequence = frame.sequence;
  }
  return { kind: 'replayed', sequence };
}
