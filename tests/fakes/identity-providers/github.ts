import {
  type AskedFor,
  answerPage,
  clientOf,
  createAuthorizations,
  type Granted,
  mayReturnTo,
} from './authorizations.ts';
import type { ProviderOptions } from './google.ts';
import { choosePage, complaintPage } from './page.ts';
import { type Answer, json, type Routes, redirect, type SeenRequest, startWire } from './wire.ts';

export interface GitHubPerson {
  /** The key; a login can change and go to somebody else. */
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  /** The one they show to everybody, if any; says nothing about being verified. */
  readonly email: string | null;
  readonly emails: readonly {
    readonly email: string;
    readonly primary: boolean;
    readonly verified: boolean;
  }[];
}

export const GITHUB_FAULTS = [
  'access-denied',
  'wrong-state',
  'token-500',
  'token-hang',
  'token-garbage',
  'token-oversized',
  /** An error that comes as HTTP 200, as all of them do. */
  'token-refused',
  /** HTTP 200 with neither a token nor an error. */
  'token-empty',
  /** The person took a scope away. */
  'fewer-scopes',
  'user-500',
  'user-hang',
  'user-garbage',
  'user-rate-limited',
  'user-without-id',
  'emails-500',
  'emails-none',
  'emails-unverified',
  'emails-no-primary',
] as const;
export type GitHubFault = (typeof GITHUB_FAULTS)[number];

export interface GitHubDouble {
  readonly urls: {
    readonly authorize: string;
    readonly token: string;
    readonly user: string;
    readonly emails: string;
  };
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who can be chosen; a test may add to it. */
  readonly people: GitHubPerson[];
  fault(name: GitHubFault | null): void;
  readonly requests: readonly SeenRequest[];
  /** What a person does in the browser, without one. Resolves to where they are sent back. */
  approve(authorizeUrl: string, id: number): Promise<URL>;
  deny(authorizeUrl: string): Promise<URL>;
  stop(): Promise<void>;
}

const CLIENT = { clientId: 'Iv1.gessodouble', clientSecret: 'gh-double-secret' };
const AUTHORIZE = '/login/oauth/authorize';
const TOKEN = '/login/oauth/access_token';

const PEOPLE: readonly GitHubPerson[] = [
  {
    id: 583231,
    login: 'ines-a',
    name: 'Ines Albrecht',
    email: null,
    emails: [
      { email: 'ines.old@example.test', primary: false, verified: true },
      { email: 'ines@example.test', primary: true, verified: true },
    ],
  },
  {
    id: 583232,
    login: 'tberg',
    name: null,
    email: 'public@example.test',
    emails: [{ email: 'tomas@example.test', primary: true, verified: true }],
  },
];

/** Speaks GitHub's OAuth on loopback: it is not OpenID Connect, and its errors come as HTTP 200. */
export async function startGitHub(options: ProviderOptions<GitHubPerson> = {}): Promise<GitHubDouble> {
  const people = [...(options.people ?? PEOPLE)];
  const authorizations = createAuthorizations<GitHubPerson>();
  let fault: GitHubFault | null = null;

  const back = (asked: AskedFor, parameters: Readonly<Record<string, string>>): Answer =>
    redirect(asked.redirectUri, {
      ...parameters,
      state: fault === 'wrong-state' ? 'not-yours' : asked.state,
    });
  const denied = (asked: AskedFor): Answer =>
    back(asked, {
      error: 'access_denied',
      error_description: 'The user has denied your application access.',
      error_uri: 'https://docs.github.com/apps/oauth-apps/troubleshooting-authorization-request-errors',
    });

  const authorize = ({ query }: SeenRequest): Answer => {
    const asked = {
      redirectUri: query.get('redirect_uri') ?? '',
      scope: query.get('scope') ?? '',
      state: query.get('state'),
      nonce: null,
      challenge: query.get('code_challenge'),
    };
    if (query.get('client_id') !== CLIENT.clientId) return complaintPage('GitHub', 'Not Found');
    if (!mayReturnTo(asked.redirectUri, options.redirectUris ?? []))
      return complaintPage('GitHub', 'The redirect_uri is not associated with this application.');
    if (asked.challenge !== null && query.get('code_challenge_method') !== 'S256')
      return complaintPage('GitHub', 'Only the code challenge method S256 is supported.');
    if (fault === 'access-denied') return denied(asked);
    const choices = people.map(({ id, login, name }) => ({
      id: String(id),
      label: name === null ? login : `${name} (${login})`,
    }));
    return choosePage('GitHub', AUTHORIZE, authorizations.ask(asked), choices);
  };

  const chosen = ({ form }: SeenRequest): Answer => {
    const asked = authorizations.asked(form.get('ticket') ?? '');
    if (asked === null) return complaintPage('GitHub', 'This page is too old.');
    if (form.get('answer') !== 'yes') return denied(asked);
    const person = people.find(({ id }) => String(id) === form.get('person'));
    if (person === undefined) return complaintPage('GitHub', 'Nobody was chosen.');
    return back(asked, { code: authorizations.grant(asked, person) });
  };

  const token = (seen: SeenRequest): Answer => {
    if (fault === 'token-500') return { status: 500, body: 'Unicorn!' };
    if (fault === 'token-hang') return 'hang';
    if (fault === 'token-garbage') return 'garbage';
    if (fault === 'token-oversized') return 'oversized';
    if (fault === 'token-empty') return inAskedForm(seen, {});
    const client = clientOf(seen);
    if (client.id !== CLIENT.clientId || client.secret !== CLIENT.clientSecret)
      return failure(
        seen,
        'incorrect_client_credentials',
        'The client_id and/or client_secret are incorrect.',
      );
    const granted = authorizations.redeem(seen.form);
    if (granted === 'wrong-redirect')
      return failure(
        seen,
        'redirect_uri_mismatch',
        'The redirect_uri MUST match the registered callback URL.',
      );
    if (typeof granted === 'string' || fault === 'token-refused')
      return failure(seen, 'bad_verification_code', 'The code passed is incorrect or expired.');
    const scopes = fault === 'fewer-scopes' ? ['read:user'] : granted.scope.split(/[ ,]+/);
    const accessToken = authorizations.issue('gho_', { ...granted, scope: scopes.join(' ') });
    return inAskedForm(seen, { access_token: accessToken, scope: scopes.join(','), token_type: 'bearer' });
  };

  /** The interface of programs wants to know who asks, and for whom. */
  const forBearer = (answer: (granted: Granted<GitHubPerson>) => Answer) => (seen: SeenRequest) => {
    if (seen.headers['user-agent'] === undefined)
      return { status: 403, body: 'Request forbidden by administrative rules.' };
    const granted = authorizations.bearer(seen);
    return granted === null ? json(401, { message: 'Bad credentials' }) : answer(granted);
  };

  const user = ({ person: { id, login, name, email } }: Granted<GitHubPerson>): Answer => {
    if (fault === 'user-500') return { status: 500, body: 'Unicorn!' };
    if (fault === 'user-hang') return 'hang';
    if (fault === 'user-garbage') return 'garbage';
    if (fault === 'user-rate-limited')
      return json(403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0' });
    const known = { login, name, email, type: 'User', node_id: `U_${id}` };
    return json(200, fault === 'user-without-id' ? known : { ...known, id });
  };

  const emails = ({ person, scope }: Granted<GitHubPerson>): Answer => {
    if (fault === 'emails-500') return { status: 500, body: 'Unicorn!' };
    if (!scope.split(' ').includes('user:email')) return json(404, { message: 'Not Found' });
    const seen = person.emails.map((each) => ({
      ...each,
      primary: each.primary && fault !== 'emails-no-primary',
      verified: each.verified && fault !== 'emails-unverified',
      visibility: each.primary ? 'private' : null,
    }));
    return json(200, fault === 'emails-none' ? [] : seen);
  };

  const wire = await startWire(
    (): Routes => ({
      [`GET ${AUTHORIZE}`]: authorize,
      [`POST ${AUTHORIZE}`]: chosen,
      [`POST ${TOKEN}`]: token,
      'GET /user': forBearer(user),
      'GET /user/emails': forBearer(emails),
    }),
  );

  return {
    urls: {
      authorize: `${wire.origin}${AUTHORIZE}`,
      token: `${wire.origin}${TOKEN}`,
      user: `${wire.origin}/user`,
      emails: `${wire.origin}/user/emails`,
    },
    ...CLIENT,
    people,
    fault(name) {
      fault = name;
    },
    requests: wire.requests,
    approve: (url, id) => answerPage(url, String(id)),
    deny: (url) => answerPage(url, null),
    stop: wire.stop,
  };
}

/** Form-encoded, unless JSON was asked for by name. */
function inAskedForm(seen: SeenRequest, fields: Readonly<Record<string, string>>): Answer {
  if (String(seen.headers.accept ?? '').includes('application/json')) return json(200, fields);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(fields).toString(),
  };
}

function failure(seen: SeenRequest, error: string, description: string): Answer {
  return inAskedForm(seen, { error, error_description: description });
}
