import { Worker } from 'node:worker_threads';
import type { Deps } from '../../shared/kernel/index.ts';
import type { WorkerStart } from './messages.ts';
import type { TroubleCode } from './outage.ts';
import { createWorkerLink, type WorkerLink } from './worker-link.ts';

/** A noun's procedures as the main process sees them: without the handle, and answered later. */
export type Promised<Procedures> = {
  readonly [Name in keyof Procedures]: Procedures[Name] extends (
    db: never,
    ...args: infer Args
  ) => infer Value
    ? (...args: Args) => Promise<Awaited<Value>>
    : never;
};

export interface NounRows<Reads, Writes> {
  readonly read: Promised<Reads>;
  readonly write: Promised<Writes>;
}

export interface Database {
  /** Typed proxy on a noun's reads and writes: each call is one message, each write one transaction. */
  noun<Reads, Writes>(name: string): NounRows<Reads, Writes>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly path: string;
  readonly workerUrl: URL;
  readonly deps: Pick<Deps, 'log'>;
  readonly failpoint: string | null;
}

export type OpenResult =
  | { readonly ok: true; readonly database: Database }
  | { readonly ok: false; readonly trouble: TroubleCode };

/** Starts the writer, which makes or migrates the file, then the reader beside it. */
export async function openDatabase(options: OpenOptions): Promise<OpenResult> {
  const writer = link(options, 'writer');
  const trouble = await writer.opened;
  if (trouble !== null) {
    await writer.close();
    return { ok: false, trouble };
  }
  const reader = link(options, 'reader');
  const readerTrouble = await reader.opened;
  if (readerTrouble !== null) {
    await reader.close();
    await writer.close();
    return { ok: false, trouble: readerTrouble };
  }
  return {
    ok: true,
    database: {
      noun: <Reads, Writes>(name: string) => ({
        read: proxyOf<Promised<Reads>>(name, reader),
        write: proxyOf<Promised<Writes>>(name, writer),
      }),
      async close() {
        await reader.close();
        // The writer goes last: the last connection empties the log into the file.
        await writer.close();
      },
    },
  };
}

function link(options: OpenOptions, role: 'writer' | 'reader'): WorkerLink {
  const start: WorkerStart = { role, path: options.path, failpoint: options.failpoint };
  return createWorkerLink({
    role,
    path: options.path,
    log: options.deps.log,
    start: () => new Worker(options.workerUrl, { workerData: start, name: `library-${role}` }),
  });
}

/** The names are checked by the types here and by the worker's own list there. */
function proxyOf<Procedures extends object>(noun: string, worker: WorkerLink): Procedures {
  return new Proxy(Object.create(null), {
    // A proxy that answers to `then` would be taken for a promise by `await`.
    get: (_target, name) =>
      typeof name === 'string' && name !== 'then'
        ? (arg: unknown) => worker.call(noun, name, arg)
        : undefined,
  }) as Procedures;
}
