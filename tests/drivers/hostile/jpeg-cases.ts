import sharp from 'sharp';
import { be16, be32, joined, latin, overwritten, segment } from './bytes.ts';
import type { Case } from './corpus.ts';
import { exifOrientation } from './png-cases.ts';

const START = Buffer.from([0xff, 0xd8]);
const SQUARE = { width: 8, height: 8 };
const good = (progressive = false, side = 8) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#a63' } })
    .jpeg({ progressive })
    .toBuffer();

/** Straight after the beginning, where readers of metadata look first. */
async function withSegments(...segments: readonly Uint8Array[]): Promise<Buffer> {
  return joined(START, ...segments, (await good()).subarray(2));
}

function markerAt(bytes: Buffer, wanted: (marker: number) => boolean): number {
  for (let at = 2; at + 4 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2))
    if (wanted(bytes[at + 1] ?? 0)) return at;
  throw new Error('no such segment');
}
const isFrame = (marker: number) => marker === 0xc0 || marker === 0xc2;

async function sized(width: number, height: number): Promise<Buffer> {
  const bytes = await good();
  return overwritten(bytes, markerAt(bytes, isFrame) + 5, be16(height, width));
}

/** One part of a profile. @source ICC.1:2022 annex B.4 */
const profilePart = (index: number, count: number, data: Uint8Array) =>
  segment(0xe2, joined(latin('ICC_PROFILE\0'), Buffer.from([index, count]), data));

/** A header that promises tags it has no room for. */
function profile(tags: number): Buffer {
  const bytes = Buffer.alloc(160);
  bytes.writeUInt32BE(160, 0);
  bytes.set(latin('lcms'), 4);
  bytes.writeUInt32BE(0x0430_0000, 8);
  bytes.set(latin('mntrRGB XYZ '), 12);
  bytes.set(latin('acsp'), 36);
  bytes.writeUInt32BE(tags, 128);
  return bytes;
}

/** A progressive picture whose last scan comes again and again: each is a pass over everything. */
async function manyScans(count: number, side: number): Promise<Buffer> {
  const bytes = await good(true, side);
  const last = bytes.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = bytes.subarray(last, bytes.length - 2);
  return joined(
    bytes.subarray(0, last),
    ...Array.from({ length: count }, () => scan),
    Buffer.from([0xff, 0xd9]),
  );
}

/** @source ITU-T T.81 annex B */
export const JPEG_CASES: readonly Case[] = [
  ...[0, 1].map(
    (length): Case => ({
      name: `JPEG segment of length ${length}`,
      make: async () => joined(START, Buffer.from([0xff, 0xe1]), be16(length), (await good()).subarray(2)),
    }),
  ),
  {
    name: 'JPEG segment longer than the file',
    make: () => joined(START, Buffer.from([0xff, 0xe1]), be16(65_535), latin('x')),
    refused: ['not-a-picture'],
  },
  {
    name: 'JPEG of 65,535 by 65,535',
    make: () => sized(65_535, 65_535),
    refused: ['too-large', 'not-a-picture'],
  },
  { name: 'JPEG of 16,385 by 1', make: () => sized(16_385, 1), refused: ['too-large'] },
  { name: 'JPEG of no width', make: () => sized(0, 8), refused: ['not-a-picture'] },
  { name: 'JPEG of no height', make: () => sized(8, 0), refused: ['not-a-picture'] },
  {
    name: 'JPEG that promises 16,000 by 16,000',
    make: () => sized(16_000, 16_000),
  },
  {
    name: 'JPEG of no components',
    make: async () => {
      const bytes = await good();
      return overwritten(bytes, markerAt(bytes, isFrame) + 9, Buffer.from([0]));
    },
    refused: ['not-a-picture'],
  },
  {
    name: 'JPEG with a broken Huffman table',
    make: async () => {
      const bytes = await good();
      return overwritten(bytes, markerAt(bytes, (marker) => marker === 0xc4) + 5, Buffer.alloc(16, 255));
    },
    refused: ['not-a-picture'],
  },
  { name: 'JPEG of 2,000 scans', make: () => manyScans(2_000, 512) },
  { name: 'JPEG of 200 scans over 4 megapixels', make: () => manyScans(200, 2048) },
  ...[0, 9, 65_535].map(
    (orientation): Case => ({
      name: `JPEG with orientation ${orientation}`,
      make: () => withSegments(segment(0xe1, joined(latin('Exif\0\0'), exifOrientation(orientation)))),
      shows: SQUARE,
    }),
  ),
  {
    name: 'JPEG whose EXIF points at itself',
    make: () =>
      withSegments(
        segment(
          0xe1,
          joined(latin('Exif\0\0'), overwritten(exifOrientation(1), 22, Buffer.from([8, 0, 0, 0]))),
        ),
      ),
    shows: SQUARE,
  },
  {
    name: 'JPEG whose EXIF has 65,535 entries',
    make: () =>
      withSegments(
        segment(0xe1, joined(latin('Exif\0\0'), overwritten(exifOrientation(1), 8, Buffer.from([255, 255])))),
      ),
    shows: SQUARE,
  },
  {
    name: 'JPEG with a profile of rubbish',
    make: () => withSegments(profilePart(1, 1, Buffer.alloc(3_000, 9))),
    shows: SQUARE,
  },
  {
    name: 'JPEG with part 1 of 255 of a profile',
    make: () => withSegments(profilePart(1, 255, Buffer.alloc(60_000))),
    shows: SQUARE,
  },
  {
    name: 'JPEG with part 0 of a profile',
    make: () => withSegments(profilePart(0, 0, profile(1))),
    shows: SQUARE,
  },
  {
    name: 'JPEG with 16 MB of profile',
    make: () =>
      withSegments(
        ...Array.from({ length: 255 }, (_, index) =>
          profilePart(index + 1, 255, Buffer.alloc(65_000, index)),
        ),
      ),
  },
  ...[0, 100, 0x7fff_ffff, 0xffff_ffff].map(
    (tags): Case => ({
      name: `JPEG with a profile of ${tags} tags`,
      make: () => withSegments(profilePart(1, 1, profile(tags))),
      shows: SQUARE,
    }),
  ),
  {
    name: 'JPEG with a profile that claims 4 GB',
    make: () => withSegments(profilePart(1, 1, overwritten(profile(3), 0, be32(0xffff_ffff)))),
    shows: SQUARE,
  },
  {
    name: 'JPEG with a page of HTML in a comment',
    make: () => withSegments(segment(0xfe, latin('<html><script>alert(1)</script>'))),
    shows: SQUARE,
  },
  {
    name: 'JPEG with a PDF behind it',
    make: async () => joined(await good(), latin('%PDF-1.7\n%%EOF')),
    shows: SQUARE,
  },
  {
    name: 'PDF with a JPEG in it',
    make: async () => joined(latin('%PDF-1.7\n'), await good()),
    refused: ['not-a-picture'],
  },
];
