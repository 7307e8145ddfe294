import sharp from 'sharp';
import { be32, joined, latin, le16, le32, overwritten, placeOf } from './bytes.ts';
import type { Case } from './corpus.ts';

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#a63' } });
const SQUARE = { width: 8, height: 8 };

/** One entry of a TIFF's directory: tag, type, count, value. */
type Entry = readonly [tag: number, type: 3 | 4, count: number, value: number];
const TIFF_PIXELS = 64 * 3;
const PIXELS_AT = 8;

/** A small-endian TIFF with one directory behind its pixels. @source TIFF 6.0, section 2 */
function tiff(changes: readonly Entry[] = [], next: number | 'itself' = 0, count?: number): Buffer {
  const entries = new Map<number, Entry>();
  const plain: readonly Entry[] = [
    [256, 4, 1, 8],
    [257, 4, 1, 8],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 1, PIXELS_AT],
    [277, 3, 1, 3],
    [278, 4, 1, 8],
    [279, 4, 1, TIFF_PIXELS],
  ];
  for (const entry of [...plain, ...changes]) entries.set(entry[0], entry);
  const at = PIXELS_AT + TIFF_PIXELS;
  const sorted = [...entries.values()].sort((one, two) => one[0] - two[0]);
  return joined(
    latin('II*\0'),
    le32(at),
    Buffer.alloc(TIFF_PIXELS, 120),
    le16(count ?? sorted.length),
    ...sorted.map(([tag, type, many, value]) => joined(le16(tag, type), le32(many, value))),
    le32(next === 'itself' ? at : next),
  );
}

const TIFF_CASES: readonly Case[] = [
  { name: 'TIFF as it should be', make: () => tiff(), shows: SQUARE },
  { name: 'TIFF whose next page is itself', make: () => tiff([], 'itself') },
  { name: 'TIFF whose next page is behind the end', make: () => tiff([], 0x7fff_ffff) },
  {
    name: 'TIFF whose directory is behind the end',
    make: () => overwritten(tiff(), 4, le32(0xffff_fff0)),
    refused: ['not-a-picture'],
  },
  {
    name: 'TIFF whose directory is its own header',
    make: () => overwritten(tiff(), 4, le32(0)),
    refused: ['not-a-picture'],
  },
  { name: 'TIFF with 65,535 entries', make: () => tiff([], 0, 65_535) },
  { name: 'TIFF with no entries', make: () => tiff([], 0, 0), refused: ['not-a-picture'] },
  { name: 'TIFF strip of 4 GB', make: () => tiff([[279, 4, 1, 0xffff_ffff]]) },
  { name: 'TIFF strip of nothing', make: () => tiff([[279, 4, 1, 0]]) },
  {
    name: 'TIFF strip behind the end',
    make: () => tiff([[273, 4, 1, 0x7fff_0000]]),
    refused: ['not-a-picture'],
  },
  {
    name: 'TIFF with 2^30 strips',
    make: () =>
      tiff([
        [273, 4, 0x4000_0000, 8],
        [279, 4, 0x4000_0000, 8],
        [278, 4, 1, 1],
      ]),
  },
  { name: 'TIFF of no rows a strip', make: () => tiff([[278, 4, 1, 0]]) },
  {
    name: 'TIFF of 2^31 by 2^31',
    make: () =>
      tiff([
        [256, 4, 1, 0x8000_0000],
        [257, 4, 1, 0x8000_0000],
      ]),
    refused: ['too-large', 'not-a-picture'],
  },
  { name: 'TIFF of 16,385 by 8', make: () => tiff([[256, 4, 1, 16_385]]), refused: ['too-large'] },
  {
    name: 'TIFF of 16,384 by 16,384',
    make: () =>
      tiff([
        [256, 4, 1, 16_384],
        [257, 4, 1, 16_384],
        [278, 4, 1, 16_384],
      ]),
    refused: ['too-large'],
  },
  {
    name: 'TIFF that promises 16,000 by 16,000',
    make: () =>
      tiff([
        [256, 4, 1, 16_000],
        [257, 4, 1, 16_000],
        [278, 4, 1, 16_000],
      ]),
    refused: ['not-a-picture', 'too-large'],
  },
  {
    name: 'TIFF that promises 16,000 by 16,000 in LZW',
    make: () =>
      tiff([
        [256, 4, 1, 16_000],
        [257, 4, 1, 16_000],
        [278, 4, 1, 16_000],
        [259, 3, 1, 5],
      ]),
    refused: ['not-a-picture', 'too-large'],
  },
  { name: 'TIFF of no width', make: () => tiff([[256, 4, 1, 0]]), refused: ['not-a-picture'] },
  { name: 'TIFF of 65,535 samples', make: () => tiff([[277, 3, 1, 65_535]]) },
  { name: 'TIFF of no bits', make: () => tiff([[258, 3, 1, 0]]), refused: ['not-a-picture'] },
  {
    name: 'TIFF in a compression nobody knows',
    make: () => tiff([[259, 3, 1, 60_000]]),
    refused: ['not-a-picture'],
  },
  {
    name: 'TIFF of tiles of no width',
    make: () =>
      tiff([
        [322, 4, 1, 0],
        [323, 4, 1, 0],
        [324, 4, 1, 8],
        [325, 4, 1, 8],
      ]),
  },
  {
    name: 'TIFF of tiles of 2^31',
    make: () =>
      tiff([
        [322, 4, 1, 0x8000_0000],
        [323, 4, 1, 0x8000_0000],
        [324, 4, 1, 8],
        [325, 4, 1, 8],
      ]),
  },
  { name: 'TIFF with a profile of 4 GB', make: () => tiff([[34_675, 4, 0xffff_ffff, 8]]) },
  ...[0, 9, 65_535].map(
    (orientation): Case => ({
      name: `TIFF with orientation ${orientation}`,
      make: () => tiff([[274, 3, 1, orientation]]),
    }),
  ),
  {
    name: 'BigTIFF',
    make: () => joined(latin('II+\0\x08\0\0\0'), Buffer.alloc(64)),
    refused: ['not-a-picture'],
  },
];

const FRAME = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
/** @source GIF89a, sections 17 to 27 */
function gif(width: number, height: number, ...rest: readonly Uint8Array[]): Buffer {
  return joined(
    latin('GIF89a'),
    le16(width, height),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    ...rest,
  );
}
const frameOf = (x: number, y: number, width: number, height: number, codeSize = 2) =>
  joined(Buffer.from([0x2c]), le16(x, y, width, height), Buffer.from([0, codeSize, 2, 0x44, 1, 0]));
const TRAILER = latin(';');

const GIF_CASES: readonly Case[] = [
  { name: 'GIF whose ground alone is 65,535 by 65,535', make: () => gif(65_535, 65_535, FRAME, TRAILER) },
  {
    name: 'GIF of 50,000 frames',
    make: () => gif(1, 1, ...Array.from({ length: 50_000 }, () => FRAME), TRAILER),
    shows: { width: 1, height: 1 },
  },
  {
    name: 'GIF of 50,000 frames on a large ground',
    make: () => gif(8_000, 8_000, ...Array.from({ length: 50_000 }, () => FRAME), TRAILER),
  },
  {
    name: 'GIF of 65,535 by 65,535',
    make: () => gif(65_535, 65_535, frameOf(0, 0, 65_535, 65_535), TRAILER),
    refused: ['too-large'],
  },
  {
    name: 'GIF of 16,385 by 1',
    make: () => gif(16_385, 1, frameOf(0, 0, 16_385, 1), TRAILER),
    refused: ['too-large'],
  },
  { name: 'GIF of nothing', make: () => gif(0, 0, TRAILER), refused: ['not-a-picture'] },
  {
    name: 'GIF with a frame larger than itself',
    make: () => gif(1, 1, frameOf(0, 0, 65_535, 65_535), TRAILER),
  },
  { name: 'GIF with a frame outside', make: () => gif(8, 8, frameOf(60_000, 60_000, 8, 8), TRAILER) },
  ...[0, 12, 255].map(
    (codeSize): Case => ({
      name: `GIF with codes of ${codeSize} bits`,
      make: () => gif(1, 1, frameOf(0, 0, 1, 1, codeSize), TRAILER),
    }),
  ),
  { name: 'GIF without frames', make: () => gif(8, 8, TRAILER), refused: ['not-a-picture'] },
  { name: 'GIF without an end', make: () => gif(1, 1, FRAME) },
  {
    name: 'GIF with 4 MB of comments',
    make: () =>
      gif(
        1,
        1,
        latin('!\xfe'),
        ...Array.from({ length: 16_000 }, () => joined(Buffer.from([255]), Buffer.alloc(255, 65))),
        Buffer.from([0]),
        FRAME,
        TRAILER,
      ),
  },
  {
    name: 'GIF that is a script',
    make: () => joined(latin('GIF89a/*'), Buffer.alloc(32), latin('*/=1;alert(1)')),
  },
];

const webp = () => picture().webp({ lossless: true }).toBuffer();
const riff = (...chunks: readonly Uint8Array[]) => {
  const body = joined(latin('WEBP'), ...chunks);
  return joined(latin('RIFF'), le32(body.length), body);
};
const canvas = (width: number, height: number, flags: number) =>
  joined(
    latin('VP8X'),
    le32(10),
    Buffer.from([flags, 0, 0, 0]),
    le32(width - 1).subarray(0, 3),
    le32(height - 1).subarray(0, 3),
  );

/** @source RFC 9649 section 2 */
const WEBP_CASES: readonly Case[] = [
  ...[0, 4, 0x7fff_ffff, 0xffff_ffff].map(
    (size): Case => ({
      name: `WebP that says it has ${size} bytes`,
      make: async () => overwritten(await webp(), 4, le32(size)),
    }),
  ),
  {
    name: 'WebP whose pixels claim 4 GB',
    make: async () => overwritten(await webp(), 16, le32(0xffff_fff0)),
    refused: ['not-a-picture'],
  },
  {
    name: 'WebP ground of 2^24 by 2^24',
    make: async () => riff(canvas(2 ** 24, 2 ** 24, 2), (await webp()).subarray(12)),
    refused: ['too-large', 'not-a-picture'],
  },
  {
    name: 'WebP ground other than its pixels',
    make: async () => riff(canvas(4_000, 4_000, 0), (await webp()).subarray(12)),
  },
  {
    name: 'WebP of 5,000 frames',
    make: async () => {
      const pixels = (await webp()).subarray(12);
      const head = joined(
        le32(0).subarray(0, 3),
        le32(0).subarray(0, 3),
        le32(7).subarray(0, 3),
        le32(7).subarray(0, 3),
        Buffer.alloc(4),
      );
      const frame = joined(latin('ANMF'), le32(16 + pixels.length), head, pixels);
      return riff(
        canvas(8, 8, 2),
        latin('ANIM'),
        le32(6),
        Buffer.alloc(6),
        ...Array.from({ length: 5_000 }, () => frame),
      );
    },
    shows: SQUARE,
  },
];

const avif = () => picture().avif({ effort: 0 }).toBuffer();
async function avifWith(box: string, offset: number, put: Uint8Array): Promise<Buffer> {
  const bytes = await avif();
  return overwritten(bytes, placeOf(bytes, box) + offset, put);
}
const BOXES = ['meta', 'iprp', 'ipco', 'ispe', 'iloc', 'iinf', 'mdat', 'av1C'];
/** One box in another, a thousand deep. */
function nested(depth: number): Buffer {
  let inner: Buffer = Buffer.alloc(0);
  for (let level = 0; level < depth; level++) inner = joined(be32(8 + inner.length), latin('ipco'), inner);
  return inner;
}
const FTYP = joined(be32(28), latin('ftypavif'), be32(0), latin('avifmif1miaf'));

/** @source ISO/IEC 14496-12 section 4.2, ISO/IEC 23008-12 */
const AVIF_CASES: readonly Case[] = [
  ...[2 ** 31, 0xffff_ffff].map(
    (side): Case => ({
      name: `AVIF of ${side}`,
      make: () => avifWith('ispe', 8, be32(side, side)),
      refused: ['too-large', 'not-a-picture'],
    }),
  ),
  {
    name: 'AVIF of 16,385',
    make: () => avifWith('ispe', 8, be32(16_385, 8)),
    refused: ['too-large', 'not-a-picture'],
  },
  {
    name: 'AVIF that promises 16,000 by 16,000',
    make: () => avifWith('ispe', 8, be32(16_000, 16_000)),
    refused: ['too-large', 'not-a-picture'],
  },
  { name: 'AVIF of no size', make: () => avifWith('ispe', 8, be32(0, 0)), refused: ['not-a-picture'] },
  ...BOXES.flatMap((box) => [
    { name: `AVIF box ${box} of size 0`, make: () => avifWith(box, -4, be32(0)) },
    { name: `AVIF box ${box} of size 7`, make: () => avifWith(box, -4, be32(7)) },
    {
      name: `AVIF box ${box} of 2^63`,
      make: () => avifWith(box, -4, joined(be32(1), latin(box), be32(0x7fff_ffff, 0xffff_ffff))),
    },
    { name: `AVIF box ${box} of 4 GB`, make: () => avifWith(box, -4, be32(0xffff_ffff)) },
  ]),
  { name: 'AVIF with 65,535 places', make: () => avifWith('iloc', 10, Buffer.from([255, 255])) },
  {
    name: 'AVIF of boxes a thousand deep',
    make: () => joined(FTYP, nested(1_000)),
    refused: ['not-a-picture'],
  },
  { name: 'AVIF of nothing but its name', make: () => FTYP, refused: ['not-a-picture'] },
  {
    name: 'AVIF that is HEVC inside',
    make: () => avifWith('av01', 0, latin('hvc1')),
    refused: ['not-a-picture'],
  },
  {
    name: 'HEIC',
    make: async () => overwritten(await avif(), 8, latin('heic\0\0\0\0heicmif1')),
    refused: ['not-a-picture'],
  },
];

export const CONTAINER_CASES: readonly Case[] = [...TIFF_CASES, ...GIF_CASES, ...WEBP_CASES, ...AVIF_CASES];
