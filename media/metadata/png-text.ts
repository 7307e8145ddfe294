import { inflateSync } from 'node:zlib';
import { joinBytes } from '../../shared/kernel/index.ts';
import type { PngChunk } from './png-chunks.ts';

export interface PngText {
  /** 1 to 79 Latin-1 characters, as the format asks. */
  readonly keyword: string;
  readonly text: string;
}

/** Under this keyword every reader of XMP in PNG looks, and only in an uncompressed iTXt. */
export const XMP_KEYWORD = 'XML:com.adobe.xmp';

/** Longer than any prompt or workflow seen in the wild, and small enough to hold a thousand of. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * Text chunks for a PNG: tEXt where the text fits Latin-1, because more readers know it; iTXt (UTF-8)
 * otherwise and for XMP. Null characters end a field in the format, so they are taken out.
 * @source PNG specification, third edition, sections 11.3.3.2 and 11.3.3.4
 */
export function pngTextChunks(entries: readonly PngText[]): readonly PngChunk[] {
  return entries.map((entry) => {
    const keyword = toLatin1(
      entry.keyword
        .replace(/[^\x20-\x7e\xa1-\xff]/g, '')
        .trim()
        .slice(0, 79) || 'Comment',
    );
    const text = entry.text.replaceAll('\0', '');
    if (entry.keyword !== XMP_KEYWORD && /^[\n\x20-\x7e\xa0-\xff]*$/.test(text)) {
      return { type: 'tEXt', data: joinBytes([keyword, Uint8Array.of(0), toLatin1(text)]) };
    }
    // Keyword, then: no compression (two bytes), no language, no translated keyword.
    return {
      type: 'iTXt',
      data: joinBytes([keyword, Uint8Array.of(0, 0, 0, 0, 0), new TextEncoder().encode(text)]),
    };
  });
}

/** Every text a PNG carries, in file order. Broken or oversize texts are left out: metadata is a courtesy. */
export function readPngTexts(chunks: readonly PngChunk[]): readonly PngText[] {
  return chunks.flatMap((chunk) => {
    const read = readText(chunk);
    return read === null ? [] : [read];
  });
}

function readText({ type, data }: PngChunk): PngText | null {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return null;
  const end = data.indexOf(0);
  if (end < 1 || end > 79) return null;
  const keyword = fromLatin1(data.subarray(0, end));
  const rest = data.subarray(end + 1);
  if (type === 'tEXt') return bounded(keyword, rest, fromLatin1);
  if (type === 'zTXt') return bounded(keyword, inflated(rest.subarray(1)), fromLatin1);
  const languageEnd = rest.indexOf(0, 2);
  const translatedEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) return null;
  const body = rest.subarray(translatedEnd + 1);
  return bounded(keyword, rest[0] === 1 ? inflated(body) : body, fromUtf8);
}

function bounded(
  keyword: string,
  body: Uint8Array | null,
  read: (bytes: Uint8Array) => string,
): PngText | null {
  return body === null || body.length > MAX_TEXT_BYTES ? null : { keyword, text: read(body) };
}

/** A few kilobytes of zlib can unfold to gigabytes; the limit stops the unfolding itself. */
function inflated(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch {
    return null;
  }
}

function toLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
}

function fromLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
