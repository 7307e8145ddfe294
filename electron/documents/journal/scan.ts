import { crc32 } from 'node:zlib';
import {
  ENTRY_MAX_BYTES,
  FILE_HEADER_BYTES,
  FRAME_HEADER_BYTES,
  frameCrc,
  readFileHeader,
  readFrameHeader,
} from './frames.ts';

/** Bytes of a file from a place on; fewer than asked for only at its end. */
export type ReadAt = (position: number, length: number) => Promise<Uint8Array>;

export interface Scanned {
  readonly baseSequence: number;
  /** Where the base ends and the entries begin. */
  readonly baseEnd: number;
  /** Where each entry after the base ends, in order. */
  readonly ends: readonly number[];
  /** The base itself is not whole: what is left may be read, and nothing may follow it. */
  readonly damaged: boolean;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Finds what is whole, from the beginning: the first frame that is cut short, out of order or fails its CRC ends it, with
 * everything behind it. Reads in pieces, so that memory does not depend on the file.
 */
export async function scanJournal(read: ReadAt): Promise<Scanned> {
  const header = readFileHeader(await read(0, FILE_HEADER_BYTES));
  if (header === null) return { baseSequence: 0, baseEnd: FILE_HEADER_BYTES, ends: [], damaged: true };
  const { baseSequence, baseFrames } = header;
  let at = FILE_HEADER_BYTES;
  for (let index = 0; index < baseFrames; index++) {
    const end = await frameEnd(read, at, baseSequence);
    if (end === null) return { baseSequence, baseEnd: at, ends: [], damaged: true };
    at = end;
  }
  const baseEnd = at;
  const ends: number[] = [];
  for (;;) {
    const end = await frameEnd(read, at, baseSequence + ends.length + 1);
    if (end === null) return { baseSequence, baseEnd, ends, damaged: false };
    ends.push(end);
    at = end;
  }
}

/**
 * Whether a whole entry stands behind the one that ended the scan. A crash leaves a torn end and nothing after it; this is
 * a disk that lost or changed bytes of what had been kept.
 */
export async function hasMoreBehind(
  read: ReadAt,
  { baseSequence, baseEnd, ends }: Scanned,
): Promise<boolean> {
  const at = ends.at(-1) ?? baseEnd;
  const sequence = baseSequence + ends.length + 1;
  const head = await read(at, FRAME_HEADER_BYTES);
  if (head.byteLength < FRAME_HEADER_BYTES) return false;
  const frame = readFrameHeader(head);
  if (frame.sequence !== sequence || frame.length > ENTRY_MAX_BYTES) return false;
  return (await frameEnd(read, at + FRAME_HEADER_BYTES + frame.length, sequence + 1)) !== null;
}

/** Where the frame at this place ends, or null when it is not a whole frame of this sequence. */
async function frameEnd(read: ReadAt, at: number, sequence: number): Promise<number | null> {
  const head = await read(at, FRAME_HEADER_BYTES);
  if (head.byteLength < FRAME_HEADER_BYTES) return null;
  const frame = readFrameHeader(head);
  if (frame.sequence !== sequence || frame.length > ENTRY_MAX_BYTES) return null;
  let crc = 0;
  const end = at + FRAME_HEADER_BYTES + frame.length;
  for (let position = at + FRAME_HEADER_BYTES; position < end; ) {
    const chunk = await read(position, Math.min(CHUNK_BYTES, end - position));
    if (chunk.byteLength === 0) return null;
    crc = crc32(chunk, crc);
    position += chunk.byteLength;
  }
  return frameCrc(crc, frame.length, sequence) === frame.crc ? end : null;
}
