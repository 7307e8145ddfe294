import { createHash, randomBytes } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import type { Asked } from './cloud-double.ts';
import { type Answer, json } from './trouble.ts';

const GRACE_MS = 10_000;
export const ACCESS_S = 600;

interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly clientId: string;
  refresh: string;
  live: boolean;
}

interface Used {
  readonly session: Session;
  readonly atMs: number;
  readonly answer: Answer;
}

export interface Account {
  readonly id: string;
  kind: 'guest' | 'member';
  name: string;
  pictureVersion: string | null;
  readonly identities: { readonly id: string; readonly method: string }[];
}

/** Who is let in, with which tokens: rotation, ten seconds of grace, and an end for a session whose token comes twice. */
export interface Grants {
  readonly sessions: readonly Session[];
  readonly account: Account;
  /** Every token it gave out, and every code. */
  readonly secrets: readonly string[];
  readonly revoked: readonly string[];
  allow(code: string, asked: URLSearchParams): void;
  token(issuer: string, form: URLSearchParams): Promise<Answer>;
  revoke(token: string): Answer;
  call(asked: Asked): Answer;
  endAll(): void;
  /** Every access token is refused from now on; refresh tokens are not touched. */
  expireAccess(): void;
  /** What it says about a token that it takes no more. */
  describe(description: string): void;
  /** The claims of the next ID tokens, over the right ones. */
  claims(change: Readonly<Record<string, unknown>>): void;
}

const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export async function openGrants(now: () => number): Promise<Grants> {
  const { privateKey } = await generateKeyPair('ES256');
  const codes = new Map<string, { readonly asked: URLSearchParams; used: boolean }>();
  const sessions: Session[] = [];
  const used = new Map<string, Used>();
  const access = new Map<string, { readonly session: Session; readonly untilMs: number }>();
  const secrets: string[] = [];
  const revoked: string[] = [];
  const account: Account = { id: id(1), kind: 'member', name: 'Ilse', pictureVersion: null, identities: [] };
  let description = 'grant request is invalid';
  let changed: Readonly<Record<string, unknown>> = {};

  const secret = (kind: string): string => {
    const made = `${kind}-${randomBytes(24).toString('base64url')}`;
    secrets.push(made);
    return made;
  };
  const give = async (issuer: string, session: Session, nonce: string | null): Promise<Answer> => {
    const token = secret('access');
    access.set(token, { session, untilMs: now() + ACCESS_S * 1_000 });
    session.refresh = secret('refresh');
    const nowS = Math.floor(now() / 1_000);
    const idToken = await new SignJWT({
      ...{ iss: issuer, aud: session.clientId, sub: session.accountId, sid: session.id },
      ...{ iat: nowS, exp: nowS + ACCESS_S, ...(nonce === null ? {} : { nonce }), ...changed },
    })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);
    return json(200, {
      ...{ access_token: token, token_type: 'Bearer', expires_in: ACCESS_S, scope: 'api' },
      ...{ refresh_token: session.refresh, id_token: idToken },
    });
  };
  const begin = (clientId: string): Session => {
    const session = {
      id: id(100 + sessions.length),
      accountId: account.id,
      clientId,
      refresh: '',
      live: true,
    };
    sessions.push(session);
    return session;
  };
  const no = (): Answer => json(400, { error: 'invalid_grant', error_description: description });

  const byCode = (issuer: string, form: URLSearchParams): Promise<Answer> | Answer => {
    const grant = codes.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant === undefined || grant.used) return no();
    grant.used = true;
    const { asked } = grant;
    const fits =
      challenge === asked.get('code_challenge') &&
      asked.get('code_challenge_method') === 'S256' &&
      form.get('redirect_uri') === asked.get('redirect_uri') &&
      form.get('client_id') === asked.get('client_id') &&
      form.get('resource') === `${issuer}/v1`;
    if (!fits) return no();
    if (asked.has('guest_ticket')) account.kind = 'member';
    return give(issuer, begin(form.get('client_id') ?? ''), asked.get('nonce'));
  };

  const byRefresh = async (issuer: string, form: URLSearchParams): Promise<Answer> => {
    const token = form.get('refresh_token') ?? '';
    const before = used.get(token);
    if (before !== undefined) {
      if (before.session.live && now() - before.atMs < GRACE_MS) return before.answer;
      before.session.live = false;
      return no();
    }
    const session = sessions.find(({ refresh, live }) => live && refresh === token);
    if (session === undefined || session.clientId !== form.get('client_id')) return no();
    const answer = await give(issuer, session, null);
    used.set(token, { session, atMs: now(), answer });
    return answer;
  };

  return {
    ...{ sessions, account, secrets, revoked },
    allow: (code, asked) => {
      secrets.push(code);
      codes.set(code, { asked, used: false });
    },
    async token(issuer, form) {
      const type = form.get('grant_type');
      if (type === 'authorization_code') return byCode(issuer, form);
      if (type === 'refresh_token') return byRefresh(issuer, form);
      account.kind = 'guest';
      return give(issuer, begin(form.get('client_id') ?? ''), null);
    },
    revoke(token) {
      revoked.push(token);
      for (const session of sessions) if (session.refresh === token) session.live = false;
      return { status: 200 };
    },
    call({ method, path, authorization, body }) {
      const found = access.get((authorization ?? '').replace(/^Bearer /, ''));
      const refuse = (why: string): Answer =>
        json(401, { defined: true, code: 'UNAUTHENTICATED', status: 401, message: '', data: { why } });
      if (found === undefined) return refuse(authorization === null ? 'missing' : 'invalid');
      if (!found.session.live) return refuse('ended');
      if (now() >= found.untilMs) return refuse('expired');
      if (method === 'PATCH') account.name = JSON.parse(body).name;
      if (path === '/v1/account') return json(200, viewOf(account, found.session));
      if (path === '/v1/account/upgrade-tickets')
        return json(200, { ticket: secret('ticket'), expiresAtMs: now() + 600_000 });
      return json(404, { defined: false, code: 'NOT_FOUND', status: 404, message: '' });
    },
    endAll() {
      for (const session of sessions) session.live = false;
    },
    expireAccess: () => access.clear(),
    describe(words) {
      description = words;
    },
    claims(change) {
      changed = change;
    },
  };
}

function viewOf(account: Account, session: Session) {
  return {
    id: account.id,
    kind: account.kind,
    createdAtMs: 1,
    profile: { name: account.name, language: null, country: null, timeZone: null, marketing: false },
    address: account.kind === 'guest' ? null : 'ilse@example.com',
    pictureVersion: account.pictureVersion,
    identities: account.identities.map((one) => ({
      ...one,
      address: null,
      linkedAtMs: 1,
      lastUsedAtMs: null,
      removable: true,
    })),
    needs: [],
    acceptedTerms: null,
    sessionId: session.id,
  };
}
