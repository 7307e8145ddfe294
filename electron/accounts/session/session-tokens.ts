import type { CloudAway } from '../../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../../shared/kernel/index.ts';
import type { KeychainTrouble, Secret } from '../../secrets/index.ts';
import type { AuthorizationServer } from '../oauth/authorization-server.ts';
import type { Tokens } from '../oauth/tokens.ts';
import { type Ending, endingOf } from './ending.ts';
import { type Access, createHeldSession, type HeldSession, type HeldSessionParts } from './held-session.ts';
import { createRenewal } from './renewal.ts';
import type { KeptSession } from './session-item.ts';

export type TokenResult =
  | { readonly kind: 'token'; readonly token: Secret }
  /** Nobody is signed in, or not any more. */
  | { readonly kind: 'out' }
  | { readonly kind: 'away'; readonly away: CloudAway };

export interface SessionTokensParts extends HeldSessionParts {
  readonly server: Pick<AuthorizationServer, 'renew'>;
  readonly issuer: string;
  readonly clientId: string;
  readonly clock: Clock;
  /**
   * The session ended, and not here; `left` says whether the keychain has let go of it. What is kept on this computer is
   * not touched.
   */
  readonly onEnded: (why: Ending, left: Promise<KeychainTrouble | null>) => void;
  /** The cloud is to be told that this session is over. */
  readonly owe: (session: KeptSession) => Promise<void>;
}

/** The tokens of this install's session: the access token in memory, the refresh token in the keychain. */
export interface SessionTokens {
  /** Asks the keychain. May be called again after trouble. */
  open: HeldSession['read'];
  /** One that is good now; renewed first when it has to be. */
  token(): Promise<TokenResult>;
  /** Another one in place of one that the cloud refused. */
  tokenInstead(refused: Secret, why: 'stale' | 'ended'): Promise<TokenResult>;
  /** Takes the tokens of a sign-in. A session that was there before is over. */
  begin(tokens: Tokens): Promise<void>;
  /** Forgets the session at once; resolves when the keychain has too, or with why it has not. */
  end(): Promise<KeychainTrouble | null>;
  /** Waits for a renewal under way, and tries once more to keep what could not be kept. */
  settled(): Promise<void>;
}

/** An access token is not used for its last moments, in which it could end on the way. */
const MARGIN_MS = 30_000;

export function createSessionTokens(parts: SessionTokensParts): SessionTokens {
  const { clock } = parts;
  const held = createHeldSession(parts);
  const renewal = createRenewal(parts);
  let renewing: Promise<TokenResult> | null = null;

  const atHand = (): TokenResult | null => {
    const access = held.access();
    const now = clock.now();
    // A clock that was put back would let a token live for as long again.
    if (access === null || now < access.fromMs || now >= access.untilMs) return null;
    return { kind: 'token', token: access.token };
  };

  const ended = async (session: KeptSession, why: Ending): Promise<TokenResult> => {
    if (held.current() !== session) return atHand() ?? { kind: 'out' };
    parts.onEnded(why, held.drop().gone);
    return { kind: 'out' };
  };

  const take = async (session: KeptSession, tokens: Tokens, sentAtMs: number): Promise<TokenResult> => {
    const next = keptOf(tokens, session, clock.now());
    if (await held.put(next, accessOf(tokens, sentAtMs), session))
      return { kind: 'token', token: tokens.access };
    // Signed out or signed in anew while it was on its way: this token is nobody's.
    await parts.owe(next);
    return atHand() ?? { kind: 'out' };
  };

  const renew = async (): Promise<TokenResult> => {
    const first = held.current();
    if (first !== null && (await held.reread()) === 'gone') return ended(first, 'keychain');
    await held.saveAgain();
    for (let again = false; ; again = true) {
      const session = held.current();
      if (session === null) return { kind: 'out' };
      const answer = await renewal(session);
      if (answer.kind === 'away') return answer;
      if (answer.kind === 'tokens') return take(session, answer.tokens, answer.sentAtMs);
      // Another process may have been faster, by more than the cloud forgives.
      if (again || (await held.reread()) !== 'another')
        return ended(session, endingOf(answer.description, clock.now() - session.savedAtMs));
    }
  };

  const renewOnce = (): Promise<TokenResult> => {
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    return renewing;
  };

  return {
    open: held.read,
    token: async () => (held.current() === null ? { kind: 'out' } : (atHand() ?? renewOnce())),
    async tokenInstead(refused, why) {
      const session = held.current();
      if (session === null) return { kind: 'out' };
      const access = held.access();
      if (access !== null && access.token !== refused) return atHand() ?? renewOnce();
      held.dropAccess();
      if (why === 'ended' && (await held.reread()) !== 'another') return ended(session, 'elsewhere');
      return renewOnce();
    },
    async begin(tokens) {
      const before = held.current();
      const { issuer, clientId } = parts;
      const nobody = { issuer, clientId, accountId: null, sessionId: null };
      await held.put(keptOf(tokens, nobody, clock.now()), accessOf(tokens, clock.now()), 'any');
      if (before !== null) await parts.owe(before);
    },
    async end() {
      const { before, gone } = held.drop();
      if (before !== null) await parts.owe(before);
      return gone;
    },
    async settled() {
      await renewing;
      await held.saveAgain();
    },
  };
}

type Whose = Pick<KeptSession, 'issuer' | 'clientId' | 'accountId' | 'sessionId'>;

function keptOf(
  tokens: Tokens,
  { issuer, clientId, accountId, sessionId }: Whose,
  nowMs: number,
): KeptSession {
  return {
    refreshToken: tokens.refresh.reveal(),
    issuer,
    clientId,
    accountId: tokens.accountId ?? accountId,
    sessionId: tokens.sessionId ?? sessionId,
    savedAtMs: nowMs,
  };
}

function accessOf(tokens: Tokens, sentAtMs: number): Access {
  const margin = Math.min(MARGIN_MS, tokens.expiresInMs / 10);
  return { token: tokens.access, fromMs: sentAtMs, untilMs: sentAtMs + tokens.expiresInMs - margin };
}
