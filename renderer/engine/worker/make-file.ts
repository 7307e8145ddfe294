import { pixelsOf } from '../../../shared/document/index.ts';
import { EMPTY_RECT } from '../../../shared/geometry/index.ts';
import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import type { Rows } from '../ora/png/write-png.ts';
import { writePng } from '../ora/png/write-png.ts';
import { writeOra } from '../ora/write-ora.ts';
import { type PsdContent, writePsd } from '../psd/write-psd.ts';
import type { Snapshot } from '../session/snapshot.ts';
import { inSlices, type SliceParts } from './slices.ts';
import { createSmallCopy } from './small-copy.ts';

/** So much is handed to the browser at once, which keeps it out of the worker's memory. */
const PIECE_BYTES = 8 * 1024 * 1024;
const TYPES: Readonly<Record<LayeredFormat, string>> = {
  ora: 'image/openraster',
  psd: 'image/vnd.adobe.photoshop',
};

/**
 * The file of a snapshot, made in slices.
 * @throws RangeError for an OpenRaster file beyond 4 GB, and for what no Photoshop file holds
 */
export async function makeFile(snapshot: Snapshot, format: LayeredFormat, parts: SliceParts): Promise<Blob> {
  const { document } = snapshot;
  const pause = inSlices(parts);
  const rects = new Map<string, ReturnType<Snapshot['contentOf']>>();
  for (const id of pixelsOf(document)) {
    rects.set(id, snapshot.contentOf(id));
    await pause();
  }
  const rectOf: PsdContent['rectOf'] = (id) => rects.get(id) ?? EMPTY_RECT;
  const content = {
    document,
    rectOf,
    pixelsOf: (id) => {
      const { x, y, width, height } = rectOf(id);
      return {
        width,
        height,
        // biome-ignore lint/correctness/useYield: a band of rows is read at once.
        *rows(top, count) {
          return snapshot.rowsOf(id, { x, y: y + top, width, height: count });
        },
      };
    },
    merged: { width: document.width, height: document.height, rows: snapshot.flattened },
  } satisfies PsdContent;
  const { body, head } = await gathered(format === 'psd' ? writePsd(content) : oraSteps(content), pause);
  return new Blob([head, ...body], { type: TYPES[format] });
}

function* oraSteps(content: PsdContent): Generator<Uint8Array, Uint8Array> {
  const { width, height, rows } = content.merged;
  const small = createSmallCopy(width, height);
  const merged: Rows = {
    width,
    height,
    *rows(top, count) {
      const bytes = yield* rows(top, count);
      small.take(top, bytes);
      return bytes;
    },
  };
  yield* writeOra({ ...content, merged, thumbnail: () => writePng(small.picture(), 4) });
  return new Uint8Array(0);
}

/** What is yielded, in its order, and what is returned, which stands before it. */
async function gathered(
  steps: Generator<Uint8Array, Uint8Array>,
  pause: () => Promise<void>,
): Promise<{ readonly body: readonly Blob[]; readonly head: Uint8Array<ArrayBuffer> }> {
  const body: Blob[] = [];
  let waiting: BlobPart[] = [];
  let waitingBytes = 0;
  const hand = (): void => {
    body.push(new Blob(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      hand();
      return { body, head: step.value as Uint8Array<ArrayBuffer> };
    }
    if (step.value.length > 0) {
      waiting.push(step.value as Uint8Array<ArrayBuffer>);
      waitingBytes += step.value.length;
    }
    if (waitingBytes >= PIECE_BYTES) hand();
    await pause();
  }
}
