import type { Clock, Log } from '../../shared/kernel/index.ts';
import {
  EXIT_MEMORY,
  type FromChild,
  type Job,
  MEMORY_LIMIT,
  type Outcome,
  type ToChild,
} from './protocol.ts';

export interface ForkedChild {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts a module as a child process with a structured-clone channel. */
export type Fork = (
  entry: URL,
  options: { readonly execArgv: readonly string[]; readonly env: Readonly<Record<string, string>> },
) => ForkedChild;

export interface PoolOptions {
  readonly fork: Fork;
  readonly entry: URL;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly children: number;
  readonly timeMs: number;
  readonly memoryBytes: number;
  /** A child that still holds this much after its picture is replaced before the next. */
  readonly restBytes: number;
  readonly queueMax: number;
}

/** No child could be started, or too many pictures wait: it says nothing about the picture. */
export class DecoderUnavailable extends Error {
  override readonly name = 'DecoderUnavailable';
}

export interface Pool {
  request(job: Job, timeMs?: number): Promise<Outcome>;
  close(): void;
}

interface Slot {
  child: ForkedChild | null;
  ready: Promise<boolean>;
  /** What the picture in hand is answered with; null while idle. */
  settle: ((outcome: Outcome) => void) | null;
}

function drop(slot: Slot): void {
  const { child } = slot;
  slot.child = null;
  child?.kill();
}

/** A few children, one picture each, so that a picture that kills its child takes no other with it. */
export function createPool(options: PoolOptions): Pool {
  const idle: Slot[] = Array.from({ length: options.children }, () => ({
    child: null,
    ready: Promise.resolve(false),
    settle: null,
  }));
  const all = [...idle];
  const waiting: ((slot: Slot) => void)[] = [];
  let closed = false;
  let nextId = 0;

  const start = (slot: Slot): ForkedChild => {
    const child = options.fork(options.entry, {
      execArgv: ['--max-old-space-size=256'],
      env: { ...options.env, [MEMORY_LIMIT]: String(options.memoryBytes) },
    });
    const ready = Promise.withResolvers<boolean>();
    slot.child = child;
    slot.ready = ready.promise;
    child.onMessage((message) => {
      const heard = message as FromChild;
      if (heard.kind === 'ready') ready.resolve(true);
      else if (slot.child === child) {
        if (heard.rssBytes > options.restBytes) drop(slot);
        slot.settle?.(heard.outcome);
      }
    });
    child.onExit((code) => {
      ready.resolve(false);
      if (slot.child !== child) return;
      slot.child = null;
      options.log.warn('decoder.died', { code });
      slot.settle?.(
        code === EXIT_MEMORY
          ? { kind: 'refused', code: 'too-large', detail: 'memory' }
          : { kind: 'refused', code: 'decoder-crashed', detail: 'exit' },
      );
    });
    return child;
  };

  const perform = async (slot: Slot, job: Job, timeMs: number): Promise<Outcome> => {
    const child = slot.child ?? start(slot);
    const done = Promise.withResolvers<Outcome>();
    const timer = new AbortController();
    const isReady = Promise.race([slot.ready, done.promise.then(() => false)]);
    options.clock.sleep(timeMs, timer.signal).then(
      () => {
        drop(slot);
        done.resolve({ kind: 'refused', code: 'too-slow', detail: 'time' });
      },
      () => undefined,
    );
    try {
      if (!(await isReady)) {
        drop(slot);
        throw new DecoderUnavailable('the decoder did not start');
      }
      slot.settle = done.resolve;
      child.send({ id: nextId++, job } satisfies ToChild);
      const outcome = await done.promise;
      if (closed) throw new DecoderUnavailable('the decoder was closed');
      return outcome;
    } finally {
      slot.settle = null;
      timer.abort();
    }
  };

  const take = (): Promise<Slot> => {
    const slot = idle.pop();
    if (slot !== undefined) return Promise.resolve(slot);
    return new Promise((resolve) => waiting.push(resolve));
  };

  const giveBack = (slot: Slot): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(slot);
    else next(slot);
  };

  return {
    async request(job, timeMs = options.timeMs) {
      if (closed) throw new DecoderUnavailable('the decoder is closed');
      if (waiting.length >= options.queueMax) throw new DecoderUnavailable('too many pictures wait');
      const slot = await take();
      try {
        if (closed) throw new DecoderUnavailable('the decoder is closed');
        return await perform(slot, job, timeMs);
      } finally {
        giveBack(slot);
      }
    },
    close() {
      closed = true;
      for (const slot of all) {
        const { settle } = slot;
        drop(slot);
        settle?.({ kind: 'refused', code: 'decoder-crashed', detail: 'closed' });
      }
    },
  };
}
