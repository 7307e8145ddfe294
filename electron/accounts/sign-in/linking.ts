import type { CloudAccount, SignInMethod } from '../../../shared/contracts/cloud/index.ts';
import type { Clock } from '../../../shared/kernel/index.ts';
import type { Wait, Waiting } from './waiting.ts';

export interface LinkingParts {
  readonly waiting: Waiting;
  readonly clock: Clock;
  readonly openExternal: (url: string) => Promise<void>;
  /** Asks for the account anew; null while it can't be asked, `out` when nobody is signed in any more. */
  readonly look: () => Promise<CloudAccount | null | 'out'>;
  readonly stopping: AbortSignal;
}

export interface Linking {
  begin(url: string, method: SignInMethod, before: CloudAccount | null, untilMs: number): void;
}

/** The page ends in the browser and nothing comes back from it, so the account is looked at until it has changed. */
const LOOK_MS = 4_000;

export function createLinking(parts: LinkingParts): Linking {
  const { clock, waiting } = parts;

  const follow = async (
    wait: Wait,
    method: SignInMethod,
    known: ReadonlySet<string>,
    untilMs: number,
  ): Promise<void> => {
    const signal = AbortSignal.any([wait.signal, parts.stopping]);
    while (clock.now() < untilMs) {
      await clock.sleep(LOOK_MS, signal);
      const account = await parts.look();
      if (account === 'out') {
        wait.end('failed');
        return;
      }
      if (account?.identities.some((one) => one.method === method && !known.has(one.id)) === true) {
        wait.end(null);
        return;
      }
    }
    wait.end('timed-out');
  };

  return {
    begin(url, method, before, untilMs) {
      const wait = waiting.begin({ url, purpose: 'link', untilMs });
      const known = new Set(before?.identities.map(({ id }) => id));
      // Broken off by a cancel or by the end: whoever did it has said so.
      follow(wait, method, known, untilMs).catch(() => wait.end('failed'));
      void parts.openExternal(url);
    },
  };
}
