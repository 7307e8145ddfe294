import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
} from 'openid-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GOOGLE_FAULTS, type GoogleDouble, type GoogleFault, startGoogle } from './index.ts';

const REDIRECT = 'http://127.0.0.1:8787/callback/google';
const VERIFIER = 'a'.repeat(43);
const INES = '108000000000000000001';

let google: GoogleDouble;
beforeAll(async () => {
  google = await startGoogle();
});
afterEach(() => google.fault(null));
afterAll(() => google.stop());

async function client(secret = google.clientSecret): Promise<Configuration> {
  const found = await discovery(new URL(google.issuer), google.clientId, secret, undefined, {
    execute: [allowInsecureRequests, enableNonRepudiationChecks],
    timeout: 1,
  });
  return found;
}

async function authorizeUrl(config: Configuration): Promise<string> {
  const url = buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'openid email profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: await calculatePKCECodeChallenge(VERIFIER),
    code_challenge_method: 'S256',
  });
  return url.href;
}

const CHECKS = { pkceCodeVerifier: VERIFIER, expectedState: 'state-1', expectedNonce: 'nonce-1' };

/** A sign-in by a library that is nobody's double: what it takes is right, what it refuses is wrong. */
async function signIn(checks: object = CHECKS): Promise<IDToken | undefined> {
  const config = await client();
  const back = await google.approve(await authorizeUrl(config), INES);
  const tokens = await authorizationCodeGrant(config, back, { ...checks });
  return tokens.claims();
}

describe('a sign-in', () => {
  test('says who the person is, with a token that a strict client takes', async () => {
    expect(await signIn()).toMatchObject({
      iss: google.issuer,
      aud: google.clientId,
      sub: INES,
      email: 'ines@example.test',
      email_verified: true,
      name: 'Ines Albrecht',
      nonce: 'nonce-1',
    });
    const asked = google.requests.find(({ path }) => path === '/o/oauth2/v2/auth');
    expect(asked?.query.get('code_challenge_method')).toBe('S256');
    expect(google.requests.at(-1)?.path).toBe('/oauth2/v3/certs');
  });

  test('userinfo answers the bearer alone', async () => {
    const config = await client();
    const back = await google.approve(await authorizeUrl(config), INES);
    const tokens = await authorizationCodeGrant(config, back, CHECKS);
    expect(await fetchUserInfo(config, tokens.access_token, INES)).toMatchObject({ sub: INES });
    expect((await fetch(`${google.issuer}/v1/userinfo`)).status).toBe(401);
  });

  test('a person who cancels comes back without a code', async () => {
    const back = await google.deny(await authorizeUrl(await client()));
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'state-1' });
  });
});

describe('what Google refuses, the double refuses', () => {
  test('a code twice, another verifier, another redirect, another secret', async () => {
    const config = await client();
    const code = async () =>
      (await google.approve(await authorizeUrl(config), INES)).searchParams.get('code') ?? '';
    const redeem = async (change: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code: await code(),
        redirect_uri: REDIRECT,
        client_id: google.clientId,
        client_secret: google.clientSecret,
        code_verifier: VERIFIER,
        ...change,
      });
      const answer = await fetch(`${google.issuer}/token`, { method: 'POST', body });
      return [answer.status, await answer.json()];
    };
    const once = await code();
    expect(await redeem({ code: once })).toMatchObject([200, { token_type: 'Bearer' }]);
    const refused = [400, { error: 'invalid_grant' }];
    expect(await redeem({ code: once })).toMatchObject(refused);
    expect(await redeem({ code_verifier: 'b'.repeat(43) })).toMatchObject(refused);
    expect(await redeem({ redirect_uri: `${REDIRECT}/other` })).toMatchObject(refused);
    expect(await redeem({ client_secret: 'guessed' })).toMatchObject([401, { error: 'invalid_client' }]);
  });

  test('an address it was not told of', async () => {
    const strict = await startGoogle({ redirectUris: [REDIRECT] });
    const url = (redirect: string) =>
      `${strict.issuer}/o/oauth2/v2/auth?client_id=${strict.clientId}&response_type=code&scope=openid&redirect_uri=${redirect}`;
    expect((await fetch(url(REDIRECT))).status).toBe(200);
    expect((await fetch(url('http://127.0.0.1:8787/elsewhere'))).status).toBe(400);
    await strict.stop();
  });
});

describe('on a bad day', () => {
  const OUTCOMES: Readonly<Record<GoogleFault, object | 'signs in'>> = {
    'discovery-500': { code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' },
    'discovery-hang': { code: 'OAUTH_TIMEOUT' },
    'keys-500': { code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' },
    'access-denied': { error: 'access_denied' },
    'wrong-state': { code: 'OAUTH_INVALID_RESPONSE' },
    'mixed-up-issuer': { code: 'OAUTH_INVALID_RESPONSE' },
    'token-500': { code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' },
    'token-hang': { code: 'OAUTH_TIMEOUT' },
    'token-garbage': { code: 'OAUTH_PARSE_ERROR' },
    'token-oversized': { code: 'OAUTH_INVALID_RESPONSE' },
    'token-refused': { error: 'invalid_grant' },
    'no-id-token': { code: 'OAUTH_INVALID_RESPONSE' },
    // These tokens are in order: it is for our service to look at the claims.
    'email-unverified': 'signs in',
    'no-email': 'signs in',
    'wrong-nonce': { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
    'no-nonce': { code: 'OAUTH_INVALID_RESPONSE' },
    'wrong-issuer': { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
    'wrong-audience': { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
    'expired-id-token': { code: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' },
    'none-algorithm': { code: expect.stringMatching(/^OAUTH_/) },
    'foreign-key': { code: 'OAUTH_INVALID_RESPONSE' },
    'userinfo-500': 'signs in',
    'userinfo-other-sub': 'signs in',
  };

  test.each(GOOGLE_FAULTS)('%s', async (fault) => {
    google.fault(fault);
    const outcome = OUTCOMES[fault];
    if (outcome !== 'signs in') {
      await expect(signIn({ ...CHECKS, idTokenExpected: true })).rejects.toMatchObject(outcome);
    } else {
      const claims = await signIn();
      if (fault === 'email-unverified') expect(claims?.email_verified).toBe(false);
      if (fault === 'no-email') expect(claims).not.toHaveProperty('email');
    }
    google.fault(null);
    expect(await signIn()).toMatchObject({ sub: INES });
  });

  test('userinfo fails, or tells of somebody else', async () => {
    const config = await client();
    const back = await google.approve(await authorizeUrl(config), INES);
    const { access_token } = await authorizationCodeGrant(config, back, CHECKS);
    google.fault('userinfo-500');
    await expect(fetchUserInfo(config, access_token, INES)).rejects.toThrow();
    google.fault('userinfo-other-sub');
    await expect(fetchUserInfo(config, access_token, INES)).rejects.toThrow();
  });
});
