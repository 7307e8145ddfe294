import type { JWK } from 'jose';
import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Clock } from '../../shared/kernel/index.ts';
import type { Database } from '../db/index.ts';
import { SCOPE } from './clients.ts';
import { Records } from './records.ts';

const MINUTE_S = 60;
const DAY_S = 86_400;

export const ACCESS_TOKEN_S = 10 * MINUTE_S;
/** A desktop that was not opened for this long signs in again. Each refresh begins it anew. */
export const REFRESH_TOKEN_S = 90 * DAY_S;

export interface ProviderParts {
  readonly issuer: string;
  readonly resource: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: readonly JWK[];
  /** Signs the cookies of a sign-in. */
  readonly cookieKeys: readonly string[];
  /** Whether an account may have tokens: it is there, and open. */
  readonly isOpen: (accountId: string) => Promise<boolean>;
  /** A page that says what went wrong, for a request that can't go back to a desktop. */
  readonly errorPage: () => string;
}

/**
 * oidc-provider as it is used here: authorization code with PKCE S256 for public native clients on loopback, rotating
 * refresh tokens, JWT access tokens for one resource. Everything else it can do is off.
 */
export function createProvider(parts: ProviderParts): Provider {
  const configuration: Configuration = {
    adapter: (model: string) => new Records(model, parts.database, parts.clock),
    jwks: { keys: [...parts.keys] },
    scopes: SCOPE.split(' '),
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'sid'] },
    extraParams: ['device_name', 'platform', 'method', 'guest_ticket'],
    subjectTypes: ['public'],
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    expiresWithSession: async () => false,
    clientBasedCORS: () => false,
    ttl: {
      AccessToken: ACCESS_TOKEN_S,
      AuthorizationCode: MINUTE_S,
      IdToken: ACCESS_TOKEN_S,
      RefreshToken: REFRESH_TOKEN_S,
      Grant: 5 * 365 * DAY_S,
      Interaction: 60 * MINUTE_S,
      // A sign-in serves the one desktop that asked: the browser itself is never signed in. One second is the least it takes.
      Session: 1,
    },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      revocation: '/oauth/revoke',
      jwks: '/oauth/jwks',
    },
    cookies: {
      keys: [...parts.cookieKeys],
      names: { session: 'gesso_session', interaction: 'gesso_sign_in', resume: 'gesso_resume' },
    },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => parts.resource,
        useGrantedResource: () => true,
        getResourceServerInfo(_ctx, resource) {
          if (resource !== parts.resource) throw new errors.InvalidTarget();
          return {
            scope: 'api',
            audience: parts.resource,
            accessTokenTTL: ACCESS_TOKEN_S,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    // The grant is the session: its id goes along with every token, so that an ended one can be told.
    extraTokenClaims: (_ctx, token) => ('grantId' in token ? { sid: token.grantId } : undefined),
    async findAccount(_ctx, accountId, token) {
      if (!(await parts.isOpen(accountId))) return undefined;
      const sid = token !== undefined && 'grantId' in token ? token.grantId : undefined;
      return { accountId, claims: async () => ({ sub: accountId, ...(sid === undefined ? {} : { sid }) }) };
    },
    renderError: async (ctx) => {
      ctx.type = 'html';
      ctx.body = parts.errorPage();
    },
  };
  const provider = new Provider(parts.issuer, configuration);
  // Addresses come from the issuer: what a request claims to be was checked, and made so, before it came here.
  provider.proxy = true;
  return provider;
}

/** The token request's own words, whichever of them it has. */
export function paramOf(ctx: KoaContextWithOIDC, name: string): string | null {
  const value = ctx.oidc.params?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
