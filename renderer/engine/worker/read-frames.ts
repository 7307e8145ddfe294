/** One entry of a document's journal as the desktop sends it. */
export interface JournalFrame {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Length, CRC-32 and sequence, each 32 bit, little endian. */
const HEADER_BYTES = 12;

/** The answer ended before its end: what came may be a part of what is kept. */
export class BrokenOff extends Error {}

/**
 * The frames of an answer, in order, one in memory at a time: the journal of a long day is larger than a worker may hold.
 * @throws BrokenOff
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JournalFrame, void> {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  let body: Uint8Array | null = null;
  let done = 0;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        const to: Uint8Array = body ?? header;
        const part = chunk.subarray(at, at + to.length - done);
        to.set(part, done);
        done += part.length;
        at += part.length;
        if (body === null && done === HEADER_BYTES) {
          body = new Uint8Array(view.getUint32(0, true));
          done = 0;
        }
        if (body === null || done < body.length) continue;
        yield { sequence: view.getUint32(8, true), bytes: body };
        body = null;
        done = 0;
      }
    }
  } catch (error) {
    throw new BrokenOff('the journal could not be read to its end', { cause: error });
  }
  if (body !== null || done > 0) throw new BrokenOff('the journal ended within an entry');
}

const STEP = 1;
const POSITION = 2;
const FIRST_PART = 3;
const NEXT_PART = 4;
const LAST_PART = 5;

const PLACES: Readonly<Record<number, 'first' | 'next' | 'last'>> = {
  [FIRST_PART]: 'first',
  [NEXT_PART]: 'next',
  [LAST_PART]: 'last',
};

/** The desktop keeps no entry of more than 512 MB. */
const PART_BYTES = 256 * 1024 * 1024;

export type JournalEntry =
  | { readonly kind: 'step'; readonly bytes: Uint8Array }
  /** Of a step that is too long for one entry. One whose last part is missing was never kept. */
  | { readonly kind: 'part'; readonly bytes: Uint8Array; readonly place: 'first' | 'next' | 'last' }
  /** Undo or redo went to this place of the list. */
  | { readonly kind: 'position'; readonly position: number };

/** One entry, or as many as a long step needs. */
export function writeStepEntries(step: Uint8Array, partBytes = PART_BYTES): Uint8Array<ArrayBuffer>[] {
  if (step.length <= partBytes) return [entryOf(STEP, step)];
  const entries: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < step.length; at += partBytes) {
    const end = at + partBytes;
    const kind = end >= step.length ? LAST_PART : at === 0 ? FIRST_PART : NEXT_PART;
    entries.push(entryOf(kind, step.subarray(at, end)));
  }
  return entries;
}

function entryOf(kind: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(content.length + 1);
  bytes[0] = kind;
  bytes.set(content, 1);
  return bytes;
}

export function writePositionEntry(position: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(5);
  bytes[0] = POSITION;
  new DataView(bytes.buffer).setUint32(1, position, true);
  return bytes;
}

/** Null for what no version of ours writes. */
export function readEntry(bytes: Uint8Array): JournalEntry | null {
  if (bytes[0] === STEP) return { kind: 'step', bytes: bytes.subarray(1) };
  const place = bytes[0] === undefined ? undefined : PLACES[bytes[0]];
  if (place !== undefined) return { kind: 'part', bytes: bytes.subarray(1), place };
  if (bytes[0] !== POSITION || bytes.length !== 5) return null;
  const position = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1, true);
  return { kind: 'position', position };
}
