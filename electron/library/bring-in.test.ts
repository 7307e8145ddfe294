import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createTestDecoder, openStore } from '../../tests/drivers/storage/open-store.ts';
import { makePicture } from '../../tests/drivers/storage/pictures.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';

const decoder = createTestDecoder();
afterAll(() => decoder.close());

async function libraryIn(root: string) {
  const store = await openStore({ root, decoder });
  onTestFinished(() => store.close());
  return store.library;
}

test('a large file is taken in byte for byte and never stands in memory as a whole', async () => {
  const root = temporaryFolder();
  const library = await libraryIn(root);
  const path = join(root, 'large.tif');
  await sharp({ create: { width: 10_000, height: 6000, channels: 3, background: '#a63' } })
    .tiff({ compression: 'none' })
    .toFile(path);
  const sizeBytes = statSync(path).size;
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, held() - before);
  }, 2);
  const brought = await library.bringIn({ path, name: 'large.tif' });
  clearInterval(watch);
  if (brought.kind !== 'picture') throw new Error(brought.code);
  expect(sizeBytes).toBeGreaterThan(180_000_000);
  expect(most).toBeLessThan((sizeBytes * 2) / 3);
  expect(readFileSync(brought.details.file.path).equals(readFileSync(path))).toBe(true);
});

test.each([
  ['a family of emoji', '👨‍👩‍👧 at sea.png', '👨‍👩‍👧 at sea'],
  ['Persian', 'می‌خواهم.png', 'می‌خواهم'],
  ['a letter where the name is cut', `${'a'.repeat(199)}😀.png`, 'a'.repeat(199)],
  ['half a letter', 'quince\ud83d.png', 'quince'],
  ['a path, a bell and a turned direction', '../a\u0007b\u202egnp.png', '.. a b gnp'],
])('%s in a name comes out whole', async (_what, name, title) => {
  const root = temporaryFolder();
  const library = await libraryIn(root);
  const path = join(root, 'file');
  writeFileSync(path, await makePicture());
  const brought = await library.bringIn({ path, name });
  expect(brought).toMatchObject({ kind: 'picture', details: { fullPrompt: title } });
});

test('the same file many times at once is one picture and one file', async () => {
  const root = temporaryFolder();
  const library = await libraryIn(root);
  const path = join(root, 'file');
  writeFileSync(path, await makePicture());
  const brought = await Promise.all(
    Array.from({ length: 6 }, () => library.bringIn({ path, name: 'one.png' })),
  );
  expect(
    new Set(brought.map((one) => (one.kind === 'picture' ? one.details.picture.id : one.code))).size,
  ).toBe(1);
  expect(await library.usage()).toMatchObject({ count: 1 });
});
