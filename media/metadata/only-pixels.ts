import { readPngChunks, writePngChunks } from './png-chunks.ts';

/** What a PNG needs to be drawn; everything else, even its density, says something about where it came from. */
const PNG_PIXELS: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const WEBP_PIXELS: ReadonlySet<string> = new Set(['VP8X', 'ALPH', 'VP8 ', 'VP8L']);

/** Segments that stand alone, without a length. */
const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;

/**
 * A file of our own encoder with nothing in it but pixels; null when it holds anything that is not known to be
 * pixels and can't be taken out. For encoded files only: strangers' bytes are re-encoded first.
 */
export function onlyPixels(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'png' | 'jpeg' | 'webp',
): Uint8Array<ArrayBuffer> | null {
  if (format === 'png') return pngPixels(bytes);
  return (format === 'jpeg' ? isPlainJpeg(bytes) : isPlainWebp(bytes)) ? bytes : null;
}

function pngPixels(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const read = readPngChunks(bytes, {
    maxBytes: Number.MAX_SAFE_INTEGER,
    maxChunks: Number.MAX_SAFE_INTEGER,
  });
  return read.kind === 'refused'
    ? null
    : writePngChunks(read.chunks.filter(({ type }) => PNG_PIXELS.has(type)));
}

/** No application segment (E0 to EF) and no comment (FE) before the pixels. @source ITU-T T.81 annex B */
function isPlainJpeg(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== START_OF_IMAGE) return false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) return false;
    if (marker === START_OF_SCAN) return true;
    at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  }
  return false;
}

/** @source RFC 9649 section 2.3 */
function isPlainWebp(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    if (!WEBP_PIXELS.has(type)) return false;
    const sizeBytes = view.getUint32(at + 4, true);
    at += 8 + sizeBytes + (sizeBytes % 2);
  }
  return at === bytes.length;
}
