import type { Clock } from '../../shared/kernel/index.ts';

export interface TestClock extends Clock {
  /** Moves time on and wakes whoever slept until then. */
  advance(ms: number): void;
}

/** Sleeps up to this long are over at the next turn of the event loop; longer ones wait for `advance`. */
const SHORT_MS = 5000;

export function createTestClock(): TestClock {
  let now = 1_780_000_000_000;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake();
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { until: now + ms, wake: () => settle(resolve) };
        const onAbort = () => settle(() => reject(signal?.reason));
        const settle = (end: () => void) => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', onAbort);
          end();
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (ms <= SHORT_MS) setImmediate(sleeper.wake);
      }),
  };
}
