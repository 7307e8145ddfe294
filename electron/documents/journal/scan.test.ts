import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FILE_HEADER_BYTES,
  FRAME_HEADER_BYTES,
  frameCrc,
  writeFileHeader,
  writeFrameHeader,
} from './frames.ts';
import { scanJournal } from './scan.ts';

const frame = (sequence: number, bytes: Uint8Array): Uint8Array => {
  const crc = frameCrc(crc32(bytes), bytes.byteLength, sequence);
  return Buffer.concat([writeFrameHeader({ length: bytes.byteLength, crc, sequence }), bytes]);
};

/** A journal as it is written, and where each of its frames ends. */
function journal(baseSequence: number, base: readonly Uint8Array[], entries: readonly Uint8Array[]) {
  const frames = [
    ...base.map((bytes) => frame(baseSequence, bytes)),
    ...entries.map((bytes, at) => frame(baseSequence + at + 1, bytes)),
  ];
  const bytes = Buffer.concat([writeFileHeader({ baseSequence, baseFrames: base.length }), ...frames]);
  let at = FILE_HEADER_BYTES;
  const ends = frames.map((one) => {
    at += one.byteLength;
    return at;
  });
  return { bytes, baseEnd: ends[base.length - 1] ?? FILE_HEADER_BYTES, ends: ends.slice(base.length) };
}

const scan = (bytes: Uint8Array) =>
  scanJournal(async (position, length) => bytes.subarray(position, position + length));

const some = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 });
const made = fc.record({
  baseSequence: fc.nat(5_000),
  base: some,
  entries: some,
  tail: fc.uint8Array({ maxLength: 40 }),
});

describe('a journal looked through', () => {
  it('gives back every entry, and ends where foreign bytes begin', async () => {
    await fc.assert(
      fc.asyncProperty(made, async ({ baseSequence, base, entries, tail }) => {
        const { bytes, baseEnd, ends } = journal(baseSequence, base, entries);
        const found = await scan(Buffer.concat([bytes, tail]));
        // Chance may make a frame of a tail once in four thousand million times.
        expect(found).toEqual({ baseSequence, baseEnd, ends, damaged: false });
      }),
    );
  });

  it('cut anywhere: every entry before the cut is there, and none after it', async () => {
    await fc.assert(
      fc.asyncProperty(made, fc.nat(), async ({ baseSequence, base, entries }, where) => {
        const { bytes, baseEnd, ends } = journal(baseSequence, base, entries);
        const cut = where % (bytes.byteLength + 1);
        const found = await scan(bytes.subarray(0, cut));
        expect(found.ends).toEqual(ends.filter((end) => end <= cut));
        expect(found.damaged).toBe(cut < baseEnd);
      }),
      { numRuns: 400 },
    );
  });

  it('with any byte flipped: every entry before it is there', async () => {
    await fc.assert(
      fc.asyncProperty(made, fc.nat(), fc.integer({ min: 1, max: 255 }), async (one, where, flip) => {
        const { bytes, baseEnd, ends } = journal(one.baseSequence, one.base, one.entries);
        const at = where % bytes.byteLength;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const found = await scan(bytes);
        expect(found.ends).toEqual(ends.filter((end) => end <= at));
        expect(found.damaged).toBe(at < baseEnd);
      }),
      { numRuns: 600 },
    );
  });

  it('an entry that stands twice, or out of its order, ends it', async () => {
    const one = frame(1, Buffer.from('one'));
    const head = writeFileHeader({ baseSequence: 0, baseFrames: 0 });
    expect((await scan(Buffer.concat([head, one, one]))).ends).toHaveLength(1);
    expect((await scan(Buffer.concat([head, frame(2, Buffer.from('two'))]))).ends).toHaveLength(0);
  });

  it('a length without end is not believed', async () => {
    const claim = writeFrameHeader({ length: 0xffff_ffff, crc: 0, sequence: 1 });
    const head = writeFileHeader({ baseSequence: 0, baseFrames: 0 });
    expect(await scan(Buffer.concat([head, claim]))).toMatchObject({ ends: [], damaged: false });
    expect(FRAME_HEADER_BYTES).toBe(claim.byteLength);
  });

  it('nothing at all, or another file, is damaged', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(100), Buffer.from('PK\u0003\u0004'.repeat(9))])
      expect(await scan(bytes)).toMatchObject({ damaged: true, ends: [] });
  });
});
