import type { FileFacts, FileWish, FromEngine, SaveOutcome, ToEngine } from '../../engine/protocol/index.ts';

interface Saved {
  readonly sequence: number;
  readonly outcome: SaveOutcome;
}
type FileLook =
  | { readonly kind: 'read'; readonly facts: FileFacts }
  | {
      readonly kind: 'refused';
      readonly code: Extract<FromEngine, { kind: 'file-refused' }>['code'] | 'lost';
    };

type Tell = (message: ToEngine) => void;

/** The engine answers by message; at most one of each is under way. */
let saved: ((answer: Saved) => void) | null = null;
let looked: ((answer: FileLook) => void) | null = null;

export function askToSave(tell: Tell, wish: FileWish): Promise<Saved> {
  return new Promise((resolve) => {
    saved = resolve;
    tell({ kind: 'save', wish });
  });
}

/** Reads a file whole, before there is a document for it. A second one takes the place of the first. */
export function askToLook(tell: Tell, file: Blob): Promise<FileLook> {
  return new Promise((resolve) => {
    looked?.({ kind: 'refused', code: 'lost' });
    looked = resolve;
    tell({ kind: 'read-file', file });
  });
}

export function answerSaved(answer: Saved): void {
  saved?.(answer);
  saved = null;
}

export function answerLook(answer: FileLook): void {
  looked?.(answer);
  looked = null;
}

/** The engine stopped, and will answer nothing that was asked of it. */
export function answerNothing(): void {
  answerSaved({ sequence: 0, outcome: { kind: 'away' } });
  answerLook({ kind: 'refused', code: 'lost' });
}
