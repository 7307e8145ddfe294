import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import {
  type AskedFor,
  answerPage,
  clientOf,
  createAuthorizations,
  type Granted,
  mayReturnTo,
} from './authorizations.ts';
import { choosePage, complaintPage } from './page.ts';
import { type Answer, json, type Routes, redirect, type SeenRequest, startWire } from './wire.ts';

export interface GooglePerson {
  /** The key; an address may move to somebody else. */
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

export const GOOGLE_FAULTS = [
  'discovery-500',
  'discovery-hang',
  'keys-500',
  'access-denied',
  'wrong-state',
  /** The answer says it comes from another issuer. */
  'mixed-up-issuer',
  'token-500',
  'token-hang',
  'token-garbage',
  'token-oversized',
  'token-refused',
  'no-id-token',
  'email-unverified',
  'no-email',
  'wrong-nonce',
  'no-nonce',
  'wrong-issuer',
  'wrong-audience',
  'expired-id-token',
  'none-algorithm',
  /** Signed by a key that is not among the published ones, under the name of one that is. */
  'foreign-key',
  'userinfo-500',
  'userinfo-other-sub',
] as const;
export type GoogleFault = (typeof GOOGLE_FAULTS)[number];

export interface ProviderOptions<Person> {
  readonly people?: readonly Person[];
  /** Where people may be sent back to; none named allows any address on loopback. */
  readonly redirectUris?: readonly string[];
}

export interface GoogleDouble {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who can be chosen; a test may add to it. */
  readonly people: GooglePerson[];
  fault(name: GoogleFault | null): void;
  readonly requests: readonly SeenRequest[];
  /** What a person does in the browser, without one. Resolves to where they are sent back. */
  approve(authorizeUrl: string, sub: string): Promise<URL>;
  deny(authorizeUrl: string): Promise<URL>;
  stop(): Promise<void>;
}

const CLIENT = { clientId: '4711-gesso.apps.example.test', clientSecret: 'GOCSPX-double-secret' };
const KEY_ID = 'double-1';
const ID_TOKEN_S = 3600;
const PAGE = '/o/oauth2/v2/auth';

const PEOPLE: readonly GooglePerson[] = [
  { sub: '108000000000000000001', name: 'Ines Albrecht', email: 'ines@example.test', emailVerified: true },
  { sub: '108000000000000000002', name: 'Tomas Berg', email: 'tomas@example.test', emailVerified: true },
];

/** Speaks Google's OpenID Connect on loopback: discovery, a page to choose a person, tokens, keys, userinfo. */
export async function startGoogle(options: ProviderOptions<GooglePerson> = {}): Promise<GoogleDouble> {
  const people = [...(options.people ?? PEOPLE)];
  const authorizations = createAuthorizations<GooglePerson>();
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const publicKey = { ...(await exportJWK(own.publicKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' };
  let fault: GoogleFault | null = null;

  const back = (asked: AskedFor, parameters: Readonly<Record<string, string>>): Answer =>
    redirect(asked.redirectUri, {
      ...parameters,
      state: fault === 'wrong-state' ? 'not-yours' : asked.state,
      iss: fault === 'mixed-up-issuer' ? 'https://accounts.example.test' : null,
    });

  const authorize = ({ query }: SeenRequest): Answer => {
    const asked = {
      redirectUri: query.get('redirect_uri') ?? '',
      scope: query.get('scope') ?? '',
      state: query.get('state'),
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge'),
    };
    if (query.get('client_id') !== CLIENT.clientId) return complaintPage('Google', 'invalid_client');
    if (!mayReturnTo(asked.redirectUri, options.redirectUris ?? []))
      return complaintPage('Google', 'redirect_uri_mismatch');
    if (query.get('response_type') !== 'code') return back(asked, { error: 'unsupported_response_type' });
    if (asked.scope === '') return back(asked, { error: 'invalid_scope' });
    if (asked.challenge !== null && query.get('code_challenge_method') !== 'S256')
      return back(asked, { error: 'invalid_request' });
    if (fault === 'access-denied') return back(asked, { error: 'access_denied' });
    const choices = people.map(({ sub, name, email }) => ({ id: sub, label: `${name} (${email})` }));
    return choosePage('Google', PAGE, authorizations.ask(asked), choices);
  };

  const chosen = ({ form }: SeenRequest): Answer => {
    const asked = authorizations.asked(form.get('ticket') ?? '');
    if (asked === null) return complaintPage('Google', 'This page is too old.');
    if (form.get('answer') !== 'yes') return back(asked, { error: 'access_denied' });
    const person = people.find(({ sub }) => sub === form.get('person'));
    if (person === undefined) return complaintPage('Google', 'Nobody was chosen.');
    return back(asked, { code: authorizations.grant(asked, person), scope: asked.scope });
  };

  const idToken = async (issuer: string, { person, nonce }: Granted<GooglePerson>, accessToken: string) => {
    const nowS = Math.floor(Date.now() / 1000);
    const issuedS = fault === 'expired-id-token' ? nowS - 2 * ID_TOKEN_S : nowS;
    const claims = {
      iss: fault === 'wrong-issuer' ? 'https://accounts.example.test' : issuer,
      aud: fault === 'wrong-audience' ? 'somebody-else' : CLIENT.clientId,
      azp: CLIENT.clientId,
      sub: person.sub,
      ...(fault === 'no-email'
        ? {}
        : { email: person.email, email_verified: fault !== 'email-unverified' && person.emailVerified }),
      name: person.name,
      at_hash: halfHash(accessToken),
      ...(nonce === null || fault === 'no-nonce'
        ? {}
        : { nonce: fault === 'wrong-nonce' ? `not-${nonce}` : nonce }),
      iat: issuedS,
      exp: issuedS + ID_TOKEN_S,
    };
    if (fault === 'none-algorithm') return new UnsecuredJWT(claims).encode();
    const key = fault === 'foreign-key' ? foreign.privateKey : own.privateKey;
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' }).sign(key);
  };

  const token = async (issuer: string, seen: SeenRequest): Promise<Answer> => {
    if (fault === 'token-500') return json(500, { error: 'internal_failure' });
    if (fault === 'token-hang') return 'hang';
    if (fault === 'token-garbage') return 'garbage';
    if (fault === 'token-oversized') return 'oversized';
    const client = clientOf(seen);
    if (client.id !== CLIENT.clientId || client.secret !== CLIENT.clientSecret)
      return json(401, { error: 'invalid_client', error_description: 'Unauthorized' });
    if (seen.form.get('grant_type') !== 'authorization_code')
      return json(400, { error: 'unsupported_grant_type', error_description: 'Invalid grant_type' });
    const granted = authorizations.redeem(seen.form);
    if (typeof granted === 'string' || fault === 'token-refused')
      return json(400, { error: 'invalid_grant', error_description: 'Bad Request' });
    const accessToken = authorizations.issue('ya29.', granted);
    const wantsId = granted.scope.split(' ').includes('openid') && fault !== 'no-id-token';
    return json(200, {
      access_token: accessToken,
      expires_in: ID_TOKEN_S - 1,
      scope: granted.scope,
      token_type: 'Bearer',
      ...(wantsId ? { id_token: await idToken(issuer, granted, accessToken) } : {}),
    });
  };

  const userinfo = (seen: SeenRequest): Answer => {
    if (fault === 'userinfo-500') return json(500, { error: 'internal_failure' });
    const granted = authorizations.bearer(seen);
    if (granted === null) return json(401, { error: 'invalid_request' });
    const { sub, name, email, emailVerified } = granted.person;
    return json(200, {
      sub: fault === 'userinfo-other-sub' ? '108000000000000009999' : sub,
      name,
      email,
      email_verified: fault !== 'email-unverified' && emailVerified,
    });
  };

  const wire = await startWire(
    (issuer): Routes => ({
      'GET /.well-known/openid-configuration': () =>
        fault === 'discovery-hang'
          ? 'hang'
          : fault === 'discovery-500'
            ? json(500, {})
            : json(200, discovery(issuer)),
      [`GET ${PAGE}`]: authorize,
      [`POST ${PAGE}`]: chosen,
      'POST /token': (seen) => token(issuer, seen),
      'GET /oauth2/v3/certs': () => (fault === 'keys-500' ? json(500, {}) : json(200, { keys: [publicKey] })),
      'GET /v1/userinfo': userinfo,
    }),
  );

  return {
    issuer: wire.origin,
    ...CLIENT,
    people,
    fault(name) {
      fault = name;
    },
    requests: wire.requests,
    approve: answerPage,
    deny: (url) => answerPage(url, null),
    stop: wire.stop,
  };
}

/** @source OpenID Connect Discovery 1.0 section 3; what the real document adds to it is left out */
function discovery(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}${PAGE}`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/v1/userinfo`,
    jwks_uri: `${issuer}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'sub'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
  };
}

/** @source OpenID Connect Core 1.0 section 3.1.3.6 */
function halfHash(token: string): string {
  return createHash('sha256').update(token, 'ascii').digest().subarray(0, 16).toString('base64url');
}
