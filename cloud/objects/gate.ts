import { Outage } from '../platform/outage.ts';

/** Lets in a few at a time; each holds a whole upload in memory. */
export interface Gate {
  /** @throws Outage('objects') when too many wait already */
  through<Value>(work: () => Promise<Value>): Promise<Value>;
}

const RETRY_MS = 2_000;

export function createGate(most: number, waitingMost: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;

  const enter = async (): Promise<void> => {
    if (inside < most) {
      inside += 1;
      return;
    }
    if (waiting.length >= waitingMost) throw new Outage('objects', { retryAfterMs: RETRY_MS });
    await new Promise<void>((resolve) => waiting.push(resolve));
  };

  return {
    async through(work) {
      await enter();
      try {
        return await work();
      } finally {
        // The place passes to whoever waited longest, so that nobody can slip in between.
        const next = waiting.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}
