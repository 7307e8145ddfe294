import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import texts from '../../resources/locales/en/desktop.json' with { type: 'json' };
import type { Sessions } from './sessions.ts';

/**
 * The door. The token stands in the fragment, which no server log, Referer or history sync of the address
 * carries; this page posts it, gets the cookie, and goes on to the studio from our own origin, so that the
 * strict cookie is sent.
 */
const SCRIPT = `
const token = location.hash.slice(1);
history.replaceState(null, '', '/launch');
fetch('/launch', { method: 'POST', body: token }).then((answer) => {
  if (answer.ok) location.replace('/');
  else document.getElementById('used').hidden = false;
});
`;

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gesso</title>
<meta name="color-scheme" content="dark light"></head><body>
<p id="used" hidden>${texts.launch.used}</p>
<script>${SCRIPT}</script></body></html>`;

const TOKEN_MAX_BYTES = 128;

export function serveLaunchPage(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; connect-src 'self'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
    'Cache-Control': 'no-store',
  });
  response.end(PAGE);
}

/**
 * Turns a launch token into a session cookie. `mayLaunch` says whether the caller is this user; it is asked only for a
 * right token, because finding out reads the system's table of connections.
 */
export async function redeemLaunch(
  request: IncomingMessage,
  response: ServerResponse,
  sessions: Sessions,
  mayLaunch: () => boolean,
): Promise<void> {
  const token = await readText(request, TOKEN_MAX_BYTES);
  const session = token !== null && sessions.knows(token) && mayLaunch() ? sessions.redeem(token) : null;
  if (session === null) {
    response.writeHead(403, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  response.writeHead(204, {
    'Set-Cookie': `${sessions.cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
    'Cache-Control': 'no-store',
  });
  response.end();
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > maxBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
