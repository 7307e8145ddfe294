import type { Clock } from '../../shared/kernel/index.ts';

export interface Deadline {
  /** Aborts when the caller cancels or the time is up. */
  readonly signal: AbortSignal;
  isOver(): boolean;
  /** Must be called at every end, or the clock keeps a sleeper. */
  clear(): void;
}

export function startDeadline(clock: Clock, ms: number, cancel: AbortSignal): Deadline {
  const over = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => over.abort(new Error('the deadline has passed')),
    () => undefined,
  );
  return {
    signal: AbortSignal.any([cancel, over.signal]),
    isOver: () => over.signal.aborted,
    clear: () => done.abort(),
  };
}
