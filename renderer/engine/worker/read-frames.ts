/** One entry of a document's journal as the desktop sends it. */
export interface JournalFrame {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Length, CRC-32 and sequence, each 32 bit, little endian. */
const HEADER_BYTES = 12;

/** The frames of an answer, in order. What is cut off at the end is not there: the desktop only sends whole ones. */
export function readFrames(bytes: Uint8Array): readonly JournalFrame[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: JournalFrame[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const length = view.getUint32(at, true);
    const start = at + HEADER_BYTES;
    if (start + length > bytes.length) break;
    frames.push({ sequence: view.getUint32(at + 8, true), bytes: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return frames;
}

const STEP = 1;
const POSITION = 2;

export type JournalEntry =
  | { readonly kind: 'step'; readonly bytes: Uint8Array }
  /** Undo or redo went to this place of the list. */
  | { readonly kind: 'position'; readonly position: number };

export function writeStepEntry(step: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(step.length + 1);
  bytes[0] = STEP;
  bytes.set(step, 1);
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
  if (bytes[0] !== POSITION || bytes.length !== 5) return null;
  const position = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1, true);
  return { kind: 'position', position };
}
