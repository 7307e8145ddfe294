import type { FileWish, SaveOutcome } from '../protocol/index.ts';
import type { Snapshot } from '../session/snapshot.ts';
import type { JournalKeeper } from './keep-journal.ts';
import { makeFile } from './make-file.ts';
import type { SliceParts } from './slices.ts';

interface SaveParts extends SliceParts {
  readonly keeper: JournalKeeper;
  /** Null when the document has been closed. */
  readonly snapshot: () => Snapshot | null;
  readonly wait: (ms: number) => Promise<void>;
  /** Rejects when the desktop is away. */
  readonly put: (sequence: number, wish: FileWish, file: Blob) => Promise<SaveOutcome>;
}

/** Steps that can't be kept are a trouble of their own, which is said already; a save does not wait for ever. */
const JOURNAL_WAIT_MS = 10_000;

export interface Saved {
  /** Of the last step that the file has, when it was saved. */
  readonly sequence: number;
  readonly outcome: SaveOutcome;
}

/** Writes what the journal has to the person's file. The file never says more than the journal does. */
export async function saveFile(parts: SaveParts, wish: FileWish): Promise<Saved> {
  const { keeper } = parts;
  const settled = await Promise.race([keeper.settled(), parts.wait(JOURNAL_WAIT_MS).then(() => false)]);
  if (!settled) return { sequence: 0, outcome: { kind: 'steps-wait' } };
  // Both at once, with nothing in between: the number names exactly what is written.
  const sequence = keeper.sequence();
  const snapshot = parts.snapshot();
  if (snapshot === null) return { sequence: 0, outcome: { kind: 'away' } };
  let file: Blob;
  try {
    file = await makeFile(snapshot, wish.format, parts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const code = wish.format === 'psd' ? 'too-large-for-psd' : 'too-large';
    return { sequence, outcome: { kind: 'refused', code } };
  } finally {
    snapshot.release();
  }
  const outcome = await parts.put(sequence, wish, file).catch((): SaveOutcome => ({ kind: 'away' }));
  return { sequence, outcome };
}
