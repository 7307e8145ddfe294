import { crc32 } from 'node:zlib';

/** One chunk of a PNG file: its four-letter type and its data, without length and checksum. */
export interface PngChunk {
  readonly type: string;
  /** A view into the file where it was read from one; copy before changing. */
  readonly data: Uint8Array;
}

export interface PngLimits {
  readonly maxBytes: number;
  readonly maxChunks: number;
}

/** Why bytes are not taken for a PNG. A closed list: hostile files are expected, so nothing here throws. */
export type PngRefusal =
  | 'too-large'
  | 'not-png'
  | 'truncated'
  | 'bad-chunk-type'
  | 'bad-checksum'
  | 'too-many-chunks'
  | 'no-header'
  | 'no-end';

export type PngRead =
  | { readonly kind: 'read'; readonly chunks: readonly PngChunk[] }
  | { readonly kind: 'refused'; readonly reason: PngRefusal };

/** An eight-megapixel picture is about 25 MB; ten times that leaves room for 16-bit scans. */
export const PNG_LIMITS: PngLimits = { maxBytes: 256 * 1024 * 1024, maxChunks: 16_384 };

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const CHUNK_OVERHEAD_BYTES = 12;
const HEADER_DATA_BYTES = 13;

/**
 * The chunks of a PNG in file order, from IHDR to IEND; bytes after IEND are left out.
 * @source PNG specification, third edition, section 5
 */
export function readPngChunks(bytes: Uint8Array, limits: PngLimits = PNG_LIMITS): PngRead {
  if (bytes.length > limits.maxBytes) return refused('too-large');
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) return refused('not-png');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let at = SIGNATURE.length;
  while (at + CHUNK_OVERHEAD_BYTES <= bytes.length) {
    if (chunks.length >= limits.maxChunks) return refused('too-many-chunks');
    const sizeBytes = view.getUint32(at);
    // Compared against what is left, never added first: a length near 2^32 must not wrap past the check.
    if (sizeBytes > bytes.length - at - CHUNK_OVERHEAD_BYTES) return refused('truncated');
    const typed = bytes.subarray(at + 4, at + 8 + sizeBytes);
    if (!isChunkType(typed)) return refused('bad-chunk-type');
    if (crc32(typed) !== view.getUint32(at + 8 + sizeBytes)) return refused('bad-checksum');
    const chunk = { type: latin1(typed.subarray(0, 4)), data: typed.subarray(4) };
    if (chunks.length === 0 && !isHeader(chunk)) return refused('no-header');
    chunks.push(chunk);
    if (chunk.type === 'IEND') return { kind: 'read', chunks };
    at += CHUNK_OVERHEAD_BYTES + sizeBytes;
  }
  return refused(at === bytes.length ? 'no-end' : 'truncated');
}

/** A whole PNG file from its chunks; the caller answers for their order. */
export function writePngChunks(chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  const sizeBytes = chunks.reduce((sum, chunk) => sum + CHUNK_OVERHEAD_BYTES + chunk.data.length, 0);
  const file = new Uint8Array(SIGNATURE.length + sizeBytes);
  const view = new DataView(file.buffer);
  file.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const { type, data } of chunks) {
    view.setUint32(at, data.length);
    for (let letter = 0; letter < 4; letter++) file[at + 4 + letter] = type.charCodeAt(letter);
    file.set(data, at + 8);
    view.setUint32(at + 8 + data.length, crc32(file.subarray(at + 4, at + 8 + data.length)));
    at += CHUNK_OVERHEAD_BYTES + data.length;
  }
  return file;
}

/** Puts chunks straight after IHDR, where readers that stop at the first IDAT still find them. */
export function insertAfterHeader(
  chunks: readonly PngChunk[],
  added: readonly PngChunk[],
): readonly PngChunk[] {
  return [...chunks.slice(0, 1), ...added, ...chunks.slice(1)];
}

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
}

/** What IHDR claims, which is not yet what the picture holds. Null when the first chunk is no IHDR. */
export function readPngHeader(chunks: readonly PngChunk[]): PngHeader | null {
  const [first] = chunks;
  if (first === undefined || !isHeader(first)) return null;
  const view = new DataView(first.data.buffer, first.data.byteOffset, first.data.byteLength);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: view.getUint8(8),
    colourType: view.getUint8(9),
  };
}

function isHeader(chunk: PngChunk): boolean {
  return chunk.type === 'IHDR' && chunk.data.length === HEADER_DATA_BYTES;
}

function isChunkType(typed: Uint8Array): boolean {
  return typed
    .subarray(0, 4)
    .every((byte) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function refused(reason: PngRefusal): PngRead {
  return { kind: 'refused', reason };
}
