import { pixelsOf } from '../../../shared/document/index.ts';
import { EMPTY_RECT } from '../../../shared/geometry/index.ts';
import { writePng } from '../ora/png/write-png.ts';
import { writeOra } from '../ora/write-ora.ts';
import type { Snapshot } from '../session/snapshot.ts';
import { inSlices, type SliceParts } from './slices.ts';
import { createSmallCopy } from './small-copy.ts';

/** So much is handed to the browser at once, which keeps it out of the worker's memory. */
const PIECE_BYTES = 8 * 1024 * 1024;
const ORA_TYPE = 'image/openraster';

/** The OpenRaster file of a snapshot, made in slices. @throws RangeError for one beyond 4 GB */
export async function makeFile(snapshot: Snapshot, parts: SliceParts): Promise<Blob> {
  const { document } = snapshot;
  const pause = inSlices(parts);
  const rects = new Map<string, ReturnType<Snapshot['contentOf']>>();
  for (const id of pixelsOf(document)) {
    rects.set(id, snapshot.contentOf(id));
    await pause();
  }
  const small = createSmallCopy(document.width, document.height);
  const file = writeOra({
    document,
    rectOf: (id) => rects.get(id) ?? EMPTY_RECT,
    pixelsOf(id) {
      const { x, y, width, height } = rects.get(id) ?? EMPTY_RECT;
      return {
        width,
        height,
        // biome-ignore lint/correctness/useYield: a band of rows is read at once.
        *rows(top, count) {
          return snapshot.rowsOf(id, { x, y: y + top, width, height: count });
        },
      };
    },
    merged: {
      width: document.width,
      height: document.height,
      *rows(top, count) {
        const rows = yield* snapshot.flattened(top, count);
        small.take(top, rows);
        return rows;
      },
    },
    thumbnail: () => writePng(small.picture(), 4),
  });
  const pieces: Blob[] = [];
  let waiting: BlobPart[] = [];
  let waitingBytes = 0;
  for (const part of file) {
    if (part.length > 0) {
      waiting.push(part as Uint8Array<ArrayBuffer>);
      waitingBytes += part.length;
    }
    if (waitingBytes >= PIECE_BYTES) {
      pieces.push(new Blob(waiting));
      waiting = [];
      waitingBytes = 0;
    }
    await pause();
  }
  return new Blob([...pieces, ...waiting], { type: ORA_TYPE });
}
