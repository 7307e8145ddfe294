import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { finishIntents } from '../../electron/library/sweep.ts';
import { storageDeps } from '../drivers/storage/deps.ts';
import { runChild } from '../drivers/storage/killed-child.ts';
import { delivery, openStore, type Store } from '../drivers/storage/open-store.ts';
import { makePicture } from '../drivers/storage/pictures.ts';
import { temporaryFolder } from '../drivers/storage/temporary-folder.ts';

const POINTS = [
  'store.temporary-written',
  'store.renamed',
  'store.row-written',
  'store.thumbnail-written',
] as const;

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

/** Every row has its file with its bytes, and there is no file of ours that no row names. */
async function expectConsistent(store: Store, root: string): Promise<string[]> {
  // A thumbnail is written beside what `store` waits for.
  await store.library.settled();
  const { pictures } = await store.library.search({ words: '', trashed: false, before: null, limit: 100 });
  const named = new Set<string>();
  for (const picture of pictures) {
    const file = await store.library.fileOf(picture.sha256);
    expect(file).not.toBeNull();
    if (file === null) continue;
    named.add(file.path);
    expect(createHash('sha256').update(readFileSync(file.path)).digest('hex')).toBe(picture.sha256);
  }
  expect(filesIn(join(root, 'pictures')).map((name) => join(root, 'pictures', name))).toEqual(
    [...named].sort(),
  );
  expect(filesIn(join(root, 'data', 'thumbnails')).filter((name) => !name.endsWith('.webp'))).toEqual([]);
  return pictures.map((picture) => picture.id);
}

describe('a desktop killed while it stores a picture', () => {
  for (const point of POINTS) {
    test(`at ${point} loses nothing and leaves nothing behind`, async () => {
      const root = temporaryFolder();
      const ended = await runChild('./storing-child.ts', [root, point]);
      expect(ended.output).toBe('');
      expect(ended.signal).toBe('SIGKILL');

      const store = await openStore({ root });
      const { census } = await store.library.sweep();
      await census;
      // All four are behind the flushed temporary, so the paid picture itself has survived each of them.
      const [id, ...more] = await expectConsistent(store, root);
      expect(id).toBeDefined();
      expect(more).toEqual([]);

      const again = await store.library.store(delivery(await makePicture({ seed: 1 })));
      expect(again).toMatchObject({ id });
      expect(await expectConsistent(store, root)).toEqual([id]);
      const details = await store.library.get(id ?? '');
      expect(details?.seed).toBe(7);
      expect(details?.fullPrompt).toBe('Quinces on linen');
      expect(await store.library.thumbnailOf(details?.picture.sha256 ?? '')).not.toBeNull();
      await store.close();
    });
  }

  test('storing again before any sweep goes on where the killed run stopped', async () => {
    const root = temporaryFolder();
    await runChild('./storing-child.ts', [root, 'store.renamed']);
    const store = await openStore({ root });
    // A later month: without the intent a second file would be written beside the first.
    const later = delivery(await makePicture({ seed: 1 }), { madeAtMs: Date.UTC(2026, 11, 24) });
    await store.library.store(later);
    expect(await expectConsistent(store, root)).toHaveLength(1);
    await store.close();
  });

  test('killed before its intent was on the disk: the unnamed file is cleared away, in a month without pictures too', async () => {
    const root = temporaryFolder();
    const month = join(root, 'pictures', '2026-03');
    mkdirSync(month, { recursive: true });
    writeFileSync(
      join(month, '0190b1a0-0000-7000-8000-00000000000a.gesso-part'),
      'the beginning of a picture',
    );
    writeFileSync(join(month, 'mine.gesso-part'), 'the person’s');
    const store = await openStore({ root });
    await (await store.library.sweep()).census;
    expect(filesIn(join(root, 'pictures'))).toEqual(['2026-03/mine.gesso-part']);
    await store.close();
  });

  test.each(['too-slow', 'decoder-crashed'] as const)(
    'a decoder that fails (%s) while it settles takes nothing away: the next start tries again',
    async (code) => {
      const root = temporaryFolder();
      await runChild('./storing-child.ts', [root, '', '1', '0']);
      // The month has a picture, so the intent was written before the decoder's word.
      await runChild('./storing-child.ts', [root, 'store.temporary-written', '2', '1']);
      const store = await openStore({ root });
      const swept = await finishIntents({
        rows: store.database.noun('library'),
        deps: storageDeps(null),
        decoder: {
          ...store.decoder,
          inspect: async () => ({ kind: 'refused', code, detail: 'time' }),
        },
        dataFolder: join(root, 'data'),
        unfinished: new Set(),
      });
      expect(swept).toEqual({ completed: [], dropped: 0 });
      await (await store.library.sweep()).census;
      expect(await expectConsistent(store, root)).toHaveLength(2);
      await store.close();
    },
  );

  test('killed again while it settles what the first kill left', async () => {
    const root = temporaryFolder();
    await runChild('./storing-child.ts', [root, 'store.temporary-written', '1', '0']);
    await runChild('./storing-child.ts', [root, 'store.temporary-written', '1', '0']);
    await runChild('./storing-child.ts', [root, 'store.renamed', '2', '1']);
    const store = await openStore({ root });
    await (await store.library.sweep()).census;
    expect(await expectConsistent(store, root)).toHaveLength(2);
    await store.close();
  });
});
