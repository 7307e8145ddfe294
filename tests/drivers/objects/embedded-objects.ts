import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type EmbeddedDatabase, migrate, openPglite } from '../../../cloud/db/index.ts';
import { type FileStore, openFileStore } from '../../../cloud/objects/index.ts';
import type { Decoder } from '../../../media/decoder/index.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';
import { createUploadDecoder, type OpenedObjects, openObjects } from './open-objects.ts';

/** Objects on one folder that outlives them, as the embedded service keeps it. */
export interface EmbeddedObjects extends OpenedObjects {
  readonly database: EmbeddedDatabase;
  readonly store: FileStore;
  readonly clock: HandClock;
  readonly decoder: Decoder;
  close(): Promise<void>;
}

const SECRET = new Uint8Array(32).fill(7);

export async function openEmbeddedObjects(
  root: string,
  failpoint: string | null = null,
): Promise<EmbeddedObjects> {
  const clock = createHandClock();
  const database = await openPglite(join(root, 'data'));
  const decoder = createUploadDecoder(clock);
  const ids = { uuid: () => crypto.randomUUID() };
  const store = await openFileStore({
    folder: join(root, 'objects'),
    issuer: 'http://localhost:8787',
    secret: SECRET,
    deps: { clock, ids },
  });
  const objects = openObjects({ database, store, decoder, clock, failpoint });
  await migrate(database, objects.deps);
  return {
    ...objects,
    database,
    store,
    clock,
    decoder,
    async close() {
      decoder.close();
      await database.close();
    },
  };
}

export const OWNER = '0190b1a0-0000-7000-8000-000000000001';
export const OBJECT = '0190b1a0-0000-7000-8000-000000000002';
export const GENERATION = '0190b1a0-0000-7000-8000-000000000003';
export const UPLOAD_KEY = `u/${OWNER}/up/${GENERATION}/${OBJECT}`;
export const STORED_KEY = `u/${OWNER}/in/${GENERATION}/${OBJECT}`;

export function announced(bytes: Uint8Array) {
  return {
    id: OBJECT,
    generationId: GENERATION,
    type: 'image/png' as const,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
