import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/platform/clock.ts';
import { createDecoder, type Decoder, forkNode } from '../../media/decoder/index.ts';
import { readPngChunks, readPngHeader, readPngTexts } from '../../media/metadata/index.ts';
import { type Case, cutPictures, HOSTILE } from '../drivers/hostile/corpus.ts';
import { makeSeeds } from '../drivers/hostile/seeds.ts';
import { quiet } from '../drivers/storage/deps.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

let decoder: Decoder;
let good: Uint8Array<ArrayBuffer>;
const folder = mkdtempSync(join(tmpdir(), 'gesso-hostile-'));

beforeAll(async () => {
  decoder = createDecoder({ fork: forkNode, clock: systemClock, log: quiet, limits: { timeMs: 15_000 } });
  good = await makePicture();
});
afterAll(() => {
  decoder.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that is ever asked of a stranger's picture. */
async function askAll(source: Uint8Array | string) {
  return [
    await decoder.inspect(source, 64),
    await decoder.thumbnail(source, 64),
    await decoder.prepare(source, { format: 'webp', maxSide: 256 }),
    await decoder.prepareFrame(
      { original: source, mask: source },
      { width: 64, height: 64, maxBytes: 1_000_000, formats: ['png'], mask: true },
    ),
    await decoder.encode(source, { format: 'jpeg', quality: 80, scale: 0.5, profile: 'keep', xmp: null }),
  ];
}

async function expectAnswered({ make, refused, shows }: Case): Promise<void> {
  const bytes = Uint8Array.from(await make());
  const outcomes = await askAll(bytes);
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused') expect(['not-a-picture', 'too-large']).toContain(outcome.code);
    if (refused !== undefined) expect(outcome).toMatchObject({ kind: 'refused' });
    if (refused !== undefined && outcome.kind === 'refused') expect(refused).toContain(outcome.code);
    if (shows !== undefined) expect(outcome.kind).not.toBe('refused');
  }
  if (shows !== undefined) expect(outcomes[0]).toMatchObject({ kind: 'picture', ...shows });
  expect(await decoder.inspect(good)).toMatchObject({ kind: 'picture' });
  const read = readPngChunks(bytes);
  if (read.kind === 'read') {
    readPngHeader(read.chunks);
    for (const { text } of readPngTexts(read.chunks))
      expect(text.length).toBeLessThanOrEqual(4 * 1024 * 1024);
  }
}

describe('a hostile file is answered, and the next picture is served', () => {
  test.each(HOSTILE)('$name', expectAnswered);

  test('every kind of picture, cut at many places', async () => {
    const wrong: string[] = [];
    for (const each of await cutPictures())
      await expectAnswered(each).catch((error: Error) => wrong.push(`${each.name}: ${error.message}`));
    expect(wrong).toEqual([]);
  }, 60_000);

  test('the seeds themselves are pictures, so that what is made of them tests more than the header', async () => {
    for (const { format, bytes } of await makeSeeds())
      for (const outcome of [await decoder.inspect(bytes)])
        expect(outcome).toMatchObject({ kind: 'picture', format });
  });

  test('an SVG under the name of a PNG', async () => {
    const path = join(folder, 'picture.png');
    for (const { make } of HOSTILE.filter((each) => each.name.startsWith('an SVG'))) {
      writeFileSync(path, await make());
      for (const outcome of await askAll(path)) expect(outcome).toMatchObject({ code: 'not-a-picture' });
    }
  });
});
