import type { SignInMethod } from '../../../shared/contracts/cloud/index.ts';
import type { CloudAway } from '../../../shared/contracts/desktop/index.ts';
import { CALL_MS } from '../../cloud/index.ts';
import type { Secret } from '../../secrets/index.ts';
import { type Attempt, createWithOpenId, NOT_GESSO, type OpenIdParts } from './openid.ts';
import { readTokens, type TokenAnswer, type TokenResponse } from './tokens.ts';

/** What this install tells of itself. */
export interface Installed {
  /** Every install is a client of its own, and none is registered. */
  readonly clientId: string;
  /** As the person knows this computer; shown in the list of devices. */
  readonly device: string;
  readonly platform: string;
}

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly method: SignInMethod | null;
  /** A guest's word for who they are, so that everything stays theirs. */
  readonly guestTicket: string | null;
}

/** A sign-in under way: what the answer will be held against. */
export interface Begun {
  readonly kind: 'begun';
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface AuthorizationServer {
  begin(request: AuthorizationRequest): Promise<Begun | { readonly kind: 'away'; readonly away: CloudAway }>;
  /**
   * Checks what came back and fetches the tokens for it.
   * @param skewS how far the cloud's clock is before this computer's
   */
  finish(begun: Begun, came: URL, skewS: number): Promise<TokenAnswer>;
  startGuest(): Promise<TokenAnswer>;
  renew(clientId: string, refresh: Secret, withinMs: number): Promise<TokenAnswer>;
  /** Null when the cloud needs to hear of this token no more. */
  revoke(clientId: string, refresh: Secret): Promise<CloudAway | null>;
}

const SCOPE = 'openid offline_access api';
const GUEST_GRANT = 'urn:gesso:params:oauth:grant-type:guest';

const TOLERANCE_S = 60;
/**
 * The ID token that may come with a refresh tells nothing new, and an answer that was refused for a wrong clock would be
 * a refresh token lost.
 */
const ANY_TIME = { withinMs: CALL_MS, skewS: 0, toleranceS: 1e12 };

/** The cloud as an OAuth 2 authorization server: code flow with PKCE, guests, refresh and revocation. */
export function createAuthorizationServer(
  parts: OpenIdParts & { readonly installed: Installed },
): AuthorizationServer {
  const { clientId, device, platform } = parts.installed;
  const { resource } = parts.cloud;
  const withOpenId = createWithOpenId(parts);
  return {
    async begin({ redirectUri, state, method, guestTicket }) {
      const answer = await withOpenId(clientId, ANY_TIME, async (lib, config) => {
        const [nonce, verifier] = [lib.randomNonce(), lib.randomPKCECodeVerifier()];
        const url = lib.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await lib.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          prompt: 'consent',
          resource,
          device_name: device,
          platform,
          ...(method === null ? {} : { method }),
          ...(guestTicket === null ? {} : { guest_ticket: guestTicket }),
        });
        return { kind: 'begun', url: url.href, state, nonce, verifier } as const;
      });
      if (answer.kind === 'value') return answer.value;
      return answer.kind === 'away' ? answer : NOT_GESSO;
    },
    async finish({ state, nonce, verifier }, came, skewS) {
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      };
      const time = { withinMs: CALL_MS, skewS, toleranceS: TOLERANCE_S };
      return tokensOf(
        await withOpenId(clientId, time, (lib, config) =>
          lib.authorizationCodeGrant(config, came, checks, { resource }),
        ),
      );
    },
    async startGuest() {
      const asked = { scope: SCOPE, resource, device_name: device, platform };
      return tokensOf(
        await withOpenId(clientId, ANY_TIME, (lib, config) =>
          lib.genericGrantRequest(config, GUEST_GRANT, asked),
        ),
      );
    },
    renew: async (client, refresh, withinMs) =>
      tokensOf(
        await withOpenId(client, { ...ANY_TIME, withinMs }, (lib, config) =>
          lib.refreshTokenGrant(config, refresh.reveal(), { resource }),
        ),
      ),
    async revoke(client, refresh) {
      const answer = await withOpenId(client, ANY_TIME, (lib, config) =>
        lib.tokenRevocation(config, refresh.reveal(), { token_type_hint: 'refresh_token' }),
      );
      return answer.kind === 'away' ? answer.away : null;
    },
  };
}

function tokensOf(answer: Attempt<TokenResponse>): TokenAnswer {
  if (answer.kind !== 'value') return answer;
  const tokens = readTokens(answer.value);
  return tokens === null ? NOT_GESSO : { kind: 'tokens', tokens };
}
