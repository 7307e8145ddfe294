import type { Hono } from 'hono';
import { createDecoder, type Decoder, forkNode } from '../../media/decoder/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Followers } from '../accounts/index.ts';
import type { Database } from '../db/index.ts';
import type { Env } from '../http/index.ts';
import {
  createAccessLog,
  createByteRoutes,
  createObjects,
  type Objects,
  openFileStore,
  openS3Store,
  UPLOAD_DECODER,
} from '../objects/index.ts';
import { deriveKey } from '../platform/chance.ts';
import type { CloudConfig } from './config.ts';

export interface OpenedObjects {
  readonly objects: Objects;
  /** Routes of signed addresses, where the store has none of its own. */
  readonly routes: readonly Hono<Env>[];
  readonly follower: Followers;
  close(): void;
}

/** The store, the decoder that looks at what comes in, and the noun on both. */
export async function openObjects(
  config: CloudConfig,
  database: Database,
  secret: Uint8Array,
  deps: Deps,
): Promise<OpenedObjects> {
  const decoder: Decoder = createDecoder({
    fork: forkNode,
    clock: deps.clock,
    log: deps.log,
    env: config.childEnvironment,
    limits: UPLOAD_DECODER,
  });
  const files =
    config.objects.kind === 'files'
      ? await openFileStore({
          folder: config.objects.folder,
          issuer: config.publicUrl.origin,
          secret: deriveKey(secret, 'object addresses'),
          deps,
        })
      : null;
  const store = files ?? openS3Store(s3Of(config), deps);
  const objects = createObjects({ database, store, decoder, access: createAccessLog(deps.log), deps });
  return {
    objects,
    routes: files === null ? [] : [createByteRoutes(files, deps)],
    follower: {
      merge: objects.jobs.merge,
      purge: objects.jobs.purge,
    },
    close() {
      decoder.close();
      store.close();
    },
  };
}

function s3Of({ objects }: CloudConfig) {
  if (objects.kind !== 's3') throw new Error('there is no bucket');
  return objects;
}
