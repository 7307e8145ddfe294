import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { TokenTrouble } from '../../shared/contracts/cloud/index.ts';

/** Clocks of our own processes may differ by this much. */
const SKEW_S = 5;

const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid(), scope: z.string().optional() });

export type AccessToken =
  | { readonly kind: 'good'; readonly accountId: string; readonly sessionId: string }
  | { readonly kind: 'bad'; readonly why: TokenTrouble };

export type ReadAccessToken = (authorization: string | undefined) => Promise<AccessToken>;

/**
 * Reads the bearer token of a request: signed by us with the one algorithm we use, for this service and no other, not
 * expired, and made as an access token (RFC 9068). Whether its session still lives is asked elsewhere.
 */
export function createReadAccessToken(
  keys: readonly JWK[],
  issuer: string,
  audience: string,
): ReadAccessToken {
  const known = createLocalJWKSet(publicSet(keys));
  return async (authorization) => {
    const token = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization ?? '')?.[1];
    if (authorization === undefined) return { kind: 'bad', why: 'missing' };
    if (token === undefined) return { kind: 'bad', why: 'invalid' };
    try {
      const { payload } = await jwtVerify(token, known, {
        issuer,
        audience,
        algorithms: ['ES256'],
        typ: 'at+jwt',
        clockTolerance: SKEW_S,
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success || !(claims.data.scope ?? '').split(' ').includes('api'))
        return { kind: 'bad', why: 'invalid' };
      return { kind: 'good', accountId: claims.data.sub, sessionId: claims.data.sid };
    } catch (error) {
      return { kind: 'bad', why: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
    }
  };
}

/** The keys without what signs. */
function publicSet(keys: readonly JWK[]): JSONWebKeySet {
  return { keys: keys.map(({ d: _, ...rest }) => rest) };
}
