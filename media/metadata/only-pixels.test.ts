import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { insertAfterHeader, onlyPixels, pngTextChunks, readPngChunks, writePngChunks } from './index.ts';

const square = sharp({ create: { width: 4, height: 4, channels: 4, background: '#c863' } });
const made = async (picture: Sharp) => Uint8Array.from(await picture.toBuffer());

describe('a file that is pixels alone', () => {
  test('a PNG loses its texts and its density, and nothing else', async () => {
    const png = await made(square.clone().png().withMetadata({ density: 300 }));
    const read = readPngChunks(png);
    if (read.kind === 'refused') throw new Error(read.reason);
    const texts = pngTextChunks([{ keyword: 'Comment', text: 'at home' }]);
    const bare = onlyPixels(writePngChunks(insertAfterHeader(read.chunks, texts)), 'png');
    const left = readPngChunks(bare ?? new Uint8Array(0));
    expect(left.kind === 'read' ? left.chunks.map((chunk) => chunk.type) : []).toEqual([
      'IHDR',
      'IDAT',
      'IEND',
    ]);
  });

  test.each(['jpeg', 'webp'] as const)(
    'a %s is let through bare, and stopped with anything said',
    async (format) => {
      const bare = await made(square.clone().toFormat(format));
      expect(onlyPixels(bare, format)).toBe(bare);
      const exif = await made(
        square
          .clone()
          .toFormat(format)
          .withExif({ IFD0: { Copyright: 'Somebody' } }),
      );
      expect(onlyPixels(exif, format)).toBeNull();
      const profiled = await made(square.clone().toFormat(format).withIccProfile('p3'));
      expect(onlyPixels(profiled, format)).toBeNull();
      expect(onlyPixels(bare.slice(0, 11), format)).toBeNull();
    },
  );
});
