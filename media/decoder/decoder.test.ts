import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/platform/clock.ts';
import { quiet } from '../../tests/drivers/storage/deps.ts';
import { makePicture } from '../../tests/drivers/storage/pictures.ts';
import { PICTURE_FORMATS } from '../pictures/index.ts';
import { forkNode } from './fork-node.ts';
import { createDecoder, DECODER_LIMITS, type Decoder, DecoderUnavailable } from './index.ts';
import { createPool, type Pool } from './pool.ts';
import { PLANTED_FAULTS } from './protocol.ts';

const SMALL = { maxPixels: DECODER_LIMITS.maxPixels, maxSide: DECODER_LIMITS.maxSide, maxBytes: 1_000_000 };

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG whose header claims this size, over the few pixels it is given. */
function claimingPng(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk('IDAT', deflateSync(pixels));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', new Uint8Array(0))]);
}

/** The container AVIF lives in, with what an iPhone puts into it: the names alone, since no decoder is there. */
function heic(): Uint8Array {
  return text('\0\0\0\x18ftypheic\0\0\0\0heicmif1\0\0\0\x08mdat');
}

const text = (latin: string) => Uint8Array.from(latin, (letter) => letter.charCodeAt(0));

let decoder: Decoder;
let png: Uint8Array<ArrayBuffer>;
const folder = mkdtempSync(join(tmpdir(), 'gesso-decoder-'));

beforeAll(async () => {
  decoder = createDecoder({
    fork: forkNode,
    clock: systemClock,
    log: quiet,
    limits: { maxBytes: 1_000_000 },
  });
  png = await makePicture({ width: 120, height: 80 });
});

afterAll(() => {
  decoder.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('pictures that are kept', () => {
  test.each(PICTURE_FORMATS)('%s is known by its bytes and measured', async (format) => {
    const bytes = await makePicture({ width: 60, height: 40, format });
    expect(await decoder.inspect(bytes)).toEqual({
      kind: 'picture',
      format,
      mediaType: `image/${format}`,
      width: 60,
      height: 40,
      thumbnail: null,
    });
    const seen = await decoder.inspect(bytes, 32);
    expect(seen).toMatchObject({ kind: 'picture', width: 60, height: 40 });
    const small = seen.kind === 'picture' ? seen.thumbnail : null;
    expect(await sharp(small ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: 'webp', width: 32 });
  });

  test('a camera turned on its side is shown upright, in the size and in the thumbnail', async () => {
    const turned = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#a63' } })
      .withExif({ IFD0: { Orientation: '6' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await decoder.inspect(turned)).toMatchObject({ width: 200, height: 400 });
    const thumbnail = await decoder.thumbnail(turned, 100);
    expect(thumbnail).toMatchObject({ kind: 'thumbnail', width: 50, height: 100 });
  });

  test('a thumbnail is a WebP no larger than asked, and a small picture is not blown up', async () => {
    const path = join(folder, 'large.png');
    writeFileSync(path, await makePicture({ width: 700, height: 350 }));
    const made = await decoder.thumbnail(path, 512);
    expect(made).toMatchObject({ kind: 'thumbnail', width: 512, height: 256 });
    if (made.kind === 'thumbnail') expect((await sharp(made.bytes).metadata()).format).toBe('webp');
    expect(await decoder.thumbnail(png, 512)).toMatchObject({ width: 120, height: 80 });
  });
});

describe('a picture of a person', () => {
  test('is the middle, at exactly the size, with nothing told about where it was taken', async () => {
    const wide = await sharp({ create: { width: 400, height: 100, channels: 3, background: '#a63' } })
      .composite([
        {
          input: { create: { width: 100, height: 100, channels: 3, background: '#13f' } },
          left: 150,
          top: 0,
        },
      ])
      .withExif({ IFD0: { ImageDescription: 'at home' }, IFD3: { GPSLatitudeRef: 'N' } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const made = await decoder.square(wide, 64);
    expect(made).toMatchObject({ kind: 'thumbnail', width: 64, height: 64 });
    const bytes = made.kind === 'thumbnail' ? made.bytes : new Uint8Array();
    const metadata = await sharp(bytes).metadata();
    expect(metadata.format).toBe('webp');
    for (const told of ['exif', 'xmp', 'icc']) expect(metadata).not.toHaveProperty(told);
    const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    for (const at of [0, data.length - 3]) expect(data[at + 2] ?? 0).toBeGreaterThan(200);
    expect(await decoder.square(await makePicture({ width: 9, height: 7 }), 64)).toMatchObject({ width: 64 });
    expect(await decoder.square(text('no picture'), 64)).toMatchObject({ code: 'not-a-picture' });
  });
});

describe('what is refused, each with the next picture still served', () => {
  const gif = text(
    'GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;',
  );
  const corpus: readonly (readonly [string, () => Uint8Array, string])[] = [
    ['nothing', () => new Uint8Array(0), 'not-a-picture'],
    ['text', () => text('quinces on linen'), 'not-a-picture'],
    ['an SVG', () => text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'not-a-picture'],
    ['a GIF cut in its only frame', () => gif.subarray(0, gif.length - 4), 'not-a-picture'],
    ['a HEIC', heic, 'not-a-picture'],
    [
      'random bytes',
      () => Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251),
      'not-a-picture',
    ],
    ['a PNG cut in half', () => png.subarray(0, png.length / 2), 'not-a-picture'],
    ['a PNG cut in its header', () => png.subarray(0, 20), 'not-a-picture'],
    ['a signature alone', () => png.subarray(0, 8), 'not-a-picture'],
    [
      'a header that promises more pixels than follow',
      () => claimingPng(3000, 3000, new Uint8Array(900)),
      'not-a-picture',
    ],
    ['a header of no width', () => claimingPng(0, 10, new Uint8Array(10)), 'not-a-picture'],
    ['a bomb by area', () => claimingPng(16_384, 16_384, new Uint8Array(9)), 'too-large'],
    ['a bomb by one side', () => claimingPng(100_000, 2, new Uint8Array(9)), 'too-large'],
    [
      'a bomb of the largest sides',
      () => claimingPng(2 ** 31 - 1, 2 ** 31 - 1, new Uint8Array(9)),
      'too-large|not-a-picture',
    ],
    ['more bytes than allowed', () => new Uint8Array(1_000_001), 'too-large'],
  ];
  test.each(corpus)('%s', async (_name, make, code) => {
    const outcome = await decoder.inspect(make());
    expect(outcome).toMatchObject({ kind: 'refused', code: expect.stringMatching(code) });
    expect(await decoder.thumbnail(make(), 64)).toMatchObject({ kind: 'refused' });
    expect(await decoder.inspect(png)).toMatchObject({ kind: 'picture' });
  });

  test('a path that leads nowhere, and a folder', async () => {
    expect(await decoder.thumbnail(join(folder, 'gone.png'), 64)).toMatchObject({ code: 'not-a-picture' });
    expect(await decoder.thumbnail(folder, 64)).toMatchObject({ code: 'not-a-picture' });
  });

  test('no change of a real picture brings anything but a picture or a refusal', async () => {
    const small = await makePicture({ width: 9, height: 7 });
    const change = fc.record({ at: fc.nat({ max: small.length - 1 }), value: fc.nat({ max: 255 }) });
    const mutation = fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 6 }),
      cut: fc.nat(small.length),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ changes, cut }) => {
        const bytes = small.slice(0, small.length - (cut % 7 === 0 ? cut : 0));
        for (const { at, value } of changes) if (at < bytes.length) bytes[at] = value;
        const outcome = await decoder.inspect(bytes);
        expect(['picture', 'refused']).toContain(outcome.kind);
        if (outcome.kind === 'refused') expect(outcome.code).not.toBe('decoder-crashed');
      }),
      { numRuns: 150 },
    );
  });
});

describe('a child that misbehaves', () => {
  function poolOf(limits: { timeMs?: number; memoryBytes?: number; queueMax?: number; entry?: URL }): Pool {
    return createPool({
      fork: forkNode,
      entry: limits.entry ?? new URL('./child.ts', import.meta.url),
      env: { [PLANTED_FAULTS]: 'yes' },
      clock: systemClock,
      log: quiet,
      children: 1,
      timeMs: limits.timeMs ?? 20_000,
      memoryBytes: limits.memoryBytes ?? 1_500_000_000,
      restBytes: 600_000_000,
      queueMax: limits.queueMax ?? 10,
    });
  }
  const look = (pool: Pool) =>
    pool.request({ kind: 'inspect', thumbnailSide: null, source: png, limits: SMALL });

  test('one that hangs is killed when its time is up', async () => {
    const pool = poolOf({ timeMs: 2_500 });
    expect(await look(pool)).toMatchObject({ kind: 'picture' });
    expect(await pool.request({ kind: 'planted', fault: 'hang' })).toMatchObject({ code: 'too-slow' });
    expect(await look(pool)).toMatchObject({ kind: 'picture' });
    pool.close();
  });

  test('one that eats memory leaves by itself', async () => {
    const pool = poolOf({ memoryBytes: 300_000_000 });
    const outcome = await pool.request({ kind: 'planted', fault: 'eat-memory' });
    expect(outcome).toEqual({ kind: 'refused', code: 'too-large', detail: 'memory' });
    expect(await look(pool)).toMatchObject({ kind: 'picture' });
    pool.close();
  });

  test('one that crashes costs its own picture and no other', async () => {
    const pool = poolOf({});
    const [crashed, next] = await Promise.all([
      pool.request({ kind: 'planted', fault: 'crash' }),
      look(pool),
    ]);
    expect(crashed).toMatchObject({ code: 'decoder-crashed' });
    expect(next).toMatchObject({ kind: 'picture' });
    pool.close();
  });

  test('faults are planted only where the environment asks for them', async () => {
    const pool = createPool({
      fork: forkNode,
      entry: new URL('./child.ts', import.meta.url),
      env: {},
      clock: systemClock,
      log: quiet,
      children: 1,
      timeMs: 20_000,
      memoryBytes: 1_500_000_000,
      restBytes: 600_000_000,
      queueMax: 1,
    });
    expect(await pool.request({ kind: 'planted', fault: 'crash' })).toMatchObject({ code: 'not-a-picture' });
    pool.close();
  });

  test('one that never starts says that we are unavailable, not that the picture is bad', async () => {
    const pool = poolOf({ entry: new URL('./no-such-child.ts', import.meta.url) });
    await expect(look(pool)).rejects.toBeInstanceOf(DecoderUnavailable);
    pool.close();
  });

  test('a queue that is full says so at once, and closing answers everyone', async () => {
    const pool = poolOf({ queueMax: 1 });
    const hanging = pool.request({ kind: 'planted', fault: 'hang' });
    const queued = look(pool);
    await expect(look(pool)).rejects.toBeInstanceOf(DecoderUnavailable);
    pool.close();
    await expect(hanging).rejects.toBeInstanceOf(DecoderUnavailable);
    await expect(queued).rejects.toBeInstanceOf(DecoderUnavailable);
  });
});
