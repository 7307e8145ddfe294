import type { SignInMethod } from '../../../shared/contracts/cloud/index.ts';
import type { CloudAway } from '../../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../../shared/kernel/index.ts';
import type { AuthorizationServer, Begun } from '../oauth/authorization-server.ts';
import type { TokenAnswer, Tokens } from '../oauth/tokens.ts';
import { type CallbackListener, openCallbackListener } from './callback-listener.ts';
import type { LastTry, Wait, Waiting } from './waiting.ts';

export interface SignInParts {
  readonly issuer: string;
  readonly server: Pick<AuthorizationServer, 'begin' | 'finish'>;
  readonly waiting: Waiting;
  readonly openExternal: (url: string) => Promise<void>;
  /** How far the cloud's clock is before ours, in seconds, as near to now as it can be known. */
  readonly skewS: () => Promise<number>;
  /** Takes the tokens; resolves when the session is there. */
  readonly take: (tokens: Tokens) => Promise<void>;
  /** Tokens that nobody wants any more: the cloud is to be told. */
  readonly giveBack: (tokens: Tokens) => Promise<void>;
  /** Aborts when the desktop ends. */
  readonly stopping: AbortSignal;
  readonly deps: Pick<Deps, 'clock' | 'random' | 'log'>;
}

export interface SignIn {
  /** Opens the browser and waits in the background. Null when it is waited for now. */
  begin(method: SignInMethod | null, guestTicket: string | null): Promise<CloudAway | null>;
}

/** As long as a person may take to find a mail and type its code. */
export const SIGN_IN_MS = 10 * 60_000;
/** Who comes back after the end is still told so. */
const LINGER_MS = 60_000;

const STATE_BYTES = 32;

type Why = 'cancelled' | 'timed-out' | 'refused' | 'failed';

/** Signing in through the person's own browser (RFC 8252): the page there, a loopback redirect, the code for tokens. */
export function createSignIn(parts: SignInParts): SignIn {
  const { issuer, server, waiting, stopping, deps } = parts;
  let lingering: CallbackListener | null = null;

  const failedPage = (why: Why): string => `${issuer}/sign-in-failed?why=${why}`;

  const linger = (listener: CallbackListener, why: Why): void => {
    lingering?.close();
    lingering = listener;
    listener.dismiss(failedPage(why));
    const close = (): void => listener.close();
    deps.clock.sleep(LINGER_MS, stopping).then(close, close);
  };

  const finish = async (begun: Begun, came: URL, wait: Wait): Promise<LastTry> => {
    const skewS = came.searchParams.has('code') ? await parts.skewS() : 0;
    const answer = await server.finish(begun, came, skewS);
    if (answer.kind !== 'tokens') return reasonOf(answer);
    if (wait.signal.aborted) {
      await parts.giveBack(answer.tokens);
      return 'cancelled';
    }
    await parts.take(answer.tokens);
    return null;
  };

  const follow = async (begun: Begun, listener: CallbackListener, wait: Wait): Promise<void> => {
    const back = new AbortController();
    const signal = AbortSignal.any([wait.signal, back.signal, stopping]);
    const first = await Promise.race([
      listener.came,
      deps.clock.sleep(SIGN_IN_MS, signal).then(
        () => 'timed-out' as const,
        () => 'cancelled' as const,
      ),
    ]);
    back.abort();
    if (typeof first === 'string') {
      linger(listener, first);
      if (first === 'timed-out') wait.end(first);
      return;
    }
    const lastTry = await finish(begun, first.url, wait).catch((error: unknown): LastTry => {
      const words = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
      deps.log.error('account.sign-in-broke', { error: words });
      return 'failed';
    });
    const why = lastTry === 'under-age' ? 'refused' : lastTry;
    first.sendOn(why === null ? `${issuer}/signed-in` : failedPage(why));
    listener.close();
    deps.log.info('account.sign-in-ended', { how: lastTry ?? 'signed-in' });
    wait.end(lastTry);
  };

  return {
    async begin(method, guestTicket) {
      const state = Buffer.from(deps.random.bytes(STATE_BYTES)).toString('base64url');
      const listener = await openCallbackListener(state);
      const { redirectUri } = listener;
      const begun = await server.begin({ redirectUri, state, method, guestTicket });
      if (begun.kind === 'away' || stopping.aborted) {
        listener.close();
        return begun.kind === 'away' ? begun.away : { why: 'down', retryAfterMs: null };
      }
      const untilMs = deps.clock.now() + SIGN_IN_MS;
      const wait = waiting.begin({ url: begun.url, purpose: 'sign-in', untilMs });
      void follow(begun, listener, wait);
      void parts.openExternal(begun.url);
      return null;
    },
  };
}

function reasonOf(answer: Exclude<TokenAnswer, { kind: 'tokens' }>): LastTry {
  if (answer.kind === 'away' || answer.error !== 'access_denied') return 'failed';
  return answer.description === 'under-age' || answer.description === 'cancelled'
    ? answer.description
    : 'refused';
}
