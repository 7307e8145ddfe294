/** What of a request decides whether it is ours. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly upgrade: boolean;
  readonly hasSession: boolean;
}

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'stop'; readonly status: 401 | 403 | 405 | 421; readonly reason: string };

const PASS: Verdict = { kind: 'pass' };

/** Paths a browser without a session may fetch: the door itself. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/launch']);

/** Where our own page sends bytes to: pictures of the person's, what a run takes of a document, and what it keeps of one. */
const UPLOAD_PATH =
  /^\/(imports|frames|account-picture|documents\/[0-9a-f-]{36}\/(journal|base|file|flattened|layered))$/;

/**
 * Who may talk to the loopback server. A page on the web can make a browser send requests here (DNS rebinding,
 * forms, WebSockets), and so can another program's page on another port, which SameSite cookies do not tell
 * apart: hence Host, Origin, Sec-Fetch-Site and the session, each on its own.
 */
export function decideRequest(
  facts: RequestFacts,
  own: { readonly host: string; readonly origin: string },
): Verdict {
  if (facts.host !== own.host) return stop(421, 'wrong host');
  if (facts.origin !== undefined && facts.origin !== own.origin) return stop(403, 'foreign origin');
  if (facts.upgrade) {
    if (facts.origin === undefined) return stop(403, 'no origin');
    return facts.hasSession ? PASS : stop(401, 'no session');
  }
  const launching = OPEN_PATHS.has(facts.path);
  if (facts.method === 'POST' && launching) return facts.origin === undefined ? stop(403, 'no origin') : PASS;
  // Bytes come in from our own page alone: a program or a form elsewhere sends no Origin, or another.
  if (facts.method === 'PUT' && UPLOAD_PATH.test(facts.path)) {
    if (facts.origin === undefined) return stop(403, 'no origin');
    return facts.hasSession ? PASS : stop(401, 'no session');
  }
  if (facts.method !== 'GET' && facts.method !== 'HEAD') return stop(405, 'method');
  if (launching) return PASS;
  // `none` is the person typing the address; absent is an old browser, which still needs the session.
  if (facts.fetchSite !== undefined && facts.fetchSite !== 'same-origin' && facts.fetchSite !== 'none') {
    return stop(403, 'cross-site');
  }
  return facts.hasSession ? PASS : stop(401, 'no session');
}

function stop(status: 401 | 403 | 405 | 421, reason: string): Verdict {
  return { kind: 'stop', status, reason };
}
