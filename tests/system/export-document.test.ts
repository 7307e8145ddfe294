import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopClient } from '../drivers/contract-client.ts';
import { putFlattened } from '../drivers/documents.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

const HAS_EXIFTOOL = spawnSync('sh', ['-c', 'command -v exiftool']).status === 0;
const SIZE = { width: 60, height: 40 };

let opened: OpenedDesktop;

beforeAll(async () => {
  opened = await openDesktop();
});
afterAll(() => opened.end());

type Wish = Parameters<DesktopClient['documents']['exportFlattened']>[0];

async function flatPicture(red: number): Promise<Uint8Array<ArrayBuffer>> {
  const background = { r: red, g: 80, b: 40, alpha: 0.5 };
  return Uint8Array.from(
    await sharp({ create: { ...SIZE, channels: 4, background } })
      .png()
      .toBuffer(),
  );
}

const created = async (): Promise<string> =>
  (await opened.client.documents.create({ name: 'Quinces', ...SIZE })).id;

const options: Wish['options'] = {
  format: 'png',
  quality: 90,
  scale: 1,
  profile: 'keep',
  includePrompt: true,
};
const save = (id: string, change: Partial<Wish> = {}) =>
  opened.client.documents.exportFlattened({
    id,
    origins: [],
    options,
    folder: join(opened.data, 'out'),
    name: 'Quinces',
    ...change,
  });

it('what was flattened last is what is exported, with its transparency and the size that was shown', async () => {
  const id = await created();
  expect(await putFlattened(opened, id, await flatPicture(10))).toMatchObject({ status: 200, kind: 'kept' });
  expect(await putFlattened(opened, id, await flatPicture(200))).toMatchObject({ status: 200, kind: 'kept' });
  const size = await opened.client.documents.exportSize({ id, origins: [], options });
  expect(size).toMatchObject(SIZE);
  const saved = await save(id);
  expect(saved.sizeBytes).toBe(size.sizeBytes);
  const { data } = await sharp(saved.path).raw().toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 4)]).toEqual([200, 80, 40, 128]);
});

it('nothing is exported of a document that was not flattened, is closed, or is not there', async () => {
  const id = await created();
  await expect(save(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await putFlattened(opened, id, await flatPicture(10));
  const kept = join(opened.data, 'documents', id, 'flattened.png');
  expect(existsSync(kept)).toBe(true);
  await opened.client.documents.close({ id });
  expect(existsSync(kept)).toBe(false);
  await expect(save(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const nobody = '0190b1a0-0000-7000-8000-000000000001';
  expect(await putFlattened(opened, nobody, await flatPicture(10))).toMatchObject({ status: 404 });
  await expect(save(nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it.each([
  ['nothing', ''],
  ['words', 'no picture'],
  ['a cut picture', 'cut'],
])('%s in place of a picture is refused by name, and the one before is gone with it', async (_, body) => {
  const id = await created();
  const whole = await flatPicture(10);
  const bytes = body === 'cut' ? whole.slice(0, 60) : body;
  await putFlattened(opened, id, bytes);
  await expect(save(id)).rejects.toMatchObject({ code: 'NOT_A_PICTURE' });
  await putFlattened(opened, id, whole);
  expect((await save(id)).name).toMatch(/^quinces/);
});

it('a disk that takes nothing is an outage, and the document goes on', async () => {
  const id = await created();
  // A folder in its way stops everyone, an administrator too.
  mkdirSync(join(opened.data, 'documents', id, 'flattened.png'), { recursive: true });
  expect(await putFlattened(opened, id, await flatPicture(10))).toMatchObject({ kind: 'outage' });
  expect((await opened.client.documents.get({ id })).document.name).toBe('Quinces');
});

describe.skipIf(!HAS_EXIFTOOL)('read by exiftool', () => {
  const sha256 = 'a'.repeat(64);
  it.each([
    [['trained', 'drawn', 'brought'], 'compositeWithTrainedAlgorithmicMedia'],
    [['drawn', 'brought'], 'compositeSynthetic'],
    [['brought'], null],
    [[], 'digitalCreation'],
  ] as const)('made of %j it says %s', async (made, told) => {
    const id = await created();
    await putFlattened(opened, id, await flatPicture(10));
    const origins = made.map((one) => ({ sha256, made: one }));
    for (const format of ['png', 'jpeg'] as const) {
      const { path } = await save(id, { origins, options: { ...options, format } });
      const tags = execFileSync('exiftool', ['-json', '-n', path], { encoding: 'utf8' });
      const type = /digitalsourcetype\/(\w+)/.exec(tags)?.[1] ?? null;
      expect(type).toBe(told);
      expect(readFileSync(path).includes(Buffer.from('Gesso'))).toBe(true);
    }
  });
});
