import { OAuth2Client, OAuth2Error, type OAuth2Token } from '@badgateway/oauth2-client';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  type Asking,
  askFor,
  askTokens,
  CloudBrowser,
  call,
  guestDesktop,
  newClientId,
  redeem,
  refresh,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { onBothDatabases } from '../drivers/cloud-databases.ts';
import { foundAtRest } from '../drivers/cloud-rest.ts';
import type { OpenedCloud } from '../drivers/opened-cloud.ts';

/** A library that is not the desktop's own: what only works with one client is no standard. */
function clientFor(cloud: OpenedCloud, clientId: string): OAuth2Client {
  return new OAuth2Client({
    server: cloud.origin,
    clientId,
    discoveryEndpoint: '/.well-known/oauth-authorization-server',
    authenticationMethod: 'client_secret_post',
  });
}

const redirectUri = 'http://127.0.0.1:41999/callback';

async function signInWith(cloud: OpenedCloud, client: OAuth2Client, address: string): Promise<OAuth2Token> {
  const codeVerifier = 'v'.repeat(64);
  const resource = `${cloud.origin}/v1`;
  const url = await client.authorizationCode.getAuthorizeUri({
    redirectUri,
    state: 'state-1',
    codeVerifier,
    scope: ['openid', 'offline_access', 'api'],
    resource,
    extraParams: { prompt: 'consent', device_name: 'Another client', platform: 'darwin' },
  });
  const asking: Asking = { ...askFor(cloud.origin), url };
  const { back } = await signInByMail(cloud, address, asking);
  return client.authorizationCode.getTokenFromCodeRedirect(back, {
    redirectUri,
    state: 'state-1',
    codeVerifier,
    resource,
  });
}

onBothDatabases('the authorization server, by another client library', (under) => {
  it('takes a person from the browser to tokens, renews them, and gives them up', async () => {
    const cloud = under.now();
    const client = clientFor(cloud, newClientId());
    const first = await signInWith(cloud, client, 'other-client@example.com');
    expect((await call(cloud.origin, first.accessToken, 'GET', '/account')).body).toMatchObject({
      kind: 'member',
      address: 'other-client@example.com',
    });
    const second = await client.refreshToken(first, { resource: `${cloud.origin}/v1` });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await client.revoke(second, 'refresh_token');
    await expect(client.refreshToken(second)).rejects.toThrow(OAuth2Error);
    expect((await call(cloud.origin, second.accessToken, 'GET', '/account')).body).toMatchObject({
      code: 'UNAUTHENTICATED',
      data: { why: 'ended' },
    });
  });

  it('four refreshes at once leave a live session, with one and the same answer', async () => {
    const cloud = under.now();
    const { clientId, tokens } = await signedInDesktop(cloud, 'four@example.com');
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => refresh(cloud.origin, clientId, tokens.refresh_token)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const successors = new Set(answers.map(({ body }) => body.refresh_token));
    expect(successors.size).toBe(1);
    const [successor = ''] = successors;
    const next = await refresh(cloud.origin, clientId, successor);
    expect(next.status).toBe(200);
    expect((await call(cloud.origin, next.body.access_token, 'GET', '/account')).status).toBe(200);
  });

  it('a lost answer can be asked for again within ten seconds, and not after', async () => {
    const cloud = under.now();
    const { clientId, tokens } = await signedInDesktop(cloud, 'lost@example.com');
    const unheard = await refresh(cloud.origin, clientId, tokens.refresh_token);
    cloud.pass(9_000);
    const heard = await refresh(cloud.origin, clientId, tokens.refresh_token);
    expect(heard.body).toEqual(unheard.body);
    cloud.pass(2_000);
    const late = await refresh(cloud.origin, clientId, tokens.refresh_token);
    expect([late.status, late.body.error]).toEqual([400, 'invalid_grant']);
  });

  it('a stolen refresh token that is used later ends that install alone, and its owner is told', async () => {
    const cloud = under.now();
    const address = 'stolen@example.com';
    const robbed = await signedInDesktop(cloud, address);
    const other = await signedInDesktop(cloud, address);
    const moved = await refresh(cloud.origin, robbed.clientId, robbed.tokens.refresh_token);
    cloud.pass(60_000);
    const thief = await refresh(cloud.origin, robbed.clientId, robbed.tokens.refresh_token);
    expect([thief.status, thief.body]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'reused' },
    ]);
    const owner = await refresh(cloud.origin, robbed.clientId, moved.body.refresh_token);
    expect([owner.status, owner.body.error]).toEqual([400, 'invalid_grant']);
    expect((await call(cloud.origin, moved.body.access_token, 'GET', '/account')).body).toMatchObject({
      data: { why: 'ended' },
    });
    const still = await refresh(cloud.origin, other.clientId, other.tokens.refresh_token);
    expect(still.status).toBe(200);
    const { body } = await call(cloud.origin, still.body.access_token, 'GET', '/account/events');
    expect(JSON.stringify(body)).toContain('token-reused');
    await expect
      .poll(() => cloud.mail(address).map(({ subject }) => subject), { timeout: 20_000 })
      .toContain('A Gesso session was ended for safety');
  });

  it('a code works once, and a second use ends what the first one got', async () => {
    const cloud = under.now();
    const { asking, back } = await signInByMail(cloud, 'code-twice@example.com');
    const first = await redeem(asking, back);
    expect(first.status).toBe(200);
    const second = await redeem(asking, back);
    expect([second.status, second.body.error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(cloud.origin, asking.clientId, first.body.refresh_token)).status).toBe(400);
  });

  it('two desktops that come with one code at once: one session at most is alive', async () => {
    const cloud = under.now();
    const { asking, back } = await signInByMail(cloud, 'code-race@example.com');
    const both = await Promise.all([redeem(asking, back), redeem(asking, back)]);
    const alive: number[] = [];
    for (const { status, body } of both)
      if (status === 200)
        alive.push((await refresh(cloud.origin, asking.clientId, body.refresh_token)).status);
    expect(alive.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
  });

  const ofCode: readonly [string, Readonly<Record<string, string>>][] = [
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect address', { redirect_uri: 'http://127.0.0.1:53999/callback' }],
    ['another install', { client_id: newClientId() }],
    ['another service as the resource', { resource: 'https://other.example/v1' }],
    ['a code that was never made', { code: 'A'.repeat(43) }],
    ['an install that is none', { client_id: 'desktop-1' }],
  ];
  it.each(ofCode)('refuses a code with %s, and no token is made', async (_, change) => {
    const cloud = under.now();
    const { asking, back } = await signInByMail(cloud, 'bad-code@example.com');
    const fields = {
      grant_type: 'authorization_code',
      client_id: asking.clientId,
      code: back.searchParams.get('code') ?? '',
      redirect_uri: asking.redirectUri,
      code_verifier: asking.verifier,
      resource: `${cloud.origin}/v1`,
      ...change,
    };
    const answer = await askTokens(cloud.origin, fields);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.access_token).toBeUndefined();
  });

  const ofRequests: readonly [string, Readonly<Record<string, string | null>>, 'page' | string][] = [
    ['no PKCE', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a token in the front channel', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['another resource', { resource: 'https://other.example/v1' }, 'invalid_target'],
    ['a redirect to elsewhere', { redirect_uri: 'https://evil.example/callback' }, 'page'],
    ['a redirect to another path', { redirect_uri: 'http://127.0.0.1:5000/other' }, 'page'],
    ['a redirect to a name', { redirect_uri: 'http://localhost:5000/callback' }, 'page'],
    ['a redirect to another computer', { redirect_uri: 'http://192.0.2.1/callback' }, 'page'],
    ['a redirect with a scheme of its own', { redirect_uri: 'gesso://callback' }, 'page'],
    ['an unknown install', { client_id: 'desktop-not-a-uuid' }, 'page'],
  ];
  it.each(ofRequests)('refuses a request with %s', async (_, change, expected) => {
    const cloud = under.now();
    const shown = await new CloudBrowser(cloud.origin).get(askFor(cloud.origin, change).url);
    if (expected === 'page') {
      expect(shown.url.startsWith(cloud.origin)).toBe(true);
      expect([400, 401]).toContain(shown.status);
      expect(shown.html).toContain('This address can&#39;t be used');
      return;
    }
    const back = new URL(shown.url);
    expect(back.origin).toBe('http://127.0.0.1:53123');
    // What was asked for the front channel is answered there.
    const said = back.hash === '' ? back.searchParams : new URLSearchParams(back.hash.slice(1));
    expect(said.get('error')).toBe(expected);
    expect(said.get('iss')).toBe(cloud.origin);
    expect(back.href).not.toMatch(/[?&#](code|access_token|id_token)=/);
  });

  it('gives no scope that it does not know', async () => {
    const cloud = under.now();
    const asking = askFor(cloud.origin, { scope: 'openid offline_access api admin' });
    const { back } = await signInByMail(cloud, 'scope@example.com', asking);
    const answer = await redeem(asking, back);
    expect(JSON.stringify(answer.body)).not.toContain('admin');
    expect(answer.body).toMatchObject({ scope: 'api' });
  });

  it('says who it is with every answer, so that servers can not be mixed up', async () => {
    const cloud = under.now();
    const { asking, back } = await signInByMail(cloud, 'issuer@example.com');
    expect(back.searchParams.get('iss')).toBe(cloud.origin);
    expect(back.searchParams.get('state')).toBe(asking.state);
    const metadata = await (await fetch(`${cloud.origin}/.well-known/openid-configuration`)).json();
    expect(metadata).toMatchObject({
      issuer: cloud.origin,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
    });
  });

  it.each(['password', 'client_credentials', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code'])(
    'knows no grant %s',
    async (grant) => {
      const cloud = under.now();
      const answer = await askTokens(cloud.origin, { grant_type: grant, client_id: newClientId() });
      expect(answer.status).toBe(400);
      expect(['unsupported_grant_type', 'invalid_request', 'unauthorized_client']).toContain(
        answer.body.error,
      );
    },
  );

  it('another install can neither use nor give up a refresh token', async () => {
    const cloud = under.now();
    const { clientId, tokens } = await signedInDesktop(cloud, 'own@example.com');
    const foreign = newClientId();
    expect((await refresh(cloud.origin, foreign, tokens.refresh_token)).status).toBe(400);
    await fetch(`${cloud.origin}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: tokens.refresh_token, client_id: foreign }),
    });
    expect((await refresh(cloud.origin, clientId, tokens.refresh_token)).status).toBe(200);
  });

  it('tokens of a session that was ended are over at once', async () => {
    const cloud = under.now();
    const first = await signedInDesktop(cloud, 'ended@example.com');
    const second = await signedInDesktop(cloud, 'ended@example.com');
    const { body } = await call(cloud.origin, second.tokens.access_token, 'GET', '/account');
    const id = String(body.sessionId);
    expect((await call(cloud.origin, first.tokens.access_token, 'DELETE', `/sessions/${id}`)).status).toBe(
      200,
    );
    expect((await call(cloud.origin, second.tokens.access_token, 'GET', '/account')).body).toMatchObject({
      code: 'UNAUTHENTICATED',
      data: { why: 'ended' },
    });
    expect((await refresh(cloud.origin, second.clientId, second.tokens.refresh_token)).status).toBe(400);
    expect((await call(cloud.origin, first.tokens.access_token, 'GET', '/account')).status).toBe(200);
  });

  it('no token lies in the database as it is', async () => {
    const cloud = under.now();
    const { clientId, tokens } = await signedInDesktop(cloud, 'hashed@example.com');
    const renewed = await refresh(cloud.origin, clientId, tokens.refresh_token);
    expect(
      await foundAtRest(cloud, [
        tokens.refresh_token,
        tokens.access_token,
        renewed.body.refresh_token,
        renewed.body.access_token,
      ]),
    ).toEqual([]);
  });
});

onBothDatabases('guests', (under) => {
  it('a guest has tokens without a page, and is held back by their number', async () => {
    const cloud = under.now();
    const clientId = newClientId();
    const guest = await guestDesktop(cloud.origin, clientId);
    expect((await call(cloud.origin, guest.tokens.access_token, 'GET', '/account')).body).toMatchObject({
      kind: 'guest',
      address: null,
      needs: ['age', 'terms'],
    });
    const renewed = await refresh(cloud.origin, clientId, guest.tokens.refresh_token);
    expect(renewed.status).toBe(200);
    await guestDesktop(cloud.origin, clientId);
    await guestDesktop(cloud.origin, clientId);
    const fourth = await askTokens(cloud.origin, {
      grant_type: 'urn:gesso:params:oauth:grant-type:guest',
      client_id: clientId,
    });
    expect([fourth.status, fourth.body.error]).toEqual([429, 'slow_down']);
    expect(Number(fourth.headers.get('Retry-After'))).toBeGreaterThan(0);
  });
});

describe('access tokens that are not ours', () => {
  onBothDatabases('forged tokens', (under) => {
    const claimsOf = (token: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

    it('are refused, each with why', async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, 'forged@example.com');
      const good = tokens.access_token;
      const claims = claimsOf(good);
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      const sign = (change: Record<string, unknown>, header: Record<string, unknown> = {}) =>
        new SignJWT({ ...claims, ...change })
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
          .sign(privateKey);
      const [head = '', body = '', signature = ''] = good.split('.');
      const forged = Buffer.from(JSON.stringify({ ...claims, sub: claims.sid })).toString('base64url');
      const cases: readonly [string, string | null, string][] = [
        ['none at all', null, 'missing'],
        ['no JWT', 'abc', 'invalid'],
        ['empty', '', 'invalid'],
        ['the none algorithm', new UnsecuredJWT(claims).encode(), 'invalid'],
        [
          'the none algorithm, with a signature',
          `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.${signature}`,
          'invalid',
        ],
        ['a key of somebody else', await sign({}), 'invalid'],
        ['a key of its own in the header', await sign({}, { jwk: await exportJWK(publicKey) }), 'invalid'],
        ['another body', `${head}.${forged}.${signature}`, 'invalid'],
        ['no signature', `${head}.${body}.`, 'invalid'],
        ['the id token', tokens.id_token ?? '', 'invalid'],
        ['the refresh token', tokens.refresh_token, 'invalid'],
      ];
      for (const [name, token, why] of cases) {
        const answer = await call(cloud.origin, token, 'GET', '/account');
        expect([name, answer.status, answer.body.data], name).toEqual([name, 401, { why }]);
      }
      expect((await call(cloud.origin, good, 'GET', '/account')).status).toBe(200);
    });
  });
});
