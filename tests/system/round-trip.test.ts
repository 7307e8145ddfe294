import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring } from '../drivers/imports.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

let opened: OpenedDesktop;

beforeAll(async () => {
  opened = await openDesktop();
});
afterAll(() => opened.end());

/** The numbers in the file, not converted by what its profile says. */
async function stored(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
}

/** Every alpha beside every value, red running against blue: the pixels that premultiplying loses. */
function everyAlpha(): Uint8Array {
  const pixels = new Uint8Array(256 * 256 * 4);
  for (let alpha = 0; alpha < 256; alpha++) {
    for (let value = 0; value < 256; value++) {
      pixels.set([value, 255 - value, (value * 7) % 256, alpha], (alpha * 256 + value) * 4);
    }
  }
  return pixels;
}

describe('in and out again', () => {
  const raw = { raw: { width: 256, height: 256, channels: 4 } } as const;

  it('a PNG with every alpha comes out with exactly its bytes of colour and alpha, clear pixels too', async () => {
    const pixels = everyAlpha();
    const { id } = await bring(opened, await sharp(pixels, raw).png().toBuffer(), 'alpha.png');
    const saved = await opened.client.library.exportPicture({
      id,
      options: { format: 'png', quality: 90, scale: 1, profile: 'keep', includePrompt: true },
      folder: join(opened.data, 'out'),
      name: 'alpha',
    });
    const out = await sharp(readFileSync(saved.path)).raw().toBuffer({ resolveWithObject: true });
    expect(out.info).toMatchObject({ width: 256, height: 256, channels: 4 });
    expect(Buffer.compare(out.data, pixels)).toBe(0);
  });

  it.each(['webp', 'avif', 'tiff'] as const)('%s keeps transparency', async (format) => {
    const { id } = await bring(opened, await sharp(everyAlpha(), raw).png().toBuffer(), 'alpha.png');
    const saved = await opened.client.library.exportPicture({
      id,
      options: { format, quality: 100, scale: 1, profile: 'keep', includePrompt: false },
      folder: join(opened.data, 'out'),
      name: format,
    });
    const { data: out, info } = await sharp(readFileSync(saved.path))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    let off = 0;
    for (let at = 3; at < out.length; at += 4) {
      off = Math.max(off, Math.abs((out[at] ?? 0) - Math.floor(at / 1024)));
    }
    expect(off).toBeLessThanOrEqual(format === 'tiff' ? 0 : 3);
  });

  it('a wide profile stays with the original and its export, and is converted where sRGB is asked for', async () => {
    const wide = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#e01020' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const { id } = await bring(opened, wide, 'wide.png');
    const kept = await opened.client.library.exportPicture({
      id,
      options: { format: 'png', quality: 90, scale: 1, profile: 'keep', includePrompt: false },
      folder: join(opened.data, 'out'),
      name: 'kept',
    });
    const before = await sharp(wide).metadata();
    const after = await sharp(readFileSync(kept.path)).metadata();
    expect(after.icc?.equals(before.icc ?? Buffer.alloc(0))).toBe(true);
    expect(await stored(readFileSync(kept.path))).toEqual(await stored(wide));
    const converted = await opened.client.library.exportPicture({
      id,
      options: { format: 'png', quality: 90, scale: 1, profile: 'srgb', includePrompt: false },
      folder: join(opened.data, 'out'),
      name: 'srgb',
    });
    const [red = 0] = await stored(readFileSync(converted.path));
    const [wideRed = 0] = await stored(wide);
    // The same red is a larger number in the smaller space.
    expect(red).toBe(0xe0);
    expect(wideRed).toBeLessThan(red - 5);
  });
});
