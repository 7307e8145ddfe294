import type { CloudAway } from '../../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../../shared/kernel/index.ts';
import { Secret } from '../../secrets/index.ts';
import type { AuthorizationServer } from '../oauth/authorization-server.ts';
import type { Tokens } from '../oauth/tokens.ts';
import type { KeptSession } from './session-item.ts';

export type RenewalAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Tokens; readonly sentAtMs: number }
  /** The cloud knows this token no more. */
  | { readonly kind: 'over'; readonly description: string | null }
  | { readonly kind: 'away'; readonly away: CloudAway };

const ATTEMPTS = 3;
const ATTEMPT_MS = 8_000;
const PAUSE_MS = 400;
/**
 * The cloud gives the same answer to the same token for ten seconds after it used it up. An answer that was lost is asked
 * for again within them, with a second for the way.
 */
const AGAIN_WITHIN_MS = 9_000;

/** Trades a refresh token for new tokens. It changes nothing here. */
export function createRenewal(parts: {
  readonly server: Pick<AuthorizationServer, 'renew'>;
  readonly clock: Clock;
}): (session: KeptSession) => Promise<RenewalAnswer> {
  const { server, clock } = parts;
  return async ({ clientId, refreshToken }) => {
    const beganMs = clock.now();
    for (let attempt = 1; ; attempt += 1) {
      const sentAtMs = clock.now();
      const answer = await server.renew(clientId, new Secret(refreshToken), ATTEMPT_MS);
      if (answer.kind === 'tokens') return { kind: 'tokens', tokens: answer.tokens, sentAtMs };
      if (answer.kind === 'refused') {
        return answer.error === 'invalid_grant'
          ? { kind: 'over', description: answer.description }
          : { kind: 'away', away: { why: 'down', retryAfterMs: null } };
      }
      const elapsedMs = clock.now() - beganMs + PAUSE_MS;
      if (answer.away.why === 'busy' || attempt === ATTEMPTS || elapsedMs > AGAIN_WITHIN_MS) return answer;
      await clock.sleep(PAUSE_MS);
    }
  };
}
