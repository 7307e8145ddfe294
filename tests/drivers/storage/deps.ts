import { systemRandom } from '../../../electron/platform/chance.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { createFailpoints } from '../../../electron/platform/failpoints.ts';
import { type Clock, createIds, type Deps, type Log } from '../../../shared/kernel/index.ts';

export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real world, silent, dying where the spec says. */
export function storageDeps(failpoint: string | null = null, clock: Clock = systemClock): Deps {
  return {
    clock,
    ids: createIds(clock, systemRandom),
    random: systemRandom,
    log: quiet,
    failpoints: createFailpoints(failpoint),
  };
}
