import { shownOrigins } from '../../../shared/document/index.ts';
import { writePngSteps } from '../ora/png/write-png.ts';
import type { FlattenOutcome, FromEngine } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { inSlices } from './slices.ts';

interface FlattenParts {
  readonly desktop: Pick<DesktopBytes, 'keepFlattened'>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly post: (message: FromEngine) => void;
}

/** Everything as it is seen, as one PNG that the desktop keeps; made in slices while the hand paints on. */
export async function flattenDocument(
  parts: FlattenParts,
  documentId: string,
  session: Session,
): Promise<void> {
  const { width, height } = session.document();
  const origins = shownOrigins(session.document());
  const png = await flatPng(parts, session);
  const answer = await parts.desktop.keepFlattened(documentId, png).catch(() => null);
  const made: FlattenOutcome = { kind: 'made', png, width, height, origins };
  const outcome = answer === null ? ({ kind: 'away' } as const) : answer.kind === 'kept' ? made : answer;
  parts.post({ kind: 'flattened', documentId, outcome });
}

async function flatPng({ now, wait }: FlattenParts, session: Session): Promise<Blob> {
  const { width, height } = session.document();
  const snapshot = session.snapshot();
  const pause = inSlices({ now, rest: () => wait(0) });
  try {
    const steps = writePngSteps({ width, height, rows: snapshot.flattened }, 4);
    let step = steps.next();
    while (step.done !== true) {
      await pause();
      step = steps.next();
    }
    return new Blob(step.value as Uint8Array<ArrayBuffer>[], { type: 'image/png' });
  } finally {
    snapshot.release();
  }
}
