import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../electron/db/index.ts';
import { createLibrary, type Delivered, type Library } from '../../../electron/library/index.ts';
import { createCalendar } from '../../../electron/platform/files/index.ts';
import { createDecoder, type Decoder, forkNode } from '../../../media/decoder/index.ts';
import type { Clock } from '../../../shared/kernel/index.ts';
import { storageDeps } from './deps.ts';

export interface Store {
  readonly library: Library;
  readonly database: Database;
  readonly decoder: Decoder;
  readonly announced: string[];
  readonly revealed: string[];
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Holds `data` and `pictures`. */
  readonly root: string;
  readonly failpoint?: string | null;
  readonly clock?: Clock;
  readonly libraryFolder?: () => string;
  /** One for all stores of a test file, whose children start once; closed by whoever made it. */
  readonly decoder?: Decoder;
}

export function databasePath(root: string): string {
  return join(root, 'data', 'library.db');
}

export function createTestDecoder(): Decoder {
  const { clock, log } = storageDeps(null);
  return createDecoder({ fork: forkNode, clock, log });
}

/** A whole library as the desktop puts it together: workers, decoder children, real files. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { root, failpoint = null } = options;
  const deps = storageDeps(failpoint, options.clock);
  mkdirSync(join(root, 'data'), { recursive: true });
  const opened = await openDatabase({
    path: databasePath(root),
    workerUrl: new URL('../../../electron/app/database-worker.ts', import.meta.url),
    deps,
    failpoint,
  });
  if (!opened.ok) throw new Error(`the library did not open: ${opened.trouble}`);
  const { database } = opened;
  const decoder = options.decoder ?? createTestDecoder();
  const announced: string[] = [];
  const revealed: string[] = [];
  const library = createLibrary({
    database,
    deps,
    decoder,
    folders: { library: options.libraryFolder ?? (() => join(root, 'pictures')), data: join(root, 'data') },
    modelOf: (id) =>
      id === 'sandbox' ? { label: 'Sandbox', status: 'live', licence: { note: 'sandbox' } } : null,
    reveal: async (path) => void revealed.push(path),
    announce: (_noun, ids) => void announced.push(...ids),
    calendar: createCalendar('Europe/Berlin'),
  });
  return {
    library,
    database,
    decoder,
    announced,
    revealed,
    async close() {
      await library.settled();
      if (options.decoder === undefined) decoder.close();
      await database.close();
    },
  };
}

export const GENERATION_ID = '0190b1a0-0000-7000-8000-000000000001';

/** A delivery that lacks nothing; the parts a test is about are given. */
export function delivery(bytes: Uint8Array, changes: Partial<Delivered> = {}): Delivered {
  return {
    generationId: GENERATION_ID,
    ordinal: 0,
    bytes,
    mediaType: 'image/png',
    prompt: 'Quinces on linen',
    revisedPrompt: null,
    modelId: 'sandbox',
    providerId: 'sandbox',
    operation: 'text-to-image',
    seed: 7,
    parents: [],
    madeAtMs: Date.UTC(2026, 10, 20, 12),
    ...changes,
  };
}
