import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '../../shared/kernel/index.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await sleepFor(ms, undefined, signal ? { signal } : {});
  },
};
