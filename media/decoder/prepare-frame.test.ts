import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/platform/clock.ts';
import { quiet } from '../../tests/drivers/storage/deps.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';
import { readPngChunks, readPngHeader } from '../metadata/index.ts';
import { forkNode } from './fork-node.ts';
import { createDecoder, type Decoder, type FrameOptions } from './index.ts';

let decoder: Decoder;
beforeAll(() => {
  decoder = createDecoder({ fork: forkNode, clock: systemClock, log: quiet });
});
afterAll(() => decoder.close());

const OPTIONS: FrameOptions = {
  width: 96,
  height: 64,
  maxBytes: 10_000_000,
  formats: ['png', 'webp'],
  mask: true,
};

/** A window of 48 by 32: red on the left, clear on the right, and a place and a camera in its metadata. */
async function files(alphaRight = 0): Promise<{ original: string; mask: string }> {
  const folder = temporaryFolder();
  const rgba = Buffer.alloc(48 * 32 * 4);
  const grey = Buffer.alloc(48 * 32);
  for (let at = 0; at < 48 * 32; at++) {
    const isLeft = at % 48 < 24;
    rgba.set(isLeft ? [200, 40, 20, 255] : [0, 0, 0, alphaRight], at * 4);
    grey[at] = isLeft ? 0 : 255;
  }
  const original = join(folder, 'original.png');
  const mask = join(folder, 'mask.png');
  const written = await sharp(rgba, { raw: { width: 48, height: 32, channels: 4 } })
    .withExif({ IFD0: { Make: 'Kodak' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withDensity(301)
    .png()
    .toBuffer();
  writeFileSync(original, written);
  writeFileSync(
    mask,
    await sharp(grey, { raw: { width: 48, height: 32, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer(),
  );
  return { original, mask };
}

const chunksOf = (bytes: Uint8Array) => {
  const read = readPngChunks(bytes);
  if (read.kind !== 'read') throw new Error(read.reason);
  return { types: [...new Set(read.chunks.map(({ type }) => type))], header: readPngHeader(read.chunks) };
};

describe('what a model is sent of a document', () => {
  test('is opaque at the size that is asked for, and the mask lies over it; neither says more than its pixels', async () => {
    const prepared = await decoder.prepareFrame(await files(), OPTIONS);
    if (prepared.kind !== 'prepared-frame' || prepared.mask === null) throw new Error(prepared.kind);
    expect(prepared.mediaType).toBe('image/png');
    expect(chunksOf(prepared.bytes)).toEqual({
      types: ['IHDR', 'IDAT', 'IEND'],
      header: { width: 96, height: 64, bitDepth: 8, colourType: 2 },
    });
    expect(chunksOf(prepared.mask)).toEqual({
      types: ['IHDR', 'IDAT', 'IEND'],
      header: { width: 96, height: 64, bitDepth: 8, colourType: 0 },
    });
    const pixels = await sharp(prepared.bytes).raw().toBuffer();
    const greys = await sharp(prepared.mask).raw().toBuffer();
    const channels = greys.byteLength / (96 * 64);
    for (const x of [0, 20, 60, 95]) {
      // No black block where the window was clear: the red goes on.
      const at = (30 * 96 + x) * 3;
      expect([...pixels.subarray(at, at + 3)]).toEqual([200, 40, 20]);
      expect(greys[(30 * 96 + x) * channels]).toBe(x < 48 ? 0 : 255);
    }
  });

  test('is made smaller in bytes until the provider takes it, and never in pixels', async () => {
    const whole = await files(255);
    let state = 1;
    const noise = Buffer.from(
      Array.from({ length: 96 * 64 * 3 }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        return (state >>> 16) & 255;
      }),
    );
    writeFileSync(
      whole.original,
      await sharp(noise, { raw: { width: 96, height: 64, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const prepared = await decoder.prepareFrame(whole, { ...OPTIONS, maxBytes: 14_000, mask: false });
    expect(prepared).toMatchObject({ kind: 'prepared-frame', mediaType: 'image/webp', mask: null });
    if (prepared.kind !== 'prepared-frame') throw new Error(prepared.kind);
    expect(await sharp(prepared.bytes).metadata()).toMatchObject({ width: 96, height: 64, hasAlpha: false });
    for (const change of [{ maxBytes: 40 }, { maxBytes: 14_000, formats: ['png'] as const }])
      expect(await decoder.prepareFrame(whole, { ...OPTIONS, ...change })).toMatchObject({ kind: 'refused' });
  });

  test.each(['original', 'mask'] as const)('a %s that is no picture is a refusal', async (which) => {
    const paths = await files();
    writeFileSync(paths[which], '<!doctype html>');
    expect(await decoder.prepareFrame(paths, OPTIONS)).toMatchObject({
      kind: 'refused',
      code: 'not-a-picture',
    });
  });
});
