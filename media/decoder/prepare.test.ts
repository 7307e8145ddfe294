import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/platform/clock.ts';
import { quiet } from '../../tests/drivers/storage/deps.ts';
import { makePicture } from '../../tests/drivers/storage/pictures.ts';
import { forkNode } from './fork-node.ts';
import { createDecoder, type Decoder, type Prepared, type PrepareOptions } from './index.ts';

let decoder: Decoder;
const folder = mkdtempSync(join(tmpdir(), 'gesso-prepare-'));
const PNG: PrepareOptions = { format: 'png', maxSide: null };

beforeAll(() => {
  decoder = createDecoder({ fork: forkNode, clock: systemClock, log: quiet });
});
afterAll(() => {
  decoder.close();
  rmSync(folder, { recursive: true, force: true });
});

async function prepared(bytes: Uint8Array, options: PrepareOptions = PNG): Promise<Prepared> {
  const outcome = await decoder.prepare(bytes, options);
  if (outcome.kind !== 'prepared') throw new Error(`${outcome.code}/${outcome.detail}`);
  return outcome;
}

/** The channels of one pixel as they stand in the file, with no conversion on the way. */
async function pixel(bytes: Uint8Array, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

function expectNear(found: readonly number[], wanted: readonly number[], within = 2): void {
  expect(found.length).toBeGreaterThanOrEqual(wanted.length);
  for (const [channel, value] of wanted.entries())
    expect(Math.abs((found[channel] ?? -99) - value), `${found} is not ${wanted}`).toBeLessThanOrEqual(
      within,
    );
}

/** Display P3's colours in sRGB. @source SMPTE EG 432-1 and IEC 61966-2-1, both with sRGB's curve */
function p3ToSrgb(colour: readonly [number, number, number]): number[] {
  const linear = colour.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  const [red = 0, green = 0, blue = 0] = linear;
  return [
    1.2249 * red - 0.2247 * green,
    -0.042 * red + 1.0419 * green,
    -0.0197 * red - 0.0786 * green + 1.0979 * blue,
  ].map((value) => 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));
}

/** What a reader of metadata finds beyond size and encoding. */
async function said(bytes: Uint8Array): Promise<readonly string[]> {
  const { exif, xmp, icc, iptc, comments, orientation } = await sharp(bytes).metadata();
  const found = Object.entries({ exif, xmp, icc, iptc, comments, orientation });
  const names = found.filter(([, value]) => value !== undefined).map(([name]) => name);
  const path = join(folder, 'said');
  writeFileSync(path, bytes);
  let read = '';
  try {
    read = execFileSync('exiftool', ['-G1', '-s', '-a', '-u', path], { encoding: 'utf8' });
  } catch {
    // Without exiftool, sharp's word counts.
  }
  return [
    ...names,
    ...read.split('\n').filter((line) => /^\[(?!System|File|ExifTool|PNG\]|RIFF|Composite)/.test(line)),
  ];
}

const solid = (red: number, green: number, blue: number, width = 8, height = 8) =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: blue } } });

async function deep(red: number, green: number, blue: number) {
  const pixels = new Uint16Array(64 * 3);
  for (let at = 0; at < pixels.length; at += 3) pixels.set([red * 257, green * 257, blue * 257], at);
  return sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } }).toColourspace('rgb16');
}

describe('a picture that is prepared', () => {
  test.each(['png', 'webp', 'jpeg'] as const)(
    'as %s is upright, in sRGB, and says nothing',
    async (format) => {
      const halves = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#c86432' } })
        .composite([{ input: await solid(40, 90, 200, 20, 20).png().toBuffer(), left: 20, top: 0 }])
        .png()
        .toBuffer();
      const camera = await sharp(halves)
        .withIccProfile('p3')
        .withExif({
          IFD0: { Orientation: '6', Copyright: 'Somebody', ImageDescription: 'at home' },
          IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' },
        })
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><here/></x:xmpmeta>')
        .withMetadata({ orientation: 6, density: 301 })
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer();
      expect((await said(camera)).length).toBeGreaterThan(2);
      const made = await prepared(camera, { format, maxSide: null });
      expect(made).toMatchObject({ mediaType: `image/${format}`, width: 20, height: 40 });
      expectNear(await pixel(made.bytes, 10, 5), await pixel(await sharp(camera).png().toBuffer(), 5, 10), 3);
      expectNear(await pixel(made.bytes, 10, 5), [200, 100, 50], 5);
      expectNear(await pixel(made.bytes, 10, 35), [40, 90, 200], 5);
      expect(await said(made.bytes)).toEqual([]);
    },
  );

  test('colours come from the profile, in 8 bits and in 16', async () => {
    const tagged = await sharp(await solid(200, 100, 50).png().toBuffer())
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expectNear(await pixel(tagged, 1, 1), [187, 105, 62]);
    expectNear(await pixel((await prepared(tagged)).bytes, 1, 1), [200, 100, 50]);
    // sharp attaches the profile here without touching the colours.
    const deepTagged = await (await deep(200, 100, 50)).withIccProfile('p3').png().toBuffer();
    expect(await sharp(deepTagged).metadata()).toMatchObject({ depth: 'ushort', hasProfile: true });
    expectNear(await pixel((await prepared(deepTagged)).bytes, 1, 1), p3ToSrgb([200, 100, 50]));
    const deepPlain = await (await deep(200, 100, 50)).png().toBuffer();
    const made = await prepared(deepPlain);
    expectNear(await pixel(made.bytes, 1, 1), [200, 100, 50], 0);
    expect(await sharp(made.bytes).metadata()).toMatchObject({ depth: 'uchar', hasProfile: false });
  });

  test('an untagged 16-bit picture keeps its colours when it is exported in sRGB', async () => {
    const plain = await (await deep(200, 100, 50)).png().toBuffer();
    const encoded = await decoder.encode(plain, {
      format: 'png',
      quality: 90,
      scale: 1,
      profile: 'srgb',
      xmp: null,
    });
    expectNear(encoded.kind === 'encoded' ? await pixel(encoded.bytes, 1, 1) : [], [200, 100, 50]);
  });

  test('CMYK, grey and palettes become RGB', async () => {
    const rgb = await solid(180, 60, 40).png().toBuffer();
    for (const cmyk of [
      await sharp(rgb).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
      await sharp(rgb).withIccProfile('cmyk').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
      await sharp(rgb).toColourspace('cmyk').tiff().toBuffer(),
    ]) {
      expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
      const [made, wanted] = [(await prepared(cmyk)).bytes, await sharp(cmyk).png().toBuffer()];
      expectNear(await pixel(made, 1, 1), await pixel(wanted, 1, 1));
      // Ink reaches fewer colours than light: a red comes back near, not the same.
      expectNear(await pixel(made, 1, 1), [180, 60, 40], 30);
    }
    const grey = await sharp(rgb).greyscale().toColourspace('b-w').png().toBuffer();
    const [level = 0] = await pixel(grey, 1, 1);
    expectNear(await pixel((await prepared(grey)).bytes, 1, 1), [level, level, level], 1);
    const deepGrey = await sharp(new Uint16Array(64).fill(30_000), {
      raw: { width: 8, height: 8, channels: 1 },
    })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expectNear(await pixel((await prepared(deepGrey)).bytes, 1, 1), [117, 117, 117], 1);
    const palette = await sharp(rgb).png({ palette: true }).toBuffer();
    expectNear(await pixel((await prepared(palette)).bytes, 1, 1), [180, 60, 40]);
  });

  test('every pixel of a PNG with transparency is the same, even under what is clear', async () => {
    const pixels = Uint8Array.from({ length: 32 * 16 * 4 }, (_, at) =>
      at % 4 === 3 ? ([0, 1, 128, 255][(at >> 2) % 4] ?? 0) : (at * 37) % 256,
    );
    const png = await sharp(pixels, { raw: { width: 32, height: 16, channels: 4 } })
      .png()
      .toBuffer();
    for (const options of [PNG, { format: 'webp', maxSide: null, quality: 100 } as const]) {
      const made = await prepared(png, options);
      const { data } = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true });
      expect(Buffer.compare(data, Buffer.from(pixels))).toBe(0);
    }
    const flat = await prepared(png, { format: 'jpeg', maxSide: null });
    expect((await sharp(flat.bytes).metadata()).hasAlpha).toBe(false);
  });

  test('a side that is too long is shrunk, a short one is left, and too many bytes are a refusal', async () => {
    const picture = await makePicture({ width: 300, height: 150 });
    expect(await prepared(picture, { format: 'png', maxSide: 100 })).toMatchObject({
      width: 100,
      height: 50,
    });
    expect(await prepared(picture, { format: 'png', maxSide: 600 })).toMatchObject({
      width: 300,
      height: 150,
    });
    expect(await decoder.prepare(picture, { ...PNG, maxBytes: 5_000 })).toMatchObject({
      code: 'too-large',
      detail: 'prepared',
    });
  });
});

describe('the first picture of several', () => {
  const colours = ['#c83200', '#00c832', '#3200c8'];
  const pages = (alpha: boolean) =>
    Promise.all(
      colours.map((background) =>
        sharp({ create: { width: 8, height: 6, channels: alpha ? 4 : 3, background } })
          .png()
          .toBuffer(),
      ),
    );

  test.each([1, 3])('of a TIFF of %i pages', async (count) => {
    const [first] = await pages(false);
    const several = sharp(await pages(false), { join: { animated: true } });
    const tiff = await (count === 1 ? sharp(first) : several).tiff({ compression: 'lzw' }).toBuffer();
    expect((await sharp(tiff).metadata()).pages).toBe(count);
    expect(await decoder.inspect(tiff, 512)).toMatchObject({ format: 'tiff', width: 8, height: 6 });
    const made = await prepared(tiff);
    expect(made).toMatchObject({ width: 8, height: 6 });
    expectNear(await pixel(made.bytes, 2, 2), [200, 50, 0], 1);
  });

  test('of an animated GIF with a clear ground', async () => {
    const [first, second] = await pages(true);
    const clear = await sharp({ create: { width: 8, height: 6, channels: 4, background: '#0000' } })
      .composite([{ input: await solid(200, 50, 0, 4, 6).png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const gif = await sharp([clear, first ?? clear, second ?? clear], { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(3);
    expect(await decoder.inspect(gif)).toMatchObject({ format: 'gif', width: 8, height: 6 });
    const made = await prepared(gif);
    expect(made).toMatchObject({ width: 8, height: 6 });
    expectNear(await pixel(made.bytes, 1, 1), [200, 50, 0, 255], 4);
    expect((await pixel(made.bytes, 6, 1))[3]).toBe(0);
  });

  test('an AVIF of 10 bits', async () => {
    const avif = await solid(200, 100, 50)
      .avif({ quality: 90, bitdepth: 10, chromaSubsampling: '4:4:4' })
      .toBuffer();
    expect((await sharp(avif).metadata()).bitsPerSample).toBe(10);
    expect(await decoder.inspect(avif)).toMatchObject({ format: 'avif', mediaType: 'image/avif' });
    expectNear(await pixel((await prepared(avif)).bytes, 1, 1), [200, 100, 50], 3);
  });
});
