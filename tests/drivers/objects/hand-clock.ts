import { systemClock } from '../../../cloud/platform/clock.ts';
import type { Clock } from '../../../shared/kernel/index.ts';

export interface HandClock extends Clock {
  forward(ms: number): void;
}

/** The real time and whatever it was put forward by; sleeping takes as long as it does. */
export function createHandClock(): HandClock {
  let aheadMs = 0;
  return {
    now: () => systemClock.now() + aheadMs,
    sleep: systemClock.sleep,
    forward(ms) {
      aheadMs += ms;
    },
  };
}
