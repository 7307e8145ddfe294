import { type ClientPromiseResult, isDefinedError, type ORPCError, safe } from '@orpc/client';
import { TOKEN_TROUBLES, type TokenTrouble } from '../../shared/contracts/cloud/index.ts';
import type { CloudAway } from '../../shared/contracts/desktop/index.ts';
import { outageIn } from './outage.ts';

/** Refusals that every operation may meet, and that are told apart from its own. */
type Common = 'OUTAGE' | 'TOO_MANY' | 'UNAUTHENTICATED';

type OwnRefusal<Failure> =
  Failure extends ORPCError<infer Code, infer Data>
    ? Code extends Common
      ? never
      : { readonly code: Code; readonly data: Data }
    : never;

export type CloudAnswer<Value, Refusal = never> =
  | { readonly kind: 'value'; readonly value: Value }
  /** One of the operation's own list. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unauthenticated'; readonly why: TokenTrouble }
  | { readonly kind: 'away'; readonly away: CloudAway };

/** The answer of a call as a value. What the contract does not know is not Gesso's answer. */
export async function answerOf<Value, Failure>(
  call: ClientPromiseResult<Value, Failure>,
): Promise<CloudAnswer<Value, OwnRefusal<Failure>>> {
  const [error, value] = await safe(call);
  if (error === null) return { kind: 'value', value: value as Value };
  const outage = outageIn(error);
  if (outage !== null) return { kind: 'away', away: outage.away };
  if (!isDefinedError(error)) return { kind: 'away', away: { why: 'not-gesso', retryAfterMs: null } };
  const { code, data }: { readonly code: string; readonly data: unknown } = error;
  if (code === 'UNAUTHENTICATED') return { kind: 'unauthenticated', why: troubleOf(data) };
  // The plugin has held code and data against the operation's own list.
  const refusal: unknown = { code, data };
  return { kind: 'refused', refusal: refusal as OwnRefusal<Failure> };
}

function troubleOf(data: unknown): TokenTrouble {
  const why = typeof data === 'object' && data !== null && 'why' in data ? data.why : null;
  return TOKEN_TROUBLES.find((trouble) => trouble === why) ?? 'invalid';
}
