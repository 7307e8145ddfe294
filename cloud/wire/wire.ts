import { implement, ORPCError } from '@orpc/server';
import { cloudContract, type TokenTrouble } from '../../shared/contracts/cloud/index.ts';

/** Who asks, as the token and its session say. */
export interface Caller {
  readonly accountId: string;
  readonly sessionId: string;
  readonly kind: 'guest' | 'member';
  readonly device: string | null;
  readonly network: string | null;
}

/** What every operation is given besides its input. */
export interface CallContext {
  /** The network the request came from. */
  readonly network: string;
  /** Who asks. It refuses by itself when there is no good token, so an operation can't forget to look. */
  readonly caller: () => Promise<Caller>;
}

/** The contract, to be answered by the nouns. */
export const wire = implement(cloudContract).$context<CallContext>();

export function unauthenticated(why: TokenTrouble): Error {
  return new ORPCError('UNAUTHENTICATED', { status: 401, defined: true, data: { why } });
}

export function tooMany(retryAfterMs: number): Error {
  return new ORPCError('TOO_MANY', { status: 429, defined: true, data: { retryAfterMs } });
}
