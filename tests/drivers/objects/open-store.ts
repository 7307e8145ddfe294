import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import {
  createByteRoutes,
  type FileStore,
  type ObjectStore,
  openFileStore,
  openS3Store,
} from '../../../cloud/objects/index.ts';
import { systemRandom } from '../../../cloud/platform/chance.ts';
import { Outage } from '../../../cloud/platform/outage.ts';
import { createIds, type Log } from '../../../shared/kernel/index.ts';
import { type ObjectStoreDouble, startObjectStore } from '../../fakes/object-store/index.ts';
import { quiet } from '../storage/deps.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';

export interface OpenedStore<Store extends ObjectStore = ObjectStore> {
  readonly store: Store;
  readonly clock: HandClock;
  close(): Promise<void>;
}

export interface OpenedFiles extends OpenedStore<FileStore> {
  readonly folder: string;
  readonly origin: string;
}

export interface OpenedS3 extends OpenedStore {
  readonly double: ObjectStoreDouble;
}

/** The file store with its routes on a real server, as the service puts them together. */
export async function openFiles(clock = createHandClock(), log: Log = quiet): Promise<OpenedFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-objects-'));
  const deps = { clock, log, ids: createIds(clock, systemRandom) };
  // The address is known only when it listens, and the store wants it first.
  let answer = (_request: Request): Response | Promise<Response> => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => answer(request), port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  // Bound to a port, so never a pipe's name or null.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secret = systemRandom.bytes(32);
  const store = await openFileStore({ folder, issuer: origin, secret, deps });
  const routes = createByteRoutes(store, deps);
  routes.onError((error) => new Response(null, { status: error instanceof Outage ? 503 : 500 }));
  answer = (request) => routes.fetch(request);
  return {
    store,
    clock,
    folder,
    origin,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The S3 store on its double, whose clock is the same. */
export async function openS3(clock = createHandClock()): Promise<OpenedS3> {
  const double = await startObjectStore({ now: clock.now });
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = double;
  const store = openS3Store(
    { endpoint, bucket, region, accessKeyId, secretAccessKey, forcePathStyle: true, patienceMs: 700 },
    { clock },
  );
  return {
    store,
    clock,
    double,
    async close() {
      store.close();
      await double.stop();
    },
  };
}

/** Sends bytes to a signed address, as an uploader does. */
export async function upload(
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>> } | null,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
  if (request === null) throw new Error('there is no address to send it to');
  const answer = await fetch(request.url, { method: 'PUT', body: bytes, headers: request.headers });
  await answer.arrayBuffer();
  return answer.status;
}
