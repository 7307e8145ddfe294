import { Unzlib } from 'fflate';
import { joinBytes } from '../../../../shared/kernel/index.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER_END = 33;
const KEPT: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** What a PNG says of itself, before anything is decoded; null when it is none. @source PNG, 11.2.2 */
export function readPngHeader(bytes: Uint8Array): PngHeader | null {
  if (bytes.length < HEADER_END || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (typeAt(bytes, 12) !== 'IHDR' || view.getUint32(8) !== 13) return null;
  const colourType = view.getUint8(25);
  const header = {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth: view.getUint8(24),
    colourType,
    interlaced: view.getUint8(28) === 1,
  };
  const isKnown = SAMPLES[colourType] !== undefined && [1, 2, 4, 8, 16].includes(header.depth);
  return isKnown && header.width > 0 && header.height > 0 ? header : null;
}

/**
 * The PNG with its pixels alone. Texts and profiles go: they could be bombs of their own, and say nothing of layers.
 * Null when a chunk is cut short or there are two headers.
 */
export function pixelChunks(
  bytes: Uint8Array,
): { readonly png: Uint8Array; readonly data: readonly Uint8Array[] } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  let headers = 0;
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) return null;
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    const type = typeAt(bytes, at + 4);
    if (type === 'IHDR') headers += 1;
    if (headers !== 1) return null;
    if (KEPT.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4));
    if (type === 'IEND') break;
    at = end;
  }
  return { png: joinBytes(kept), data };
}

/** Deflate makes at most this many bytes of one. */
const RATIO_MAX = 1032;
const HARMLESS_BYTES = 64 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;

/**
 * Whether the data are at most what such a picture has. What could not do harm anyway is not looked at; the rest is
 * inflated once and thrown away piece by piece, so that a bomb never stands in memory.
 */
export function isBounded(header: PngHeader, data: readonly Uint8Array[]): boolean {
  const packed = data.reduce((sum, part) => sum + part.length, 0);
  const bits = (SAMPLES[header.colourType] ?? 4) * header.depth;
  const row = Math.ceil((header.width * bits) / 8) + 1;
  // So little can't be so large a picture: the decoder would make room for it before it noticed.
  if (packed * RATIO_MAX < ((header.width * bits) / 8) * header.height) return false;
  if (packed * RATIO_MAX <= HARMLESS_BYTES) return true;
  // Interlacing adds rows and rounds each up; twice and a bit is more than that can be.
  const most = header.interlaced ? 2 * row * (header.height + 16) : row * header.height;
  let seen = 0;
  const inflate = new Unzlib((piece) => {
    seen += piece.length;
  });
  for (const part of data) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      inflate.push(part.subarray(at, at + PIECE_BYTES), false);
      if (seen > most) return false;
    }
  }
  return true;
}

function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
}
