import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openDatabase } from '../../electron/db/index.ts';
import { createLibrary } from '../../electron/library/index.ts';
import { forkNode } from '../../electron/platform/fork.ts';
import { createDecoder } from '../../media/decoder/index.ts';
import { storageDeps } from '../drivers/storage/deps.ts';
import { type BenchResult, judge, median } from './result.ts';

const PICTURES = 12;
const ROUNDS = 3;
const SIDE = 2048;
const LIMIT = 1.35;

/**
 * Keeping a delivered 4-megapixel picture (looked at, hashed, written, synced, named, indexed, with its thumbnail)
 * against sharp's bare thumbnail of the same bytes, in turn, in one run.
 */
export async function* run(): AsyncIterable<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-bench-store-'));
  const deps = storageDeps();
  const opened = await openDatabase({
    path: join(folder, 'data', 'library.db'),
    workerUrl: new URL('../../electron/app/database-worker.ts', import.meta.url),
    deps,
    failpoint: null,
  });
  if (!opened.ok) throw new Error(opened.trouble);
  const decoder = createDecoder({ fork: forkNode, clock: deps.clock, log: deps.log });
  const library = createLibrary({
    database: opened.database,
    deps,
    decoder,
    folders: { library: () => join(folder, 'pictures'), data: join(folder, 'data') },
    modelOf: () => null,
    reveal: async () => undefined,
    announce: () => undefined,
  });
  try {
    const pictures = await Promise.all(
      Array.from({ length: PICTURES * ROUNDS }, (_, index) => picture(index)),
    );
    const ours: number[] = [];
    const bare: number[] = [];
    sharp.concurrency(1);
    sharp.cache(false);
    for (const [index, bytes] of pictures.entries()) {
      const first = performance.now();
      await sharp(bytes)
        .resize({ width: 512, height: 512, fit: 'inside' })
        .webp({ quality: 80, effort: 2 })
        .toBuffer();
      const second = performance.now();
      await library.store(delivered(index, bytes));
      bare.push(second - first);
      ours.push(performance.now() - second);
    }
    // The first few start the child and fill the caches of both.
    const value = median(ours.slice(PICTURES));
    yield judge({
      bench: 'store',
      case: '4-megapixel PNG: store, sync, thumbnail, index',
      value,
      unit: 'ms',
      ratio: value / median(bare.slice(PICTURES)),
      limit: LIMIT,
    });
  } finally {
    decoder.close();
    await opened.database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A photograph's kind of detail: soft shapes with a grain that does not compress away. */
async function picture(index: number): Promise<Uint8Array> {
  const noise = { type: 'gaussian', mean: 128, sigma: 24 } as const;
  const grain = sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#888', noise } });
  const tint = { r: (index * 53) % 255, g: (index * 97) % 255, b: (index * 31) % 255 };
  return new Uint8Array(await grain.blur(2.2).tint(tint).png({ compressionLevel: 6 }).toBuffer());
}

function delivered(index: number, bytes: Uint8Array) {
  return {
    generationId: `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    ordinal: 0,
    bytes,
    mediaType: 'image/png',
    prompt: `a bench picture, number ${index}`,
    revisedPrompt: null,
    modelId: 'sandbox',
    providerId: 'sandbox',
    operation: 'text-to-image',
    seed: index,
    parentPictureId: null,
    madeAtMs: 1_790_000_000_000 + index,
  };
}
