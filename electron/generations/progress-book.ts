import type { Progress } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type { Hub } from '../platform/hub.ts';
import type { Previews } from './previews.ts';

export interface ProgressBook {
  start(generationId: string): void;
  say(
    generationId: string,
    step: { fraction: number | null; ordinal: number | null; queuePosition: number | null },
  ): void;
  /** Tells the window of a new partial picture without a new fraction. */
  again(generationId: string): void;
  stop(generationId: string): void;
}

/** Below this share done, the time left would be a guess. */
const TRUSTED_FRACTION = 0.04;

/** Keeps how far each job is and reckons the time left from the time it took so far. */
export function createProgressBook(hub: Hub<Progress>, previews: Previews, clock: Clock): ProgressBook {
  const started = new Map<string, { readonly atMs: number; last: Omit<Progress, 'previews' | 'leftMs'> }>();

  const publish = (generationId: string): void => {
    const job = started.get(generationId);
    if (job === undefined) return;
    const fraction = job.last.fraction;
    const tookMs = clock.now() - job.atMs;
    const known = fraction !== null && fraction >= TRUSTED_FRACTION;
    const leftMs = known ? Math.max(0, Math.round((tookMs / fraction) * (1 - fraction))) : null;
    hub.publish({ ...job.last, leftMs, previews: previews.versions(generationId) });
  };

  return {
    start(generationId) {
      const last = { generationId, fraction: null, queuePosition: null, ordinal: null };
      started.set(generationId, { atMs: clock.now(), last });
    },
    say(generationId, step) {
      const job = started.get(generationId);
      if (job === undefined) return;
      const fraction = step.fraction === null ? job.last.fraction : Math.min(1, Math.max(0, step.fraction));
      job.last = {
        generationId,
        fraction,
        ordinal: step.ordinal ?? job.last.ordinal,
        queuePosition: step.queuePosition,
      };
      publish(generationId);
    },
    again: publish,
    stop: (generationId) => void started.delete(generationId),
  };
}
