import type { CloudAway } from '../../../shared/contracts/desktop/index.ts';
import { Secret } from '../../secrets/index.ts';

/** What a token request gave. */
export interface Tokens {
  readonly access: Secret;
  /** As the cloud counts it from its answer; no clock of this computer is compared with one of the cloud's. */
  readonly expiresInMs: number;
  readonly refresh: Secret;
  /** From a checked ID token; null where none came along. */
  readonly accountId: string | null;
  readonly sessionId: string | null;
}

export type TokenAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  /** An OAuth error: the cloud understood, and said no. */
  | { readonly kind: 'refused'; readonly error: string; readonly description: string | null }
  | { readonly kind: 'away'; readonly away: CloudAway };

/** The whole item must fit into 2,560 bytes, which is what the Credential Manager of Windows holds. */
const REFRESH_MAX_CHARS = 1_000;
const ACCESS_MAX_CHARS = 8_000;

const EXPIRES_IN_MS = { unsaid: 60_000, max: 3_600_000 };

/** A token endpoint's answer, as the library has read it; `claims` are those of an ID token that it checked. */
export interface TokenResponse {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
  readonly token_type: string;
  claims(): { readonly sub: string; readonly sid?: unknown } | undefined;
}

/** Null for an answer that can't be worked with: no refresh token, another kind of token, or one past every bound. */
export function readTokens(response: TokenResponse): Tokens | null {
  const { access_token: access, refresh_token: refresh, expires_in: expiresInS } = response;
  if (response.token_type.toLowerCase() !== 'bearer' || access.length > ACCESS_MAX_CHARS) return null;
  if (refresh === undefined || refresh.length > REFRESH_MAX_CHARS) return null;
  const claims = response.claims();
  const expiresInMs = expiresInS === undefined ? EXPIRES_IN_MS.unsaid : expiresInS * 1_000;
  return {
    access: new Secret(access),
    expiresInMs: Math.min(Math.max(expiresInMs, 0), EXPIRES_IN_MS.max),
    refresh: new Secret(refresh),
    accountId: claims?.sub ?? null,
    sessionId: typeof claims?.sid === 'string' ? claims.sid : null,
  };
}
