import { deflateSync, gzipSync } from 'node:zlib';
import { be32, chunk, ihdr, joined, latin, overwritten, PNG_SIGNATURE, placeOf } from './bytes.ts';
import type { Case } from './corpus.ts';

const END = chunk('IEND', new Uint8Array(0));
const PIXELS = chunk('IDAT', deflateSync(Buffer.alloc(8 * (8 * 3 + 1))));
const HEAD = ihdr({ width: 8, height: 8 });
const png = (...chunks: readonly Uint8Array[]) => joined(PNG_SIGNATURE, ...chunks);
const GOOD = png(HEAD, PIXELS, END);

/** A hundred megabytes in a hundred kilobytes. */
const bomb = () => deflateSync(Buffer.alloc(100_000_000), { level: 9 });

/** EXIF with one tag: the orientation. @source CIPA DC-008, section 4.6 */
export function exifOrientation(value: number): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.set(latin('II*\0'));
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(1, 8);
  bytes.writeUInt16LE(0x0112, 10);
  bytes.writeUInt16LE(3, 12);
  bytes.writeUInt32LE(1, 14);
  bytes.writeUInt16LE(value, 18);
  return bytes;
}

function wrongChecksum(type: string): Buffer {
  const at = placeOf(GOOD, type);
  const length = GOOD.readUInt32BE(at - 4);
  return overwritten(GOOD, at + 4 + length, be32(1));
}

/** What PngSuite's broken files are about, and what is sent to make a reader of PNGs stumble. @source PNG 3 */
export const PNG_CASES: readonly Case[] = [
  ...(
    [
      ['a carriage return lost', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a])],
      ['a line feed added', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0d, 0x0a])],
      ['line ends swapped', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0a, 0x0d, 0x1a, 0x0a])],
      ['the eighth bit lost', Buffer.from([0x09, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
      ['another name', latin('\x89PNQ\r\n\x1a\n')],
    ] as const
  ).map(
    ([name, signature]): Case => ({
      name: `PNG signature: ${name}`,
      make: () => joined(signature, HEAD, PIXELS, END),
      refused: ['not-a-picture'],
    }),
  ),
  ...[1, 5, 7, 9, 255].map(
    (colourType): Case => ({
      name: `PNG colour type ${colourType}`,
      make: () => png(ihdr({ width: 8, height: 8, colourType }), PIXELS, END),
      refused: ['not-a-picture'],
    }),
  ),
  ...[0, 3, 5, 32, 99].map(
    (bitDepth): Case => ({
      name: `PNG bit depth ${bitDepth}`,
      make: () => png(ihdr({ width: 8, height: 8, bitDepth }), PIXELS, END),
      refused: ['not-a-picture'],
    }),
  ),
  ...(
    [
      [0, 8],
      [8, 0],
      [0, 0],
      [2 ** 31, 1],
      [0xffff_ffff, 0xffff_ffff],
    ] as const
  ).map(
    ([width, height]): Case => ({
      name: `PNG of ${width} by ${height}`,
      make: () => png(ihdr({ width, height }), PIXELS, END),
      refused: ['not-a-picture', 'too-large'],
    }),
  ),
  ...(
    [
      [16_385, 1],
      [1, 16_385],
      [16_384, 16_384],
    ] as const
  ).map(
    ([width, height]): Case => ({
      name: `PNG of ${width} by ${height}`,
      make: () => png(ihdr({ width, height }), PIXELS, END),
      refused: ['too-large'],
    }),
  ),
  { name: 'PNG without pixels', make: () => png(HEAD, END), refused: ['not-a-picture'] },
  { name: 'PNG without an end', make: () => png(HEAD, PIXELS) },
  { name: 'PNG with a wrong header checksum', make: () => wrongChecksum('IHDR'), refused: ['not-a-picture'] },
  { name: 'PNG with a wrong pixel checksum', make: () => wrongChecksum('IDAT'), refused: ['not-a-picture'] },
  { name: 'PNG whose header comes twice', make: () => png(HEAD, HEAD, PIXELS, END) },
  { name: 'PNG whose header comes last', make: () => png(PIXELS, END, HEAD), refused: ['not-a-picture'] },
  ...[0x7fff_ffff, 0x8000_0000, 0xffff_ffff].map(
    (length): Case => ({
      name: `PNG chunk of ${length} bytes`,
      make: () => png(HEAD, be32(length), latin('IDAT'), Buffer.alloc(64)),
      refused: ['not-a-picture'],
    }),
  ),
  {
    name: 'PNG text of 2 GB',
    make: () => png(HEAD, be32(0x7fff_fff0), latin('tEXt'), Buffer.alloc(64)),
    refused: ['not-a-picture'],
  },
  { name: 'PNG pixels that unfold to 100 MB', make: () => png(HEAD, chunk('IDAT', bomb()), END) },
  {
    name: 'PNG zTXt that unfolds to 100 MB',
    make: () => png(HEAD, chunk('zTXt', joined(latin('Comment\0\0'), bomb())), PIXELS, END),
  },
  {
    name: 'PNG with a hundred iTXt that unfold to 100 MB each',
    make: () => {
      const one = chunk('iTXt', joined(latin('Comment\0\x01\0\0\0'), bomb()));
      return png(HEAD, ...Array.from({ length: 100 }, () => one), PIXELS, END);
    },
  },
  {
    name: 'PNG profile that unfolds to 100 MB',
    make: () => png(HEAD, chunk('iCCP', joined(latin('p\0\0'), bomb())), PIXELS, END),
  },
  {
    name: 'PNG profile that is no profile',
    make: () =>
      png(HEAD, chunk('iCCP', joined(latin('p\0\0'), deflateSync(Buffer.alloc(4_000, 7)))), PIXELS, END),
  },
  {
    name: 'PNG profile that is not deflated',
    make: () => png(HEAD, chunk('iCCP', latin('p\0\0not deflated')), PIXELS, END),
  },
  {
    name: 'PNG with 20,000 texts',
    make: () => png(HEAD, ...Array.from({ length: 20_000 }, () => chunk('tEXt', latin('a\0b'))), PIXELS, END),
  },
  {
    name: 'PNG that says it has 2^31 frames',
    make: () => png(HEAD, chunk('acTL', be32(0x7fff_ffff, 0)), PIXELS, END),
  },
  {
    name: 'PNG with a gamma of nothing',
    make: () => png(HEAD, chunk('gAMA', be32(0)), chunk('cHRM', be32(0, 0, 0, 0, 0, 0, 0, 0)), PIXELS, END),
  },
  ...[0, 9, 65_535].map(
    (orientation): Case => ({
      name: `PNG with orientation ${orientation}`,
      make: () => png(HEAD, chunk('eXIf', exifOrientation(orientation)), PIXELS, END),
      shows: { width: 8, height: 8 },
    }),
  ),
  {
    name: 'PNG with a ZIP behind it',
    make: () => joined(GOOD, latin('PK\x03\x04'), gzipSync('no')),
    shows: { width: 8, height: 8 },
  },
  {
    name: 'PNG with text after its end',
    make: () => joined(GOOD, chunk('tEXt', latin('Comment\0late'))),
    shows: { width: 8, height: 8 },
  },
  {
    name: 'PNG with text after its pixels',
    make: () => png(HEAD, PIXELS, chunk('tEXt', latin('Comment\0late')), END),
    shows: { width: 8, height: 8 },
  },
];
