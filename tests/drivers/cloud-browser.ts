import { createHash, randomBytes } from 'node:crypto';

/** What a test's desktop asks for, as a real one does. */
export interface Asking {
  readonly origin: string;
  readonly clientId: string;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly url: string;
}

let made = 0;

/** A client id of an install that nobody else is. */
export function newClientId(): string {
  made += 1;
  const tail = randomBytes(6).toString('hex');
  return `desktop-01a00000-0000-7000-8000-${tail.slice(0, 11)}${(made % 16).toString(16)}`;
}

/** An authorization request. What `change` names replaces a parameter; null leaves it out. */
export function askFor(
  origin: string,
  change: Readonly<Record<string, string | null>> = {},
  clientId = newClientId(),
): Asking {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const redirectUri = 'http://127.0.0.1:53123/callback';
  const params: Record<string, string | null> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid offline_access api',
    prompt: 'consent',
    resource: `${origin}/v1`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    nonce,
    device_name: 'Test desk',
    platform: 'linux',
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== null) query.set(name, value);
  return {
    origin,
    clientId,
    verifier,
    state,
    nonce,
    redirectUri: change.redirect_uri ?? redirectUri,
    url: `${origin}/oauth/authorize?${query}`,
  };
}

export interface Shown {
  readonly status: number;
  /** Where it is, or where it was led to outside of the service. */
  readonly url: string;
  readonly html: string;
}

/**
 * A browser that has cookies, follows redirects within the service and sends forms, and runs no scripts. It stops where it
 * is led to another origin: to a desktop's loopback address, or to somebody who says who is there.
 */
export class CloudBrowser {
  readonly #jar = new Map<string, { value: string; path: string }>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  get(url: string): Promise<Shown> {
    return this.#go(new URL(url, this.#origin), 'GET', null);
  }

  post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Shown> {
    return this.#go(new URL(path, this.#origin), 'POST', new URLSearchParams(fields));
  }

  cookies(): readonly string[] {
    return [...this.#jar.keys()];
  }

  /** Keeps the cookies of an answer that it did not ask for itself. */
  keep(setCookies: readonly string[]): void {
    for (const line of setCookies) this.#keep(line);
  }

  /** What it would send along to a path. */
  cookieFor(pathname: string): string {
    return [...this.#jar]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(`${path.replace(/\/$/, '')}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  async #go(start: URL, firstMethod: string, firstBody: URLSearchParams | null): Promise<Shown> {
    let url = start;
    let method = firstMethod;
    let body = firstBody;
    for (let steps = 0; steps < 12; steps++) {
      if (url.origin !== this.#origin) return { status: 0, url: url.href, html: '' };
      const cookie = this.cookieFor(url.pathname);
      const answer = await fetch(url, {
        method,
        redirect: 'manual',
        headers: { Accept: 'text/html', ...(cookie === '' ? {} : { Cookie: cookie }) },
        ...(body === null ? {} : { body }),
      });
      this.keep(answer.headers.getSetCookie());
      const to = answer.headers.get('Location');
      if (to === null) return { status: answer.status, url: url.href, html: await answer.text() };
      await answer.body?.cancel();
      url = new URL(to, url);
      method = 'GET';
      body = null;
    }
    throw new Error('led on without end');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    const gone = attributes.some((each) => /^expires=Thu, 01 Jan 1970/i.test(each));
    if (gone) this.#jar.delete(name);
    else this.#jar.set(name, { value: pair.slice(at + 1), path });
  }
}

/** The code in the newest letter to an address. */
export function codeFrom(letters: readonly { readonly subject: string }[]): string {
  const code = letters
    .map(({ subject }) => /\b\d{6}\b/.exec(subject)?.[0])
    .find((found) => found !== undefined);
  if (code === undefined) throw new Error('there is no letter with a code');
  return code;
}

export interface Mailed {
  readonly origin: string;
  mail(address: string): readonly { readonly subject: string }[];
}

/** Signs in by e-mailed code, making the account where there is none. Gives the address the desktop is sent. */
export async function signInByMail(
  cloud: Mailed,
  address: string,
  asking: Asking = askFor(cloud.origin),
): Promise<{ readonly asking: Asking; readonly back: URL }> {
  const browser = new CloudBrowser(cloud.origin);
  const first = await browser.get(asking.url);
  const at = new URL(first.url).pathname;
  await browser.post(`${at}/email`, { address });
  let shown = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
  if (shown.url.endsWith('/next') && shown.html.includes('name="country"')) {
    const field = (name: string): string =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(shown.html)?.[1] ?? '';
    shown = await browser.post(`${at}/agree`, {
      terms: field('terms'),
      privacy: field('privacy'),
      country: 'NZ',
      age: 'yes',
    });
  }
  return { asking, back: new URL(shown.url) };
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token?: string;
  readonly expires_in: number;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Tokens & { readonly error?: string };
  readonly headers: Headers;
}

/** A request at the token endpoint, with the fields as they are. */
export async function askTokens(
  origin: string,
  fields: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const answer = await fetch(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, body: JSON.parse(await answer.text()), headers: answer.headers };
}

export function redeem(asking: Asking, back: URL): Promise<TokenAnswer> {
  return askTokens(asking.origin, {
    grant_type: 'authorization_code',
    client_id: asking.clientId,
    code: back.searchParams.get('code') ?? '',
    redirect_uri: asking.redirectUri,
    code_verifier: asking.verifier,
    resource: `${asking.origin}/v1`,
  });
}

export function refresh(origin: string, clientId: string, refreshToken: string): Promise<TokenAnswer> {
  return askTokens(origin, {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
    resource: `${origin}/v1`,
  });
}

/** A signed-in desktop, from nothing. */
export async function signedInDesktop(
  cloud: Mailed,
  address: string,
  clientId = newClientId(),
): Promise<{ readonly clientId: string; readonly tokens: Tokens }> {
  const { asking, back } = await signInByMail(cloud, address, askFor(cloud.origin, {}, clientId));
  const answer = await redeem(asking, back);
  if (answer.status !== 200) throw new Error(`no tokens: ${JSON.stringify(answer.body)}`);
  return { clientId, tokens: answer.body };
}

export async function guestDesktop(
  origin: string,
  clientId = newClientId(),
): Promise<{ readonly clientId: string; readonly tokens: Tokens }> {
  const answer = await askTokens(origin, {
    grant_type: 'urn:gesso:params:oauth:grant-type:guest',
    client_id: clientId,
    resource: `${origin}/v1`,
    scope: 'openid offline_access api',
    device_name: 'Guest desk',
    platform: 'linux',
  });
  if (answer.status !== 200) throw new Error(`no guest: ${JSON.stringify(answer.body)}`);
  return { clientId, tokens: answer.body };
}

/** One call of the contract, by method and path below /v1. */
export async function call(
  origin: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const answer = await fetch(`${origin}/v1${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
}
