import type { Worker } from 'node:worker_threads';
import type { Log } from '../../shared/kernel/index.ts';
import type { Answer, Failure, Request } from './messages.ts';
import { DatabaseOutage, type TroubleCode } from './outage.ts';

/** Calls waiting for one worker. More than this means that nobody is served; the next is told so at once. */
const PENDING_MAX = 5_000;

/** A worker that dies this often without answering once in between is not started again. */
const DEATHS_MAX = 3;

export interface WorkerLink {
  /** Settles once: whether the worker's first start could open the file. */
  readonly opened: Promise<TroubleCode | null>;
  call(noun: string, name: string, arg: unknown): Promise<unknown>;
  /** Everything asked before is answered, then the connection is closed. */
  close(): Promise<void>;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface LinkOptions {
  readonly role: 'writer' | 'reader';
  readonly path: string;
  readonly start: () => Worker;
  readonly log: Log;
}

/** One worker and what it owes. When it dies, its debts are outages and the next call starts another. */
export function createWorkerLink(options: LinkOptions): WorkerLink {
  const { role, path, log } = options;
  const pending = new Map<number, Pending>();
  const opened = Promise.withResolvers<TroubleCode | null>();
  let worker: Worker | null = null;
  let nextId = 0;
  let deaths = 0;
  let state: 'open' | 'closing' | 'refused' = 'open';

  const rejectPending = (why: string): void => {
    const waiting = [...pending.values()];
    pending.clear();
    for (const call of waiting) call.reject(lost(path, why, true));
  };

  const died = (code: number): void => {
    deaths += 1;
    log.error('db.worker-died', { role, code, deaths, pending: pending.size });
    opened.resolve('data-folder-unusable');
    rejectPending('the worker died');
  };

  const hear = (answer: Answer): void => {
    if (answer.kind === 'log') log[answer.level](answer.event, answer.fields);
    else if (answer.kind === 'opened') {
      if (answer.trouble !== null) state = 'refused';
      opened.resolve(answer.trouble);
    } else {
      deaths = 0;
      const call = pending.get(answer.id);
      pending.delete(answer.id);
      if (answer.kind === 'value') call?.resolve(answer.value);
      else call?.reject(errorOf(answer.failure, path));
    }
  };

  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = options.start();
    worker = started;
    started.on('message', hear);
    started.on('error', (error) => log.error('db.worker-failed', { role, error: error.message }));
    started.on('exit', (code) => {
      if (worker === started) worker = null;
      if (state === 'open') died(code);
      else rejectPending('the library was closed');
    });
    return started;
  };

  running();
  return {
    opened: opened.promise,
    call(noun, name, arg) {
      if (state === 'closing')
        return Promise.reject(new Error(`${noun}.${name} was called on a closed database`));
      if (state === 'refused' || deaths >= DEATHS_MAX) return Promise.reject(lost(path, 'no worker', false));
      if (pending.size >= PENDING_MAX) {
        return Promise.reject(
          new DatabaseOutage('database-busy', {
            retryable: true,
            path,
            detail: 'queue full',
            outcomeKnown: true,
          }),
        );
      }
      return new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, { resolve, reject });
        running().postMessage({ kind: 'call', id, noun, name, arg } satisfies Request);
      });
    },
    async close() {
      state = 'closing';
      const last = worker;
      if (last === null) return;
      const gone = new Promise((resolve) => last.once('exit', resolve));
      last.postMessage({ kind: 'close' } satisfies Request);
      await gone;
    },
  };
}

function lost(path: string, detail: string, retryable: boolean): DatabaseOutage {
  return new DatabaseOutage('disk-error', { retryable, path, detail, outcomeKnown: false });
}

function errorOf(failure: Failure, path: string): Error {
  if (failure.kind === 'outage') {
    const { reason, retryable, detail } = failure;
    return new DatabaseOutage(reason, { retryable, path, detail, outcomeKnown: true });
  }
  const bug = new Error(failure.message);
  bug.stack = failure.stack;
  return bug;
}
