import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import type { FromEngine, LayeredOutcome } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { makeFile } from './make-file.ts';
import type { SliceParts } from './slices.ts';

interface LayeredParts extends SliceParts {
  readonly desktop: Pick<DesktopBytes, 'keepLayered'>;
  readonly post: (message: FromEngine) => void;
}

/** The document with its layers, as a file that the desktop keeps for an export. */
export async function makeLayered(
  parts: LayeredParts,
  documentId: string,
  session: Session,
  format: LayeredFormat,
): Promise<void> {
  const snapshot = session.snapshot();
  let file: Blob | null = null;
  try {
    file = await makeFile(snapshot, format, parts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  } finally {
    snapshot.release();
  }
  const outcome: LayeredOutcome =
    file === null
      ? { kind: 'refused', code: 'too-large' }
      : await parts.desktop
          .keepLayered(documentId, format, file)
          .catch((): LayeredOutcome => ({ kind: 'away' }));
  parts.post({ kind: 'layered', documentId, outcome });
}
