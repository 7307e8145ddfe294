import * as openid from 'openid-client';
import { z } from 'zod';
import { tidyAddress } from '../accounts/index.ts';
import { nameOf } from './google.ts';
import type { IdentityProvider, IdentityProviderParts } from './identity-provider.ts';
import { readFailure } from './outside-failures.ts';
import { outsideFetch } from './outside-fetch.ts';

const BOUNDS = { timeoutMs: 8_000, maxBytes: 500_000 };

const userSchema = z.object({
  /** A number that stays when the person takes another login. */
  id: z.int().positive(),
  name: z.string().nullable().optional(),
});

const addressesSchema = z
  .array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))
  .max(1000);

export interface GitHubAddresses {
  /** `https://github.com`, or a stand-in. */
  readonly site: string;
  /** `https://api.github.com`, or a stand-in. */
  readonly api: string;
}

/**
 * GitHub, by OAuth: it has no id token, so who is there is asked with the access token, which is then thrown away. Its
 * token endpoint says no with status 200; an answer without a token is a no.
 * @source GitHub's documentation, "Authorizing OAuth apps"
 */
export function createGitHub(addresses: GitHubAddresses, parts: IdentityProviderParts): IdentityProvider {
  const { site, api } = addresses;
  const config = new openid.Configuration(
    {
      issuer: site,
      authorization_endpoint: `${site}/login/oauth/authorize`,
      token_endpoint: `${site}/login/oauth/access_token`,
    },
    parts.clientId,
    parts.clientSecret,
    openid.ClientSecretPost(parts.clientSecret),
  );
  if (new URL(site).protocol === 'http:') openid.allowInsecureRequests(config);
  config[openid.customFetch] = outsideFetch(parts.fetch, BOUNDS);

  const ask = async (token: string, path: string): Promise<unknown> => {
    const answer = await openid.fetchProtectedResource(
      config,
      token,
      new URL(`${api}${path}`),
      'GET',
      null,
      new Headers({ Accept: 'application/vnd.github+json', 'User-Agent': 'Gesso' }),
    );
    if (!answer.ok) throw new Error('GitHub refused to say who is there', { cause: answer });
    return answer.json();
  };

  return {
    method: 'github',
    origin: new URL(site).origin,
    async begin({ state, verifier }) {
      return openid.buildAuthorizationUrl(config, {
        redirect_uri: parts.redirectUri,
        scope: 'read:user user:email',
        state,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
      });
    },
    async finish(callback, { state, verifier }) {
      try {
        const tokens = await openid.authorizationCodeGrant(config, callback, {
          expectedState: state,
          pkceCodeVerifier: verifier,
        });
        const user = userSchema.parse(await ask(tokens.access_token, '/user'));
        const listed = addressesSchema.parse(await ask(tokens.access_token, '/user/emails'));
        const primary = listed.find((each) => each.primary && each.verified);
        const address = primary === undefined ? null : tidyAddress(primary.email);
        if (address === null) return { kind: 'no-address' };
        return {
          kind: 'proof',
          proof: { method: 'github', subject: String(user.id), address, name: nameOf(user.name) },
        };
      } catch (error) {
        return readFailure(error);
      }
    },
  };
}
