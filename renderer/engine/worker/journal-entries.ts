const STEP = 1;
const POSITION = 2;
const FIRST_PART = 3;
const NEXT_PART = 4;
const LAST_PART = 5;
const START = 6;

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
  | { readonly kind: 'position'; readonly position: number }
  /** The first of a base: the next `states` steps make what the list begins with, which is at this place of it. */
  | { readonly kind: 'start'; readonly position: number; readonly states: number };

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
  return numbersOf(POSITION, [position]);
}

export function writeStartEntry(position: number, states: number): Uint8Array<ArrayBuffer> {
  return numbersOf(START, [position, states]);
}

function numbersOf(kind: number, numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + 4 * numbers.length);
  bytes[0] = kind;
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) view.setUint32(1 + 4 * at, number, true);
  return bytes;
}

/** Null for what no version of ours writes. */
export function readEntry(bytes: Uint8Array): JournalEntry | null {
  const [kind] = bytes;
  if (kind === STEP) return { kind: 'step', bytes: bytes.subarray(1) };
  const place = kind === undefined ? undefined : PLACES[kind];
  if (place !== undefined) return { kind: 'part', bytes: bytes.subarray(1), place };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === POSITION && bytes.length === 5) return { kind: 'position', position: view.getUint32(1, true) };
  if (kind !== START || bytes.length !== 9) return null;
  const states = view.getUint32(5, true);
  return states === 0 ? null : { kind: 'start', position: view.getUint32(1, true), states };
}
