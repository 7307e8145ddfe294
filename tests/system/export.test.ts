import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_EXTENSIONS, EXPORT_FORMATS, isLossy } from '../../shared/pictures/index.ts';
import { type DesktopClient, SMALL_RUN, untilEnded } from '../drivers/contract-client.ts';
import { bring } from '../drivers/imports.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const PROMPT = 'Quinces & "linen" <em>née</em> 🍐';

let opened: OpenedDesktop;
let id = '';
let original = '';

beforeAll(async () => {
  opened = await openDesktop();
  const { generationId } = await opened.client.generations.submit({ ...SMALL_RUN, count: 1, prompt: PROMPT });
  await untilEnded(opened.client, generationId);
  const { pictures } = await opened.client.library.search({
    words: '',
    trashed: false,
    before: null,
    limit: 1,
  });
  id = pictures[0]?.id ?? '';
  original = (await opened.client.library.get({ id })).file.path;
});
afterAll(() => opened.end());

type Options = Parameters<DesktopClient['library']['exportPicture']>[0]['options'];
const options = (change: Partial<Options> = {}): Options => ({
  format: 'png',
  quality: 90,
  scale: 1,
  profile: 'keep',
  includePrompt: true,
  ...change,
});
const save = (change: Partial<Options> = {}) =>
  opened.client.library.exportPicture({
    id,
    options: options(change),
    folder: join(opened.data, 'out'),
    name: 'Still life',
  });

async function pixels(path: string): Promise<Buffer> {
  return sharp(path).removeAlpha().toColourspace('srgb').raw().toBuffer();
}

async function meanDifference(a: string, b: string): Promise<number> {
  const [first, second] = [await pixels(a), await pixels(b)];
  expect(first.length).toBe(second.length);
  let sum = 0;
  for (const [index, value] of first.entries()) sum += Math.abs(value - (second[index] ?? 0));
  return sum / first.length;
}

describe('every export format', () => {
  it.each(EXPORT_FORMATS)(
    '%s: the size shown is the size saved, and the pixels are as promised',
    async (format) => {
      const size = await opened.client.library.exportSize({ id, options: options({ format }) });
      const saved = await save({ format });
      expect(saved.sizeBytes).toBe(size.sizeBytes);
      expect(readFileSync(saved.path).length).toBe(saved.sizeBytes);
      expect(saved.name).toMatch(new RegExp(`^still-life(-\\d+)?\\.${EXPORT_EXTENSIONS[format]}$`));
      const difference = await meanDifference(saved.path, original);
      if (isLossy(format)) expect(difference).toBeLessThan(3);
      else expect(difference).toBe(0);
    },
  );

  it('nothing is replaced: the second file of a name gets a number', async () => {
    const [first, second] = [await save(), await save()];
    expect(second.path).not.toBe(first.path);
    expect(readFileSync(first.path).equals(readFileSync(second.path))).toBe(true);
  });

  it('a smaller scale keeps the shape, a lower quality is smaller', async () => {
    const half = await opened.client.library.exportSize({ id, options: options({ scale: 0.5 }) });
    expect(half).toMatchObject({ width: 624, height: 416 });
    const at = (quality: number) =>
      opened.client.library.exportSize({ id, options: options({ format: 'jpeg', quality }) });
    expect((await at(40)).sizeBytes).toBeLessThan((await at(95)).sizeBytes);
  });

  it("the original is the provider's own file, byte for byte", async () => {
    const saved = await opened.client.library.saveOriginal({
      id,
      folder: join(opened.data, 'out'),
      name: 'original',
    });
    expect(readFileSync(saved.path).equals(readFileSync(original))).toBe(true);
  });

  it('a folder that takes no files is a refusal by name', async () => {
    const answer = opened.client.library.exportPicture({
      id,
      options: options(),
      folder: join(original, 'inside-a-file'),
      name: 'x',
    });
    await expect(answer).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
  });
});

describe.skipIf(!has('exiftool'))('read by exiftool', () => {
  it.each(EXPORT_FORMATS)('%s says how it came to be, and its prompt', async (format) => {
    const tags = JSON.parse(
      execFileSync('exiftool', ['-json', '-n', (await save({ format })).path], { encoding: 'utf8' }),
    )[0];
    expect(JSON.stringify(tags)).toContain('digitalsourcetype/algorithmicMedia');
    expect(tags.Description).toBe(PROMPT);
    expect(tags.CreatorTool).toBe('Gesso');
  });

  it.each(EXPORT_FORMATS)(
    '%s without the prompt still says that no camera made it, and nothing of the prompt',
    async (format) => {
      const { path } = await save({ format, includePrompt: false });
      const tags = execFileSync('exiftool', ['-json', '-n', path], { encoding: 'utf8' });
      expect(tags).toContain('digitalsourcetype/algorithmicMedia');
      expect(readFileSync(path).includes(Buffer.from('Quinces'))).toBe(false);
      expect(tags).not.toMatch(/GPS|SerialNumber/);
    },
  );

  it("of a picture that was brought in nothing is said: a photograph is not called a machine's", async () => {
    const photograph = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const { id: brought } = await bring(opened, Uint8Array.from(photograph), 'Harbour.png');
    const exported = await opened.client.library.exportPicture({
      id: brought,
      options: options(),
      folder: join(opened.data, 'out'),
      name: 'Harbour',
    });
    expect(execFileSync('exiftool', ['-json', '-n', exported.path], { encoding: 'utf8' })).not.toContain(
      'digitalsourcetype',
    );
  });

  it.each(['srgb', 'p3'] as const)('the %s profile is attached', async (profile) => {
    const { path } = await save({ format: 'jpeg', profile });
    const tags = JSON.parse(
      execFileSync('exiftool', ['-json', '-icc_profile:all', path], { encoding: 'utf8' }),
    )[0];
    expect(tags.ProfileDescription).toMatch(profile === 'p3' ? /P3/ : /sRGB/i);
  });
});

describe.skipIf(!has('pngcheck'))('read by pngcheck', () => {
  it('the PNG is sound, with its texts', async () => {
    const said = execFileSync('pngcheck', ['-t', (await save()).path], { encoding: 'utf8' });
    expect(said).toContain('OK:');
    expect(said).toContain('parameters');
  });
});

describe.skipIf(!has('identify'))('read by imagemagick', () => {
  it.each(['png', 'jpeg', 'webp', 'tiff'] as const)('%s has the right size', async (format) => {
    const said = execFileSync('identify', ['-format', '%m %w %h', (await save({ format })).path], {
      encoding: 'utf8',
    });
    expect(said).toMatch(/1248 832$/);
  });
});
