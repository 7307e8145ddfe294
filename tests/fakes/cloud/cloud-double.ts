import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Grants, openGrants } from './grants.ts';
import { type Answer, json, type Trouble } from './trouble.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
  readonly body: string;
  readonly authorization: string | null;
}

export interface CloudDouble {
  readonly issuer: string;
  readonly requests: readonly Asked[];
  readonly grants: Grants;
  /** What the discovery document says instead. */
  readonly metadata: Record<string, unknown>;
  /** What comes instead of the next answers at a path, one after the other. */
  next(path: string, ...troubles: readonly Trouble[]): void;
  /** What comes instead of every answer, until it is null again. */
  all(trouble: Trouble | null): void;
  /** What a person does in the browser: where it is sent back to. */
  approve(authorizeUrl: string, change?: Readonly<Record<string, string | null>>): URL;
  deny(authorizeUrl: string, description: string | null): URL;
  /** Its clock, against that of whoever made it. */
  ahead(ms: number): void;
  count(path: string): number;
  stop(): Promise<void>;
}

/**
 * The part of Gesso's cloud that a desktop signs in to, on loopback, with every bad day it may have. It speaks the wire; the
 * real one is met in tests/system.
 */
export async function startCloudDouble(now: () => number): Promise<CloudDouble> {
  const requests: Asked[] = [];
  const waiting = new Map<string, Trouble[]>();
  const metadata: Record<string, unknown> = {};
  let always: Trouble | null = null;
  let aheadMs = 0;
  const clock = (): number => now() + aheadMs;
  const grants = await openGrants(clock);

  const server = createServer((request, response) => {
    read(request)
      .then(async (asked) => {
        requests.push(asked);
        const trouble = waiting.get(asked.path)?.shift() ?? always;
        const instead = trouble === 'hang' || trouble === 'huge' || trouble instanceof Object;
        const answer = instead ? null : await route(asked);
        send(response, trouble ?? answer ?? 'hang', answer);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const route = async (asked: Asked): Promise<Answer> => {
    const { path, form } = asked;
    if (path === '/.well-known/openid-configuration')
      return json(200, { ...documentOf(issuer), ...metadata });
    if (path === '/oauth/token') return grants.token(issuer, form);
    if (path === '/oauth/revoke') return grants.revoke(form.get('token') ?? '');
    if (path === '/v1/info') return json(200, infoOf(issuer, clock()));
    return grants.call(asked);
  };

  return {
    issuer,
    requests,
    grants,
    metadata,
    next: (path, ...troubles) => void waiting.set(path, [...(waiting.get(path) ?? []), ...troubles]),
    all(trouble) {
      always = trouble;
    },
    approve(authorizeUrl, change = {}) {
      const asked = new URL(authorizeUrl).searchParams;
      const code = randomBytes(24).toString('base64url');
      grants.allow(code, asked);
      return backTo(asked, { code, state: asked.get('state'), iss: issuer, ...change });
    },
    deny(authorizeUrl, description) {
      const asked = new URL(authorizeUrl).searchParams;
      const { state } = Object.fromEntries(asked);
      return backTo(asked, {
        ...{ error: 'access_denied', error_description: description, iss: issuer },
        state: state ?? null,
      });
    },
    ahead(ms) {
      aheadMs = ms;
    },
    count: (path) => requests.filter((asked) => asked.path === path).length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function backTo(asked: URLSearchParams, parameters: Readonly<Record<string, string | null>>): URL {
  const url = new URL(asked.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) url.searchParams.set(name, value);
  return url;
}

function documentOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    jwks_uri: `${issuer}/oauth/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

function infoOf(issuer: string, nowMs: number) {
  return {
    name: 'A double',
    issuer,
    resource: `${issuer}/v1`,
    methods: ['email', 'google'],
    guests: true,
    terms: { version: '2026-11-01', inForceSinceMs: 1 },
    privacy: { version: '2026-11-02', inForceSinceMs: 1 },
    minimumAge: { general: 13, byCountry: { DE: 16 } },
    limits: { uploadBytes: 1, uploadPixels: 1, pictureBytes: 1 },
    nowMs,
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const body = Buffer.concat(parts).toString('latin1');
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return {
    method: request.method ?? '',
    path: new URL(request.url ?? '/', 'http://127.0.0.1').pathname,
    form: new URLSearchParams(isForm ? body : ''),
    body,
    authorization: request.headers.authorization ?? null,
  };
}

const HUGE_BYTES = 3_000_000;

function send(response: ServerResponse, trouble: Trouble | Answer, answer: Answer | null): void {
  if (trouble === 'hang') return;
  // What was asked for has happened; only the answer is lost.
  if (trouble === 'lose') {
    response.destroy();
    return;
  }
  if (trouble === 'huge') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(HUGE_BYTES)}"`);
    return;
  }
  if (trouble === 'cut') {
    const whole = answer?.body ?? '{"access_token":';
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length + 10 });
    response.write(whole.slice(0, 10), () => response.destroy());
    return;
  }
  response.writeHead(trouble.status, { ...trouble.headers }).end(trouble.body ?? '');
}
