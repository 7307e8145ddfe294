import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GITHUB_FAULTS, type GitHubDouble, type GitHubFault, startGitHub } from './index.ts';

const REDIRECT = 'http://127.0.0.1:8787/callback/github';
const VERIFIER = 'v'.repeat(43);
const INES = 583231;

let github: GitHubDouble;
beforeAll(async () => {
  github = await startGitHub();
});
afterEach(() => github.fault(null));
afterAll(() => github.stop());

function authorizeUrl(change: Readonly<Record<string, string>> = {}): string {
  const parameters = new URLSearchParams({
    client_id: github.clientId,
    redirect_uri: REDIRECT,
    scope: 'read:user user:email',
    state: 'state-1',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  });
  return `${github.urls.authorize}?${parameters}`;
}

async function newCode(): Promise<string> {
  return (await github.approve(authorizeUrl(), INES)).searchParams.get('code') ?? '';
}

async function redeem(
  change: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = { accept: 'application/json' },
): Promise<Response> {
  const body = new URLSearchParams({
    client_id: github.clientId,
    client_secret: github.clientSecret,
    code: change.code ?? (await newCode()),
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...change,
  });
  return fetch(github.urls.token, { method: 'POST', body, headers, signal: AbortSignal.timeout(1000) });
}

async function ask(url: string): Promise<{ status: number; body: unknown }> {
  const { access_token } = (await (await redeem()).json()) as { access_token: string };
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${access_token}`, 'user-agent': 'gesso' },
    signal: AbortSignal.timeout(1000),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('a sign-in', () => {
  test('gives a token, who it is by number, and which address is primary and verified', async () => {
    expect(await (await redeem()).json()).toMatchObject({
      token_type: 'bearer',
      scope: 'read:user,user:email',
    });
    expect(await ask(github.urls.user)).toMatchObject({ status: 200, body: { id: INES, email: null } });
    expect(await ask(github.urls.emails)).toMatchObject({
      body: [
        { email: 'ines.old@example.test', primary: false },
        { email: 'ines@example.test', primary: true, verified: true },
      ],
    });
  });

  test('answers in a form unless JSON is asked for', async () => {
    const answer = await redeem({}, {});
    expect(answer.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
    expect(new URLSearchParams(await answer.text()).get('access_token')).toMatch(/^gho_/);
  });

  test('a person who cancels comes back without a code', async () => {
    const back = await github.deny(authorizeUrl());
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('state-1');
  });
});

describe('what GitHub refuses, the double refuses, and with HTTP 200', () => {
  test.each([
    ['a code that was used', async () => ({ code: await used() }), 'bad_verification_code'],
    ['another verifier', async () => ({ code_verifier: 'w'.repeat(43) }), 'bad_verification_code'],
    ['another secret', async () => ({ client_secret: 'guessed' }), 'incorrect_client_credentials'],
    ['another redirect', async () => ({ redirect_uri: `${REDIRECT}/x` }), 'redirect_uri_mismatch'],
  ])('%s', async (_name, change, error) => {
    const answer = await redeem(await change());
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ error, error_description: expect.any(String) });
  });

  async function used(): Promise<string> {
    const code = await newCode();
    await redeem({ code });
    return code;
  }

  test('a plain challenge, an unknown client, a far address', async () => {
    for (const change of [
      { code_challenge_method: 'plain' },
      { client_id: 'somebody' },
      { redirect_uri: 'https://example.test/callback' },
    ]) {
      expect((await fetch(authorizeUrl(change))).status).toBe(400);
    }
  });

  test('a call without a token', async () => {
    expect((await fetch(github.urls.user)).status).toBe(401);
  });
});

describe('on a bad day', () => {
  const verified = { email: 'ines@example.test', primary: true, verified: true };
  const OUTCOMES: Readonly<Record<GitHubFault, () => Promise<unknown>>> = {
    'access-denied': async () =>
      expect((await github.approve(authorizeUrl(), INES)).searchParams.get('error')).toBe('access_denied'),
    'wrong-state': async () =>
      expect((await github.approve(authorizeUrl(), INES)).searchParams.get('state')).toBe('not-yours'),
    'token-500': async () => expect((await redeem()).status).toBe(500),
    'token-hang': async () => expect(redeem()).rejects.toThrow(/timeout/i),
    'token-garbage': async () => expect((await redeem()).json()).rejects.toThrow(SyntaxError),
    'token-oversized': async () =>
      expect((await (await redeem()).arrayBuffer()).byteLength).toBeGreaterThan(32_000_000),
    'token-refused': async () =>
      expect(await (await redeem()).json()).toMatchObject({ error: 'bad_verification_code' }),
    'token-empty': async () => expect(await (await redeem()).json()).toEqual({}),
    'fewer-scopes': async () => expect(await ask(github.urls.emails)).toMatchObject({ status: 404 }),
    'user-500': async () => expect(ask(github.urls.user)).rejects.toThrow(SyntaxError),
    'user-hang': async () => expect(ask(github.urls.user)).rejects.toThrow(/timeout/i),
    'user-garbage': async () => expect(ask(github.urls.user)).rejects.toThrow(SyntaxError),
    'user-rate-limited': async () => expect(await ask(github.urls.user)).toMatchObject({ status: 403 }),
    'user-without-id': async () => expect((await ask(github.urls.user)).body).not.toHaveProperty('id'),
    'emails-500': async () => expect(ask(github.urls.emails)).rejects.toThrow(SyntaxError),
    'emails-none': async () => expect((await ask(github.urls.emails)).body).toEqual([]),
    'emails-unverified': async () =>
      expect((await ask(github.urls.emails)).body).toContainEqual(
        expect.objectContaining({ ...verified, verified: false }),
      ),
    'emails-no-primary': async () =>
      expect((await ask(github.urls.emails)).body).toContainEqual(
        expect.objectContaining({ ...verified, primary: false }),
      ),
  };

  test.each(GITHUB_FAULTS)('%s', async (fault) => {
    github.fault(fault);
    await OUTCOMES[fault]();
    github.fault(null);
    expect((await ask(github.urls.user)).status).toBe(200);
  });
});
