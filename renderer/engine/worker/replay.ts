import { joinBytes } from '../../../shared/kernel/index.ts';
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
export async function replay(
  session: Session,
  frames: AsyncIterable<JournalFrame> | Iterable<JournalFrame>,
): Promise<Replayed> {
  let sequence = 0;
  let parts: Uint8Array[] = [];
  for await (const frame of frames) {
    const entry = readEntry(frame.bytes);
    if (entry === null) return { kind: 'damaged', sequence };
    // Parts without their last were left by a window that ended in the middle: what comes now goes on from before them.
    if (entry.kind !== 'part' || entry.place === 'first') parts = [];
    if (entry.kind === 'part') parts.push(entry.bytes);
    if (entry.kind === 'position') session.jump(entry.position);
    else if (entry.kind === 'step' || entry.place === 'last') {
      const bytes = entry.kind === 'step' ? entry.bytes : joinBytes(parts);
      const decoded = decodeStep(bytes, session.history.state, session.store);
      if (decoded.kind === 'refused') return { kind: 'damaged', sequence };
      session.push(decoded.step);
      parts = [];
    }
    sequence = frame.sequence;
  }
  return { kind: 'replayed', sequence };
}
