import type { Log } from '../../shared/kernel/index.ts';
import type { Generation } from './rows.ts';
import type { Runner } from './runner.ts';

export interface JobQueue {
  add(generation: Generation): void;
  /** Cancels a waiting or running job; false when it is neither. */
  cancel(id: string): boolean;
  waiting(): number;
  /** Holds a place for one that is being written down; null when the line is full. Give it back afterwards. */
  reserve(max: number): (() => void) | null;
  /** Stops starting, leaves what runs to be found again, and waits for none of it. */
  stop(): void;
}

/** Runs a few generations at once, in the order they were asked for. */
export function createQueue(
  run: Runner,
  atOnce: number,
  log: Log,
  onBrokenOff: (generation: Generation) => Promise<void>,
): JobQueue {
  const waiting: Generation[] = [];
  const running = new Map<string, AbortController>();
  let stopped = false;
  let reserved = 0;

  const pump = (): void => {
    while (!stopped && running.size < atOnce) {
      const next = waiting.shift();
      if (next === undefined) return;
      start(next, new AbortController());
    }
  };

  const start = (generation: Generation, controller: AbortController): void => {
    running.set(generation.id, controller);
    void run(generation, controller.signal)
      .catch((error: unknown) => {
        log.error('generation.broke-off', {
          generation: generation.id,
          error: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
        });
        return stopped ? undefined : onBrokenOff(generation);
      })
      .catch(() => {
        // Not even that could be written: the row keeps its state, and the next start decides.
      })
      .finally(() => {
        running.delete(generation.id);
        pump();
      });
  };

  return {
    add(generation) {
      waiting.push(generation);
      pump();
    },
    cancel(id) {
      const controller = running.get(id);
      if (controller !== undefined) {
        controller.abort();
        return true;
      }
      const at = waiting.findIndex((generation) => generation.id === id);
      const [found] = at === -1 ? [] : waiting.splice(at, 1);
      if (found === undefined) return false;
      // An aborted run writes its own ending; it needs no place among the running ones.
      const cancelled = new AbortController();
      cancelled.abort();
      start(found, cancelled);
      return true;
    },
    waiting: () => waiting.length + reserved,
    reserve(max) {
      if (waiting.length + reserved >= max) return null;
      reserved += 1;
      let held = true;
      return () => {
        if (held) reserved -= 1;
        held = false;
      };
    },
    stop() {
      stopped = true;
      waiting.length = 0;
    },
  };
}
