import { crc32 } from 'node:zlib';

/**
 * The journal's file: a header, then frames.
 * Header: `GESSOJN1`, base sequence, number of base frames, CRC-32 of these sixteen bytes.
 * Frame: length of the bytes, CRC-32 of length, sequence and bytes, sequence; then the bytes.
 * All numbers are 32 bit, little endian. The frames of the base carry its sequence; those after it count up from there.
 */
export const FILE_HEADER_BYTES = 20;
export const FRAME_HEADER_BYTES = 12;

const MAGIC = new TextEncoder().encode('GESSOJN1');

/** No entry is longer: what claims to be is damaged. */
export const ENTRY_MAX_BYTES = 512 * 1024 * 1024;

export interface FileHeader {
  readonly baseSequence: number;
  readonly baseFrames: number;
}

export function writeFileHeader({ baseSequence, baseFrames }: FileHeader): Uint8Array {
  const bytes = new Uint8Array(FILE_HEADER_BYTES);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, baseSequence, true);
  view.setUint32(12, baseFrames, true);
  view.setUint32(16, crc32(bytes.subarray(0, 16)), true);
  return bytes;
}

/** Null when these bytes are no header of ours. */
export function readFileHeader(bytes: Uint8Array): FileHeader | null {
  if (bytes.byteLength < FILE_HEADER_BYTES || MAGIC.some((byte, at) => bytes[at] !== byte)) return null;
  const view = viewOf(bytes);
  if (view.getUint32(16, true) !== crc32(bytes.subarray(0, 16))) return null;
  return { baseSequence: view.getUint32(8, true), baseFrames: view.getUint32(12, true) };
}

export interface FrameHeader {
  readonly length: number;
  readonly crc: number;
  readonly sequence: number;
}

export function writeFrameHeader({ length, crc, sequence }: FrameHeader): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length, true);
  view.setUint32(4, crc, true);
  view.setUint32(8, sequence, true);
  return bytes;
}

export function readFrameHeader(bytes: Uint8Array): FrameHeader {
  const view = viewOf(bytes);
  return {
    length: view.getUint32(0, true),
    crc: view.getUint32(4, true),
    sequence: view.getUint32(8, true),
  };
}

/** The CRC of a frame once its bytes are known: theirs is begun first, since the length comes last. */
export function frameCrc(bytesCrc: number, length: number, sequence: number): number {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint32(0, length, true);
  view.setUint32(4, sequence, true);
  return crc32(head, bytesCrc);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
