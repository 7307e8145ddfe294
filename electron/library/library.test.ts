import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  createTestDecoder,
  delivery,
  openStore,
  type Store,
  type StoreOptions,
} from '../../tests/drivers/storage/open-store.ts';
import { makePicture } from '../../tests/drivers/storage/pictures.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';
import type { Delivered, Stored } from './index.ts';

const decoder = createTestDecoder();
afterAll(() => decoder.close());

async function open(options: Partial<StoreOptions> = {}): Promise<Store & { root: string }> {
  const root = options.root ?? temporaryFolder();
  const store = await openStore({ ...options, root, decoder });
  onTestFinished(() => store.close().catch(() => undefined));
  return { ...store, root };
}

async function keep(store: Store, seed: number, changes: Partial<Delivered> = {}): Promise<Stored> {
  const stored = await store.library.store(
    delivery(await makePicture({ seed }), { ordinal: seed, ...changes }),
  );
  if ('refusal' in stored) throw new Error(stored.detail);
  return stored;
}

const MINUTE_MS = 60_000;
const NOON_MS = Date.UTC(2026, 10, 20, 12);
const all = { words: '', trashed: false, before: null, limit: 100 };

async function found(store: Store, words: string, trashed = false): Promise<string[]> {
  const { pictures } = await store.library.search({ ...all, words, trashed });
  return pictures.map((picture) => picture.prompt);
}

describe('storing', () => {
  test('the bytes in the folder are the bytes that came, under words of the prompt', async () => {
    const store = await open();
    const bytes = await makePicture({ format: 'jpeg' });
    const stored = await store.library.store(delivery(bytes, { mediaType: 'image/png' }));
    if ('refusal' in stored) throw new Error(stored.detail);
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(stored).toMatchObject({ sha256: hash, width: 48, height: 32 });
    const file = await store.library.fileOf(hash);
    const name = `quinces-on-linen-${hash.slice(0, 4)}.jpg`;
    expect(file).toEqual({
      path: join(store.root, 'pictures', '2026-11', name),
      mediaType: 'image/jpeg',
      sizeBytes: bytes.length,
    });
    expect(readFileSync(file?.path ?? '')).toEqual(Buffer.from(bytes));
    expect(store.announced).toEqual([stored.id]);
  });

  test('what is no picture is refused by name, and leaves nothing', async () => {
    const store = await open();
    const refused = await store.library.store(delivery(new TextEncoder().encode('<svg/>')));
    expect(refused).toEqual({ refusal: 'not-a-picture', detail: 'not-a-picture/signature' });
    expect(await store.library.count({ words: '', trashed: false })).toEqual({ total: 0, more: false });
    expect(() => readdirSync(join(store.root, 'pictures'))).toThrow();
  });

  test('one file for one hash: the same bytes again make a row and no file', async () => {
    const store = await open();
    const first = await keep(store, 1);
    const second = await store.library.store(
      delivery(await makePicture({ seed: 1 }), { ordinal: 9, prompt: 'other' }),
    );
    expect(second).toMatchObject({ sha256: first.sha256 });
    expect(await store.library.usage()).toMatchObject({ count: 2 });
    expect(readdirSync(join(store.root, 'pictures', '2026-11'))).toHaveLength(1);
  });

  test('ten at once, some of the same bytes, some of the same place', async () => {
    const store = await open();
    const wanted = [1, 1, 2, 2, 3, 4, 5, 5, 5, 6];
    const stored = await Promise.all(wanted.map((seed, index) => keep(store, seed, { ordinal: index })));
    const repeated = await Promise.all(wanted.map((seed, index) => keep(store, seed, { ordinal: index })));
    expect(repeated.map((each) => each.id)).toEqual(stored.map((each) => each.id));
    expect(await store.library.usage()).toMatchObject({ count: 10 });
    expect(readdirSync(join(store.root, 'pictures', '2026-11'))).toHaveLength(6);
    const { pictures } = await store.library.search(all);
    expect(new Set(pictures.map((picture) => picture.position)).size).toBe(10);
  });

  test("a name that is the person's own is never taken", async () => {
    const store = await open();
    const bytes = await makePicture({ seed: 3 });
    const hash = createHash('sha256').update(bytes).digest('hex');
    const folder = join(store.root, 'pictures', '2026-11');
    mkdirSync(folder, { recursive: true });
    const theirs = join(folder, `quinces-on-linen-${hash.slice(0, 4)}.png`);
    writeFileSync(theirs, 'mine');
    await keep(store, 3);
    expect(readFileSync(theirs, 'utf8')).toBe('mine');
    expect(await store.library.fileOf(hash)).toMatchObject({
      path: join(folder, `quinces-on-linen-${hash.slice(0, 8)}.png`),
    });
  });

  test('a lost file is written again when its picture is stored again', async () => {
    const store = await open();
    const { id, sha256 } = await keep(store, 1);
    const file = await store.library.fileOf(sha256);
    rmSync(file?.path ?? '');
    expect(await store.library.fileOf(sha256)).toBeNull();
    expect(await keep(store, 1)).toMatchObject({ id });
    expect(await store.library.fileOf(sha256)).not.toBeNull();
    expect((await store.library.get(id))?.file.missing).toBe(false);
  });
});

describe('finding', () => {
  test('every word, the last by its beginning, without accents, by model too; newest first', async () => {
    const store = await open();
    const prompts = [
      'Crème brûlée on slate',
      'a red fox in snow',
      'the fox and the golden harp',
      'red-haired woman',
    ];
    for (const [index, prompt] of prompts.entries()) {
      await keep(store, index, {
        prompt,
        madeAtMs: NOON_MS + index * MINUTE_MS,
        modelId: index === 0 ? 'gpt-image-1' : 'sandbox',
      });
    }
    expect(await found(store, '')).toEqual(prompts.toReversed());
    expect(await found(store, 'fox')).toEqual([prompts[2], prompts[1]]);
    expect(await found(store, 'fox gol')).toEqual([prompts[2]]);
    expect(await found(store, 'gol fox')).toEqual([]);
    expect(await found(store, 'creme BRU')).toEqual([prompts[0]]);
    expect(await found(store, 'red-ha')).toEqual([prompts[3]]);
    expect(await found(store, 'gpt-image')).toEqual([prompts[0]]);
    expect(await found(store, '"fox" OR slate')).toEqual([]);
  });

  test('pages follow each other without a gap or a repeat, within one millisecond too', async () => {
    const store = await open();
    for (let seed = 0; seed < 7; seed++) await keep(store, seed, { madeAtMs: NOON_MS });
    const seen: number[] = [];
    let before: number | null = null;
    for (let end = false; !end; ) {
      const page = await store.library.search({ words: 'quinces', trashed: false, before, limit: 3 });
      seen.push(...page.pictures.map((picture) => picture.position));
      before = seen.at(-1) ?? null;
      end = page.end;
    }
    expect(seen).toHaveLength(7);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(new Set(seen).size).toBe(7);
  });

  test('days are local days, counted with and without words', async () => {
    const store = await open();
    // In Berlin the second one is made after midnight.
    await keep(store, 1, { madeAtMs: Date.UTC(2026, 10, 20, 22, 50), prompt: 'a fox' });
    await keep(store, 2, { madeAtMs: Date.UTC(2026, 10, 20, 23, 10), prompt: 'a fox' });
    await keep(store, 3, { madeAtMs: Date.UTC(2026, 10, 21, 12), prompt: 'a hen' });
    const days = ['2026-11-19', '2026-11-20', '2026-11-21'];
    const plain = await store.library.dayCounts({ words: '', trashed: false, days });
    expect(plain).toEqual({ '2026-11-19': 0, '2026-11-20': 1, '2026-11-21': 2 });
    const foxes = await store.library.dayCounts({ words: 'fox', trashed: false, days });
    expect(foxes).toEqual({ '2026-11-19': 0, '2026-11-20': 1, '2026-11-21': 1 });
    expect(await store.library.count({ words: 'fox', trashed: false })).toEqual({ total: 2, more: false });
  });

  test('a long prompt is cut for the grid without halving a letter, and whole in the details', async () => {
    const store = await open();
    const prompt = `x${'😀'.repeat(400)}`;
    const { id } = await keep(store, 1, { prompt });
    const details = await store.library.get(id);
    expect(details?.picture.prompt).toBe(`x${'😀'.repeat(149)}`);
    expect(details?.fullPrompt).toBe(prompt);
  });
});

describe('trash', () => {
  test('moves what was not there, hides it, and gives it back; the file stays', async () => {
    const store = await open();
    const one = await keep(store, 1, { prompt: 'a fox' });
    const two = await keep(store, 2, { prompt: 'a hen' });
    expect(await store.library.trash([one.id, one.id, 'unknown'])).toEqual({ moved: 1 });
    expect(await store.library.trash([one.id])).toEqual({ moved: 0 });
    expect(await found(store, '')).toEqual(['a hen']);
    expect(await found(store, 'fox')).toEqual([]);
    expect(await found(store, 'fox', true)).toEqual(['a fox']);
    expect(await found(store, '', true)).toEqual(['a fox']);
    expect(await store.library.count({ words: '', trashed: true })).toEqual({ total: 1, more: false });
    expect(await store.library.fileOf(one.sha256)).not.toBeNull();
    expect((await store.library.get(one.id))?.trashedAtMs).toBeGreaterThan(0);
    expect(await store.library.restore([one.id, two.id])).toEqual({ moved: 1 });
    expect(await found(store, '')).toHaveLength(2);
  });
});

describe('one picture', () => {
  test('names its parents, its set and its children', async () => {
    const store = await open();
    const [first, second] = [await keep(store, 1), await keep(store, 2)];
    const other = '0190b1a0-0000-7000-8000-00000000000f';
    const child = await keep(store, 3, {
      generationId: other,
      parents: [{ pictureId: first.id, role: 'goes-on-from' }],
    });
    const details = await store.library.get(first.id);
    expect(details?.siblings.map((picture) => picture.id)).toEqual([second.id]);
    expect(details?.children.map((picture) => picture.id)).toEqual([child.id]);
    expect(details).toMatchObject({
      modelLabel: 'Sandbox',
      modelRetired: false,
      licenceNote: 'sandbox',
      parents: [],
    });
    expect((await store.library.get(child.id))?.parents.map((picture) => picture.id)).toEqual([first.id]);
    expect(await store.library.get('unknown')).toBeNull();
  });

  test('is shown in the file manager, or says why not', async () => {
    const store = await open();
    const { id, sha256 } = await keep(store, 1);
    const path = (await store.library.fileOf(sha256))?.path ?? '';
    expect(await store.library.reveal(id)).toBeNull();
    expect(store.revealed).toEqual([path]);
    rmSync(path);
    expect(await store.library.reveal(id)).toBe('FILE_MISSING');
    expect(await store.library.reveal('unknown')).toBe('NOT_FOUND');
  });

  test('its thumbnail is made again when it is looked at, once for all who ask', async () => {
    const store = await open();
    const { sha256 } = await keep(store, 1);
    await store.library.settled();
    rmSync(join(store.root, 'data', 'thumbnails'), { recursive: true });
    const made = await Promise.all(Array.from({ length: 20 }, () => store.library.thumbnailOf(sha256)));
    expect(new Set(made.map((each) => each?.path)).size).toBe(1);
    expect(
      readFileSync(made[0]?.path ?? '')
        .subarray(8, 12)
        .toString(),
    ).toBe('WEBP');
    expect(await store.library.thumbnailOf('0'.repeat(64))).toBeNull();
  });
});

describe('the sweep', () => {
  test("touches nothing of the person's: strange files, strange names, unfinished downloads", async () => {
    const store = await open();
    await keep(store, 1);
    const month = join(store.root, 'pictures', '2026-11');
    const theirs = [
      'holiday.png',
      'quinces-on-linen-0000.png',
      'notes.gesso-part',
      'download.part',
      '.hidden',
    ];
    for (const name of theirs) writeFileSync(join(month, name), 'theirs');
    writeFileSync(
      join(month, '0190b1a0-0000-7000-8000-000000000001.gesso-part'),
      'ours, of a library put aside',
    );
    await (await store.library.sweep()).census;
    for (const name of theirs) expect(readFileSync(join(month, name), 'utf8')).toBe('theirs');
    expect(readdirSync(month)).toHaveLength(theirs.length + 1);
  });

  test('a file the person moved within the folder is found by its hash', async () => {
    const store = await open();
    const { id, sha256 } = await keep(store, 1);
    await keep(store, 2);
    const path = (await store.library.fileOf(sha256))?.path ?? '';
    mkdirSync(join(store.root, 'pictures', 'Best of', 'autumn'), { recursive: true });
    const moved = join(store.root, 'pictures', 'Best of', 'autumn', 'Quince.PNG');
    renameSync(path, moved);
    const census = await (await store.library.sweep()).census;
    expect(census).toEqual({ missing: 1, found: 1 });
    expect(await store.library.fileOf(sha256)).toMatchObject({ path: moved });
    expect((await store.library.get(id))?.file).toMatchObject({
      path: moved,
      name: 'Quince.PNG',
      missing: false,
    });
  });

  test('a lost file is missing, and there again when it is put back', async () => {
    const store = await open();
    const { id, sha256 } = await keep(store, 1);
    const path = (await store.library.fileOf(sha256))?.path ?? '';
    const bytes = readFileSync(path);
    rmSync(path);
    expect(await (await store.library.sweep()).census).toEqual({ missing: 1, found: 0 });
    expect((await store.library.get(id))?.file.missing).toBe(true);
    writeFileSync(path, bytes);
    expect(await (await store.library.sweep()).census).toEqual({ missing: 0, found: 1 });
    expect(await store.library.fileOf(sha256)).not.toBeNull();
  });

  test('a folder that is not there is waited for: nothing in it is called missing', async () => {
    const store = await open();
    const { sha256 } = await keep(store, 1);
    renameSync(join(store.root, 'pictures'), join(store.root, 'unplugged'));
    expect(await (await store.library.sweep()).census).toEqual({ missing: 0, found: 0 });
    expect(await store.library.fileOf(sha256)).toBeNull();
    renameSync(join(store.root, 'unplugged'), join(store.root, 'pictures'));
    expect(await store.library.fileOf(sha256)).not.toBeNull();
  });
});
