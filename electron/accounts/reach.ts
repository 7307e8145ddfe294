import type { AccountState, CloudAway } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';

export interface Reach {
  current(): AccountState['reach'];
  reached(): void;
  away(away: CloudAway): void;
}

export interface ReachParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  /** Asks the cloud something; tells `reached` or `away` itself. */
  readonly look: () => Promise<unknown>;
  /** Somebody is signed in, so that it matters for as long as it takes. */
  readonly matters: () => boolean;
}

const PAUSES_MS = [5_000, 15_000, 60_000, 300_000];
const LONGEST_PAUSE_MS = 600_000;
/** Nobody is signed in: after an hour of asking, the next look at the account begins anew. */
const LOOKS_MAX = 10;

/** Whether the cloud can be asked. After a failure it looks again, ever more seldom, until it is reached. */
export function createReach(parts: ReachParts): Reach {
  let current: AccountState['reach'] = 'unknown';
  let looking: AbortController | null = null;

  const become = (next: AccountState['reach']): void => {
    if (next === current) return;
    current = next;
    parts.onChange();
  };

  const lookAgain = async (firstPauseMs: number, stop: AbortSignal): Promise<void> => {
    const signal = AbortSignal.any([parts.signal, stop]);
    for (let looks = 0; parts.matters() || looks < LOOKS_MAX; looks += 1) {
      const pauseMs = PAUSES_MS[looks] ?? LONGEST_PAUSE_MS;
      await parts.clock.sleep(looks === 0 ? Math.max(pauseMs, firstPauseMs) : pauseMs, signal);
      await parts.look();
      if (signal.aborted) return;
    }
  };

  return {
    current: () => current,
    reached() {
      looking?.abort();
      looking = null;
      become('reachable');
    },
    away({ why, retryAfterMs }) {
      // It asks for a pause, so it is there.
      if (why === 'busy') {
        become('reachable');
        return;
      }
      become(why === 'offline' ? 'offline' : 'down');
      if (looking !== null || parts.signal.aborted) return;
      const stop = new AbortController();
      looking = stop;
      // A pause ends early when it was reached meanwhile, or when the desktop ends.
      void lookAgain(Math.min(retryAfterMs ?? 0, LONGEST_PAUSE_MS), stop.signal)
        .catch(() => undefined)
        .finally(() => {
          if (looking === stop) looking = null;
        });
    },
  };
}
