import type { Clock } from '../../shared/kernel/index.ts';

export interface MovedClock extends Clock {
  /** Lets time pass at once: whoever sleeps until then wakes. */
  pass(ms: number): void;
  /** Puts it on or back without waking anybody, as a person does in the settings. */
  put(ms: number): void;
}

/** The world's clock, that can be moved on. */
export function createMovedClock(): MovedClock {
  const sleepers = new Set<{ readonly dueMs: number; wake(): void }>();
  let passed = 0;
  let put = 0;
  return {
    now: () => Date.now() + passed + put,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const end = (then: () => void): void => {
          sleepers.delete(sleeper);
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          then();
        };
        const abort = (): void => end(() => reject(signal?.reason));
        const sleeper = { dueMs: Date.now() + passed + ms, wake: () => end(resolve) };
        const timer = setTimeout(sleeper.wake, ms);
        timer.unref();
        if (signal?.aborted === true) {
          abort();
          return;
        }
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort);
      }),
    pass(ms) {
      passed += ms;
      for (const sleeper of [...sleepers]) if (sleeper.dueMs <= Date.now() + passed) sleeper.wake();
    },
    put(ms) {
      put += ms;
    },
  };
}
