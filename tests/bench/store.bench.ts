import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openDatabase } from '../../electron/db/index.ts';
import { createLibrary } from '../../electron/library/index.ts';
import { createDecoder, forkNode } from '../../media/decoder/index.ts';
import { storageDeps } from '../drivers/storage/deps.ts';
import { type BenchResult, judge, median } from './result.ts';

const PICTURES = 12;
const ROUNDS = 6;
const SIDE = 2048;
const LIMIT = 1.35;

/**
 * Keeping a delivered 4-megapixel picture against sharp's bare thumbnail of the same bytes, in turn, in one run.
 * Ours: every pixel decoded, hashed, written, four waits for the disk (file, intent, folder, row), indexed, its
 * thumbnail written. Bare: the same decoding, the same size, quality and effort, in memory. Both two at a time, since
 * two jobs run at once and each stores its pictures one after the other; both on one thread a picture.
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
    sharp.concurrency(1);
    sharp.cache(false);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const batch = pictures.slice(round * PICTURES, (round + 1) * PICTURES);
      bare.push(await timed(batch, (bytes) => thumbnail(bytes)));
      ours.push(
        await timed(
          batch,
          (bytes, index) => library.store(delivered(round * PICTURES + index, bytes)),
          library.settled,
        ),
      );
    }
    // The first round starts the children and fills the caches of both.
    const value = median(ours.slice(1)) / PICTURES;
    const ratio = median(ours.slice(1)) / median(bare.slice(1));
    yield judge({
      bench: 'store',
      case: '4-megapixel PNGs, two at a time: store, sync, thumbnail, index',
      value,
      unit: 'ms a picture',
      ratio,
      limit: LIMIT,
    });
  } finally {
    decoder.close();
    await opened.database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function thumbnail(bytes: Uint8Array): Promise<unknown> {
  return sharp(bytes)
    .resize({ width: 512, height: 512, fit: 'inside' })
    .webp({ quality: 80, effort: 2 })
    .toBuffer();
}

/** Two at a time, as two jobs run: both sides the same. */
async function timed(
  batch: readonly Uint8Array[],
  work: (bytes: Uint8Array, index: number) => Promise<unknown>,
  settled: () => Promise<void> = async () => undefined,
): Promise<number> {
  const waiting = [...batch.entries()];
  const start = performance.now();
  const hand = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next[1], next[0]);
  };
  await Promise.all([hand(), hand()]);
  await settled();
  return performance.now() - start;
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
    parents: [],
    madeAtMs: 1_790_000_000_000 + index,
  };
}
