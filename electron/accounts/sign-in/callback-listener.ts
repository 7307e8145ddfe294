import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isOwnUser } from '../../platform/peer-user.ts';

/** The browser, back from the sign-in page. It waits until it is sent on. */
export interface CameBack {
  readonly url: URL;
  sendOn(to: string): void;
}

export interface CallbackListener {
  /** What the sign-in page sends the browser back to. */
  readonly redirectUri: string;
  /** The first request with the right state. It never rejects; after `close` it never resolves. */
  readonly came: Promise<CameBack>;
  /** Whoever comes too late is sent there from now on. */
  dismiss(to: string): void;
  close(): void;
}

const CONNECTIONS_MAX = 16;
const HEADERS_MS = 10_000;
const ADDRESS_MAX_CHARS = 8_000;

/** The code must not travel on with the next request, nor lie in a cache. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  Connection: 'close',
};

/**
 * The loopback end of a sign-in (RFC 8252, 7.3): a port of its own on this computer alone, for one request. What has not the
 * state of this sign-in, or is no page that the browser opens, is refused and changes nothing: the wait goes on.
 */
export async function openCallbackListener(state: string): Promise<CallbackListener> {
  const { promise: came, resolve } = Promise.withResolvers<CameBack>();
  const server = createServer({ maxHeaderSize: 16_384 });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      server.off('error', failed);
      done();
    });
  });
  const port = portOf(server.address());
  const host = `127.0.0.1:${port}`;
  const redirectUri = `http://${host}/callback`;
  let used = false;
  let late: string | null = null;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = callbackOf(request, host);
    // Who reads the address of the sign-in page from the process list could sign this desktop in to an account of theirs.
    const isOurs = isOwnUser(request.socket.remotePort, port);
    if (url === null || !isOurs || !isState(url, state)) {
      refuse(response, url === null ? 404 : 403);
      return;
    }
    if (late !== null) {
      sendOn(response, late);
      return;
    }
    if (used) {
      refuse(response, 409);
      return;
    }
    used = true;
    resolve({ url, sendOn: (to) => sendOn(response, to) });
  };

  server.on('request', answer);
  server.on('error', () => undefined);
  server.on('clientError', (_error, stream) => stream.destroy());
  server.maxConnections = CONNECTIONS_MAX;
  server.headersTimeout = HEADERS_MS;
  return {
    redirectUri,
    came,
    dismiss(to) {
      late = to;
    },
    close() {
      // What is being answered is answered; nothing new is taken.
      server.close();
      server.closeIdleConnections();
    },
  };
}

/** The address that was asked for, when it is a page the browser was sent to; null for everything else. */
function callbackOf(request: IncomingMessage, host: string): URL | null {
  const { method, headers, url = '' } = request;
  if (method !== 'GET' || headers.host !== host || url.length > ADDRESS_MAX_CHARS) return null;
  // A picture, a script or a frame of some page is none; a browser that says nothing of itself is an old one.
  const mode = headers['sec-fetch-mode'];
  const destination = headers['sec-fetch-dest'];
  if (
    (mode !== undefined && mode !== 'navigate') ||
    (destination !== undefined && destination !== 'document')
  )
    return null;
  if (!/^\/callback\?/.test(url)) return null;
  return new URL(url, `http://${host}`);
}

/** Exactly one state, and this one. */
function isState(url: URL, state: string): boolean {
  const given = url.searchParams.getAll('state');
  return given.length === 1 && given[0] === state;
}

function sendOn(response: ServerResponse, to: string): void {
  if (!response.headersSent) response.writeHead(302, { ...HEADERS, Location: to }).end();
}

function refuse(response: ServerResponse, status: 403 | 404 | 409): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('This address takes one sign-in, and this is not it.\n');
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return address.port;
}
