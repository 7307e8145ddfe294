import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { xmpPacket } from '../../shared/pictures/index.ts';
import {
  insertAfterHeader,
  PNG_LIMITS,
  type PngChunk,
  pngTextChunks,
  readPngChunks,
  readPngHeader,
  readPngTexts,
  writePngChunks,
  XMP_KEYWORD,
} from './index.ts';

const header: PngChunk = { type: 'IHDR', data: Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0) };
const end: PngChunk = { type: 'IEND', data: new Uint8Array(0) };
const small = writePngChunks([header, { type: 'IDAT', data: Uint8Array.of(1, 2, 3) }, end]);

const middle = fc.record({
  type: fc.constantFrom('IDAT', 'tEXt', 'zTXt', 'iTXt', 'gAMA', 'prVt'),
  data: fc.uint8Array({ maxLength: 200 }),
});

function altered(at: number, value: number): Uint8Array {
  const copy = small.slice();
  copy[at] = value;
  return copy;
}

describe('PNG chunks', () => {
  test('what is written is read back, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(middle, { maxLength: 20 }), (middles) => {
        const chunks = [header, ...middles, end];
        const read = readPngChunks(writePngChunks(chunks));
        expect(read).toEqual({ kind: 'read', chunks });
      }),
    );
  });

  test('no bytes at all make the reader throw', () => {
    const signed = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Uint8Array.of(...small.subarray(0, 8), ...bytes));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), signed), (bytes) => {
        const read = readPngChunks(bytes);
        if (read.kind === 'read') readPngTexts(read.chunks);
      }),
    );
  });

  test('one flipped bit is noticed', () => {
    fc.assert(
      fc.property(fc.nat({ max: small.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        expect(readPngChunks(altered(at, (small[at] ?? 0) ^ (1 << bit))).kind).toBe('refused');
      }),
    );
  });

  test.each([
    ['not-png', Uint8Array.of(0xff, 0xd8, 0xff)],
    ['not-png', new Uint8Array(0)],
    ['truncated', small.subarray(0, small.length - 5)],
    ['truncated', altered(8, 0xff)],
    ['truncated', altered(36, 99)],
    ['bad-chunk-type', altered(37, 0x20)],
    ['bad-checksum', altered(41, 9)],
    ['no-end', small.subarray(0, small.length - 12)],
    ['no-header', writePngChunks([{ type: 'IDAT', data: new Uint8Array(2) }, end])],
    ['no-header', writePngChunks([{ type: 'IHDR', data: new Uint8Array(12) }, end])],
  ])('refuses with %s', (reason, bytes) => {
    expect(readPngChunks(bytes)).toEqual({ kind: 'refused', reason });
  });

  test('holds to its limits', () => {
    expect(readPngChunks(small, { ...PNG_LIMITS, maxChunks: 2 })).toEqual({
      kind: 'refused',
      reason: 'too-many-chunks',
    });
    expect(readPngChunks(small, { ...PNG_LIMITS, maxBytes: 20 })).toEqual({
      kind: 'refused',
      reason: 'too-large',
    });
  });

  test('tells the size that the header claims', () => {
    expect(readPngHeader([header])).toEqual({ width: 2, height: 3, bitDepth: 8, colourType: 2 });
    expect(readPngHeader([])).toBeNull();
  });
});

describe('PNG texts', () => {
  test('every text comes back, in any script', () => {
    const entry = fc.record({
      keyword: fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,40}$/),
      text: fc
        .string({ unit: 'grapheme', maxLength: 300 })
        .map((text) => text.replaceAll('\0', '').toWellFormed()),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        expect(readPngTexts(pngTextChunks(entries))).toEqual(entries);
      }),
    );
  });

  test('stand straight after the header, XMP as iTXt', () => {
    const xmp = xmpPacket({ digitalSourceType: 'algorithmicMedia', creatorTool: 'A & <B>' });
    const chunks = insertAfterHeader([header, end], pngTextChunks([{ keyword: XMP_KEYWORD, text: xmp }]));
    expect(chunks.map((chunk) => chunk.type)).toEqual(['IHDR', 'iTXt', 'IEND']);
    expect(readPngTexts(chunks)[0]?.text).toContain('digitalsourcetype/algorithmicMedia<');
    expect(xmp).toContain('A &amp; &lt;B&gt;');
  });

  test('a text that unfolds beyond the limit is left out', () => {
    const bomb = deflateSync(new Uint8Array(8 * 1024 * 1024));
    const data = Uint8Array.of(0x61, 0, 0, ...bomb);
    expect(readPngTexts([{ type: 'zTXt', data }])).toEqual([]);
    const honest = Uint8Array.of(0x61, 0, 0, ...deflateSync(Buffer.from('hello')));
    expect(readPngTexts([{ type: 'zTXt', data: honest }])).toEqual([{ keyword: 'a', text: 'hello' }]);
  });
});
