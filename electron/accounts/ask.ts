import type { ClientPromiseResult } from '@orpc/client';
import { answerOf, type Cloud, type CloudAnswer, type CloudClient } from '../cloud/index.ts';
import type { Secret } from '../secrets/index.ts';
import { type AskRefusal, type Refused, refused, value } from './answers.ts';
import type { Reach } from './reach.ts';
import type { SessionTokens, TokenResult } from './session/session-tokens.ts';

export type Asked<Value, Own> = { readonly kind: 'value'; readonly value: Value } | Refused<AskRefusal | Own>;

interface Options {
  readonly context: { readonly token: Secret };
  readonly signal: AbortSignal;
}

export interface AskParts {
  readonly cloud: Cloud;
  readonly tokens: Pick<SessionTokens, 'token' | 'tokenInstead'>;
  readonly reach: Pick<Reach, 'reached' | 'away'>;
  /** Aborts what is on its way when the desktop ends. */
  readonly signal: AbortSignal;
  /** Until then it is not known who is signed in. */
  readonly opened: () => Promise<void>;
}

export interface Ask {
  /** One operation of the contract, as the person that is signed in. */
  <Value, Failure>(
    call: (client: CloudClient, options: Options) => ClientPromiseResult<Value, Failure>,
  ): Promise<Asked<Value, OwnOf<Failure>>>;
  /** The same for anything else that takes a token. */
  withToken<Value, Own>(
    work: (token: Secret) => Promise<CloudAnswer<Value, Own>>,
  ): Promise<Asked<Value, Own>>;
}

type OwnOf<Failure> =
  Awaited<ReturnType<typeof answerOf<unknown, Failure>>> extends infer Answer
    ? Answer extends { readonly kind: 'refused'; readonly refusal: infer Own }
      ? Own
      : never
    : never;

const CALLS_MAX = 2;

/** Asks the cloud in the person's name: with a token that is good, and once more with another when it was refused. */
export function createAsk(parts: AskParts): Ask {
  const { cloud, tokens, reach, signal } = parts;

  const noToken = (result: Exclude<TokenResult, { kind: 'token' }>): Refused<AskRefusal> => {
    if (result.kind === 'out') return refused({ code: 'SIGNED_OUT' });
    reach.away(result.away);
    return refused({ code: 'CLOUD_AWAY', data: result.away });
  };

  const withToken = async <Value, Own>(
    work: (token: Secret) => Promise<CloudAnswer<Value, Own>>,
  ): Promise<Asked<Value, Own>> => {
    await parts.opened();
    let result = await tokens.token();
    for (let calls = 0; ; calls += 1) {
      if (result.kind !== 'token') return noToken(result);
      // A token of a moment ago is not taken either: the cloud is at odds with itself.
      if (calls === CALLS_MAX) return noToken({ kind: 'away', away: { why: 'down', retryAfterMs: null } });
      const answer = await work(result.token);
      if (answer.kind !== 'unauthenticated') return read(reach, answer);
      reach.reached();
      result = await tokens.tokenInstead(result.token, answer.why === 'ended' ? 'ended' : 'stale');
    }
  };

  const ask = async <Value, Failure>(
    call: (client: CloudClient, options: Options) => ClientPromiseResult<Value, Failure>,
  ) => {
    const client = await cloud.client();
    return withToken((token) => answerOf(call(client, { context: { token }, signal })));
  };
  return Object.assign(ask, { withToken });
}

function read<Value, Own>(
  reach: AskParts['reach'],
  answer: Exclude<CloudAnswer<Value, Own>, { kind: 'unauthenticated' }>,
): Asked<Value, Own> {
  if (answer.kind === 'away') {
    reach.away(answer.away);
    return refused({ code: 'CLOUD_AWAY', data: answer.away });
  }
  reach.reached();
  return answer.kind === 'value' ? value(answer.value) : refused(answer.refusal);
}
