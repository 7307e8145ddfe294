import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Log, LogValue } from '../../shared/kernel/index.ts';
import { createFailpoints } from '../platform/failpoints.ts';
import type { ReadHandle, WriteHandle } from './handles.ts';
import type { Answer, Failure, Request, WorkerStart } from './messages.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openForReading, openForWriting } from './open-file.ts';
import { errorCode, outageOf } from './outage.ts';

/** `never` as the argument lets every procedure in, whatever it takes; the typed proxy checks the callers. */
export type ReadProcedure = (db: ReadHandle, arg: never) => unknown;
export type WriteProcedure = (db: WriteHandle, arg: never) => unknown;

export interface NounProcedures {
  readonly reads: Readonly<Record<string, ReadProcedure>>;
  readonly writes: Readonly<Record<string, WriteProcedure>>;
}

type Perform = (noun: string, name: string, arg: unknown) => unknown;

/** The whole of a database worker: opens its connection, then answers one call after the other. */
export function serveDatabase(procedures: Readonly<Record<string, NounProcedures>>): void {
  if (parentPort === null) throw new Error('serveDatabase runs inside a worker');
  const port = parentPort;
  const say = (answer: Answer) => port.postMessage(answer);
  const start = workerData as WorkerStart;
  if (start.role === 'reader') {
    const db = openForReading(start.path);
    listen(port, say, readerOf(db, procedures), () => db.close());
  } else {
    const opened = openForWriting(start.path, {
      migrations: MIGRATIONS,
      failpoints: createFailpoints(start.failpoint),
      log: logThrough(say),
    });
    if (!opened.ok) {
      say({ kind: 'opened', trouble: opened.trouble });
      port.close();
      return;
    }
    const { db } = opened;
    listen(port, say, writerOf(db, procedures), () => {
      db.pragma('optimize');
      db.close();
    });
  }
  say({ kind: 'opened', trouble: null });
}

function readerOf(db: ReadHandle, procedures: Readonly<Record<string, NounProcedures>>): Perform {
  return (noun, name, arg) => {
    const procedure = procedures[noun]?.reads[name];
    if (procedure === undefined) throw new Error(`no read ${noun}.${name}`);
    return procedure(db, arg as never);
  };
}

function writerOf(db: WriteHandle, procedures: Readonly<Record<string, NounProcedures>>): Perform {
  return (noun, name, arg) => {
    const procedure = procedures[noun]?.writes[name];
    if (procedure === undefined) throw new Error(`no write ${noun}.${name}`);
    // Taking the lock at once, instead of at the first write, leaves no half-way point where it is refused.
    return db.transaction(() => procedure(db, arg as never)).immediate();
  };
}

function listen(port: MessagePort, say: (answer: Answer) => void, perform: Perform, close: () => void): void {
  port.on('message', (request: Request) => {
    if (request.kind === 'close') {
      close();
      port.close();
      return;
    }
    try {
      say({ kind: 'value', id: request.id, value: perform(request.noun, request.name, request.arg) });
    } catch (error) {
      say({ kind: 'failure', id: request.id, failure: failureOf(error) });
    }
  });
}

function failureOf(error: unknown): Failure {
  const code = errorCode(error);
  const outage = code === null ? null : outageOf(code);
  if (code !== null && outage !== null) return { kind: 'outage', ...outage, detail: code };
  if (error instanceof Error) return { kind: 'bug', message: error.message, stack: error.stack ?? '' };
  return { kind: 'bug', message: String(error), stack: '' };
}

function logThrough(say: (answer: Answer) => void): Log {
  const at = (level: 'info' | 'warn' | 'error') => {
    return (event: string, fields: Readonly<Record<string, LogValue>> = {}) =>
      say({ kind: 'log', level, event, fields });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
