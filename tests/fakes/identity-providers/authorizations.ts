import { createHash, randomBytes } from 'node:crypto';
import type { SeenRequest } from './wire.ts';

/** What a client asked for when it sent the person here. */
export interface AskedFor {
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | null;
  readonly nonce: string | null;
  /** S256. */
  readonly challenge: string | null;
}

export interface Granted<Person> extends AskedFor {
  readonly person: Person;
}

/** Codes that were handed out: good once and for ten minutes. */
const CODE_MS = 10 * 60 * 1000;

export type Redeemed<Person> = Granted<Person> | 'unknown-code' | 'wrong-redirect' | 'wrong-verifier';

/** Remembers who is at which step: asking, holding a code, holding a token. */
export function createAuthorizations<Person>() {
  const asking = new Map<string, AskedFor>();
  const codes = new Map<string, { readonly granted: Granted<Person>; readonly untilMs: number }>();
  const tokens = new Map<string, Granted<Person>>();
  const secret = (): string => randomBytes(24).toString('base64url');

  return {
    /** @returns the ticket that the page's form brings back */
    ask(asked: AskedFor): string {
      const ticket = secret();
      asking.set(ticket, asked);
      return ticket;
    },
    asked: (ticket: string): AskedFor | null => asking.get(ticket) ?? null,
    grant(asked: AskedFor, person: Person): string {
      const code = secret();
      codes.set(code, { granted: { ...asked, person }, untilMs: Date.now() + CODE_MS });
      return code;
    },
    redeem(form: URLSearchParams): Redeemed<Person> {
      const code = form.get('code') ?? '';
      const held = codes.get(code);
      // Whoever comes second, or with anything wrong, finds it spent.
      codes.delete(code);
      if (held === undefined || held.untilMs < Date.now()) return 'unknown-code';
      const { granted } = held;
      const redirectUri = form.get('redirect_uri');
      if (redirectUri !== null && redirectUri !== granted.redirectUri) return 'wrong-redirect';
      const verifier = form.get('code_verifier');
      if (granted.challenge !== null || verifier !== null) {
        const proof = createHash('sha256')
          .update(verifier ?? '')
          .digest('base64url');
        if (granted.challenge !== proof) return 'wrong-verifier';
      }
      return granted;
    },
    issue(prefix: string, granted: Granted<Person>): string {
      const token = prefix + secret();
      tokens.set(token, granted);
      return token;
    },
    bearer(seen: SeenRequest): Granted<Person> | null {
      const header = String(seen.headers.authorization ?? '');
      const token = /^(?:bearer|token) (.+)$/i.exec(header)?.[1];
      return token === undefined ? null : (tokens.get(token) ?? null);
    },
  };
}

/** Either way a client may show its secret. @source RFC 6749 section 2.3.1 */
export function clientOf(seen: SeenRequest): { readonly id: string; readonly secret: string } {
  const basic = /^basic (.+)$/i.exec(String(seen.headers.authorization ?? ''))?.[1];
  if (basic === undefined)
    return { id: seen.form.get('client_id') ?? '', secret: seen.form.get('client_secret') ?? '' };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

/** Whether the client may send people back there: one of its addresses, or any on loopback while it names none. */
export function mayReturnTo(redirectUri: string, registered: readonly string[]): boolean {
  if (!URL.canParse(redirectUri)) return false;
  if (registered.length > 0) return registered.includes(redirectUri);
  const { protocol, hostname, hash } = new URL(redirectUri);
  return protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname) && hash === '';
}

/**
 * What the page does in a browser, for tests without one: picks somebody, or nobody.
 * @returns where the browser is sent back to
 */
export async function answerPage(authorizeUrl: string, person: string | null): Promise<URL> {
  const shown = await fetch(authorizeUrl, { redirect: 'manual' });
  const elsewhere = shown.headers.get('location');
  if (elsewhere !== null) return new URL(elsewhere);
  const text = await shown.text();
  const ticket = /name="ticket" value="([^"]+)"/.exec(text)?.[1];
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1];
  if (ticket === undefined || action === undefined) throw new Error(`there is nobody to choose: ${text}`);
  const body = new URLSearchParams({ ticket, person: person ?? '', answer: person === null ? 'no' : 'yes' });
  const answered = await fetch(new URL(action, authorizeUrl), { method: 'POST', body, redirect: 'manual' });
  const location = answered.headers.get('location');
  if (location === null) throw new Error(`not sent back: ${answered.status} ${await answered.text()}`);
  return new URL(location);
}
