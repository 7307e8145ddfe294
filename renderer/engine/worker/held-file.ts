import type { DocumentStart, FromEngine } from '../protocol/index.ts';
import type { Start } from './begin-document.ts';
import { type ReadFile, readFileWithOrigins } from './open-file.ts';

/** The file that was looked at last, until a document begins with it. */
export interface HeldFile {
  look(file: Blob): Promise<void>;
  /** What a document begins with; null for a file that is not held any more. Nothing is held after it. */
  startOf(start: DocumentStart): Start | null;
}

export function createHeldFile(post: (message: FromEngine) => void): HeldFile {
  let held: ReadFile | null = null;
  return {
    async look(file) {
      held = null;
      const bytes = await file.arrayBuffer().catch(() => null);
      const read = bytes === null ? null : await readFileWithOrigins(new Uint8Array(bytes));
      if (read === null) post({ kind: 'file-refused', code: 'unreadable' });
      else if ('code' in read) post({ kind: 'file-refused', code: read.code });
      else {
        held = read;
        post({ kind: 'file-read', facts: read.facts });
      }
    },
    startOf(start) {
      const file = held;
      held = null;
      if (start.kind !== 'read-file') return start;
      return file === null ? null : { kind: 'file', file };
    },
  };
}
