import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Decoder, Refused, Thumbnail } from '../../media/decoder/index.ts';
import { storageDeps } from '../../tests/drivers/storage/deps.ts';
import { makePicture } from '../../tests/drivers/storage/pictures.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';
import { createThumbnails, type Thumbnails } from './thumbnails.ts';

const made: Thumbnail = { kind: 'thumbnail', bytes: Uint8Array.of(1, 2, 3), width: 1, height: 1 };
const crashed: Refused = { kind: 'refused', code: 'decoder-crashed', detail: 'exit' };

/** A decoder at the edge that answers when it is told to. */
function slowDecoder() {
  const asked: { source: unknown; answer: (outcome: Thumbnail | Refused) => void }[] = [];
  let tell: () => void = () => undefined;
  const decoder: Decoder = {
    inspect: () => Promise.reject(new Error('not asked here')),
    thumbnail: (source) =>
      new Promise((answer) => {
        asked.push({ source, answer });
        tell();
      }),
    square: () => Promise.reject(new Error('no thumbnail needs a square')),
    encode: () => Promise.reject(new Error('no thumbnail needs an encoded picture')),
    prepare: () => Promise.reject(new Error('no thumbnail needs a prepared picture')),
    prepareFrame: () => Promise.reject(new Error('no thumbnail needs a frame')),
    close: () => undefined,
  };
  /** Resolves when this many were asked. */
  const askedFor = async (count: number): Promise<void> => {
    while (asked.length < count) {
      await new Promise<void>((resolve) => {
        tell = resolve;
      });
    }
  };
  return { decoder, asked, askedFor };
}

function open(decoder: Decoder): Thumbnails {
  return createThumbnails({
    decoder,
    deps: storageDeps(),
    dataFolder: temporaryFolder(),
    originalOf: async (sha256) => join('/pictures', sha256),
    stands: async () => false,
  });
}

const hash = (index: number): string => index.toString(16).padStart(64, '0');

describe('thumbnails made when they are looked at', () => {
  test('two at once, then the newest wish first, and everyone is answered', async () => {
    const { decoder, asked, askedFor } = slowDecoder();
    const thumbnails = open(decoder);
    const wishes = Promise.all([1, 2, 3, 4, 5].map((index) => thumbnails.get(hash(index))));
    for (let count = 0; count < 5; count++) {
      await askedFor(Math.min(5, count + 2));
      expect(asked.length).toBeLessThanOrEqual(count + 2);
      asked[count]?.answer(made);
    }
    expect((await wishes).filter((path) => path === null)).toEqual([]);
    // The first went out before the others were wished for.
    const order = asked.map((each) => Number.parseInt(String(each.source).slice(-1), 16));
    expect(order.slice(2)).toEqual([5, 4, 3]);
  });

  test('one that a power cut left torn is made again, a whole one is not', async () => {
    const webp = await makePicture({ format: 'webp' });
    const { decoder, asked, askedFor } = slowDecoder();
    const dataFolder = temporaryFolder();
    const originalOf = async () => '/pictures/one';
    const thumbnails = createThumbnails({ decoder, deps: storageDeps(), dataFolder, originalOf });
    await thumbnails.keep(hash(1), webp);
    const { path = '' } = (await thumbnails.get(hash(1))) ?? {};
    const zeros = new Uint8Array(webp);
    zeros.fill(0, webp.length - 20);
    const torn = [new Uint8Array(0), new Uint8Array(webp.length), webp.subarray(0, webp.length - 1), zeros];
    for (const [index, bytes] of torn.entries()) {
      writeFileSync(path, bytes);
      const again = thumbnails.get(hash(1));
      await askedFor(index + 1);
      asked[index]?.answer({ ...made, bytes: webp });
      expect(await again).toEqual({ path });
      expect(readFileSync(path).equals(webp)).toBe(true);
      expect(await thumbnails.get(hash(1))).toEqual({ path });
    }
    expect(asked).toHaveLength(torn.length);
  });

  test('a picture that the decoder refused is not tried again in this run', async () => {
    const { decoder, asked, askedFor } = slowDecoder();
    const thumbnails = open(decoder);
    const first = thumbnails.get(hash(1));
    await askedFor(1);
    asked[0]?.answer(crashed);
    expect(await first).toBeNull();
    expect(await thumbnails.get(hash(1))).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test('a flood lets the oldest wishes go instead of growing', async () => {
    const { decoder, asked, askedFor } = slowDecoder();
    const thumbnails = open(decoder);
    const wishes = Array.from({ length: 600 }, (_, index) => thumbnails.get(hash(index)));
    await askedFor(2);
    const answered = await Promise.race(wishes);
    expect(answered).toBeNull();
    expect(asked).toHaveLength(2);
  });
});
