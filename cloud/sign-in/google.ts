import * as openid from 'openid-client';
import { z } from 'zod';
import { tidyAddress, tidyLine } from '../accounts/index.ts';
import type { IdentityProvider, IdentityProviderParts } from './identity-provider.ts';
import { asAway, readFailure } from './outside-failures.ts';
import { outsideFetch } from './outside-fetch.ts';

const BOUNDS = { timeoutMs: 8_000, maxBytes: 200_000 };

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  name: z.string().optional(),
});

/**
 * Google, by OpenID Connect. The person is known by `sub`, never by address; an address counts only when Google says that
 * it was verified.
 * @source https://openid.net/specs/openid-connect-core-1_0.html
 */
export function createGoogle(issuer: string, parts: IdentityProviderParts): IdentityProvider {
  const server = new URL(issuer);
  let discovered: Promise<openid.Configuration> | null = null;
  const configuration = async (): Promise<openid.Configuration> => {
    discovered ??= openid.discovery(
      server,
      parts.clientId,
      parts.clientSecret,
      openid.ClientSecretPost(parts.clientSecret),
      {
        execute: [
          // The token comes straight from Google; its signature is checked all the same.
          openid.enableNonRepudiationChecks,
          // A stand-in on this computer has no certificate; the address was checked when the configuration was read.
          ...(server.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
        ],
        [openid.customFetch]: outsideFetch(parts.fetch, BOUNDS),
      },
    );
    return discovered.catch((error: unknown) => {
      discovered = null;
      throw asAway(error);
    });
  };
  return {
    method: 'google',
    origin: server.origin,
    async begin({ state, nonce, verifier }) {
      return openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: parts.redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
        access_type: 'online',
      });
    },
    async finish(callback, { state, nonce, verifier }) {
      const config = await configuration();
      try {
        const tokens = await openid.authorizationCodeGrant(config, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = claimsSchema.safeParse(tokens.claims());
        if (!claims.success) return { kind: 'failed' };
        const { sub, email, email_verified: verified, name } = claims.data;
        const address = verified === true || verified === 'true' ? tidyAddress(email ?? '') : null;
        if (address === null) return { kind: 'no-address' };
        return { kind: 'proof', proof: { method: 'google', subject: sub, address, name: nameOf(name) } };
      } catch (error) {
        return readFailure(error);
      }
    },
  };
}

export function nameOf(name: string | null | undefined): string {
  return Array.from(tidyLine(name ?? '') ?? '')
    .slice(0, 80)
    .join('');
}
