import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { TokenTrouble } from '../../shared/contracts/cloud/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';

/** Clocks of our own processes may differ by this much. */
const SKEW_S = 5;

const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid(), scope: z.string().optional() });

export type AccessToken =
  | { readonly kind: 'good'; readonly accountId: string; readonly sessionId: string }
  | { readonly kind: 'bad'; readonly why: TokenTrouble };

export type ReadAccessToken = (authorization: string | undefined) => Promise<AccessToken>;

export interface AccessTokenParts {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JSONWebKeySet;
  /** The keys as they are now. */
  readonly readKeys: () => Promise<JSONWebKeySet>;
  readonly clock: Clock;
}

/** A key that nobody knows is looked for this often: whoever makes tokens up must not make us ask the database each time. */
const LOOK_MS = 60_000;

/**
 * Reads the bearer token of a request: signed by us with the one algorithm we use, for this service and no other, not
 * expired, and made as an access token (RFC 9068). Whether its session still lives is asked elsewhere.
 */
export function createReadAccessToken(parts: AccessTokenParts): ReadAccessToken {
  const { issuer, audience, clock } = parts;
  let known = Promise.resolve(createLocalJWKSet(parts.keys));
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  const verify = async (token: string) =>
    jwtVerify(token, await known, {
      issuer,
      audience,
      algorithms: ['ES256'],
      typ: 'at+jwt',
      clockTolerance: SKEW_S,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
  const verifyAnew = async (token: string, error: unknown) => {
    if (!(error instanceof errors.JWKSNoMatchingKey) || clock.now() - lookedAtMs < LOOK_MS) throw error;
    const before = known;
    lookedAtMs = clock.now();
    known = parts.readKeys().then(createLocalJWKSet, () => before);
    return verify(token);
  };
  return async (authorization) => {
    const token = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization ?? '')?.[1];
    if (authorization === undefined) return { kind: 'bad', why: 'missing' };
    if (token === undefined) return { kind: 'bad', why: 'invalid' };
    try {
      const { payload } = await verify(token).catch((error: unknown) => verifyAnew(token, error));
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success || !(claims.data.scope ?? '').split(' ').includes('api'))
        return { kind: 'bad', why: 'invalid' };
      return { kind: 'good', accountId: claims.data.sub, sessionId: claims.data.sid };
    } catch (error) {
      return { kind: 'bad', why: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
    }
  };
}
