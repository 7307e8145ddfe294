import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Deps } from '../../shared/kernel/index.ts';
import { withTrace } from '../platform/trace.ts';
import type { Env } from './app.ts';
import { bodyBytes, type GateParts, mayBeLarge, passGate, pathOf } from './gate.ts';
import { OWN_PAGE_POLICY, setCommonHeaders } from './headers.ts';

export interface ServeParts extends GateParts {
  readonly app: Hono<Env>;
  readonly oauth: RequestListener;
  readonly host: string;
  readonly port: number;
  readonly deps: Deps;
}

export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`port ${port} is taken`);
    this.port = port;
  }
}

/** The address to listen on is none of this computer's. */
export class HostUnknown extends Error {
  constructor(host: string) {
    super(`${host} is no address of this computer`);
  }
}

export interface Served {
  readonly port: number;
  /** Takes no new requests, and waits for those that run, within a bound. */
  stop(): Promise<void>;
}

/** Whoever sends headers slower than this is cut off: a waiting socket costs as much as a working one. */
const HEADERS_MS = 10_000;
/** How often the server looks for those. */
const LOOK_MS = 5_000;
/** For a body that is a form or JSON. */
const BODY_MS = 15_000;
/** Long enough for a whole upload. */
const REQUEST_MS = 9 * 60_000;
/** For nothing going either way in the middle of a request or an answer. */
const SILENCE_MS = 120_000;
const IDLE_MS = 20_000;
const CONNECTIONS_MAX = 5_000;
const STOP_MS = 10_000;

export async function serve(parts: ServeParts): Promise<Served> {
  const gate = passGate(parts);
  const hono = getRequestListener(parts.app.fetch, { overrideGlobalObjects: false });
  const https = parts.publicUrl.protocol === 'https:';
  const running = new Set<ServerResponse>();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    running.add(response);
    response.once('close', () => running.delete(response));
    if (!server.listening) response.shouldKeepAlive = false;
    if (!gate(request, response)) return;
    if (!mayBeLarge(request)) waitForBody(request, parts.deps);
    const traceId = parts.deps.ids.uuid();
    response.setHeader('X-Trace-Id', traceId);
    withTrace(traceId, () => {
      const path = pathOf(request);
      if (path === METADATA_ALIAS) request.url = METADATA;
      const oauth = isOAuth(path);
      if (oauth) setCommonHeaders(response, OWN_PAGE_POLICY, https);
      void (oauth ? parts.oauth : hono)(request, response);
    });
  };
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: LOOK_MS },
    answer,
  );
  server.maxConnections = CONNECTIONS_MAX;
  server.keepAliveTimeout = IDLE_MS;
  server.timeout = SILENCE_MS;
  await listen(server, parts.host, parts.port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : parts.port,
    stop: () => stop(server, running, parts.deps),
  };
}

/** A small body comes with its headers or a moment later; a letter a minute would hold the socket for nothing. */
function waitForBody(request: IncomingMessage, { clock }: Deps): void {
  if (bodyBytes(request) === 0) return;
  const through = new AbortController();
  request.once('end', () => through.abort()).once('close', () => through.abort());
  clock.sleep(BODY_MS, through.signal).then(
    () => {
      if (!request.complete) request.destroy();
    },
    () => undefined,
  );
}

const METADATA = '/.well-known/openid-configuration';
/** The same document under the name that RFC 8414 gives it. */
const METADATA_ALIAS = '/.well-known/oauth-authorization-server';

function isOAuth(path: string): boolean {
  return path.startsWith('/oauth/') || path === METADATA || path === METADATA_ALIAS;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : null;
      if (code === 'EADDRINUSE') reject(new PortTaken(port));
      else reject(code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? new HostUnknown(host) : error);
    });
    server.listen(port, host, () => resolve());
  });
}

async function stop(server: Server, running: ReadonlySet<ServerResponse>, { clock }: Deps): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Whoever is being answered would else keep the connection, and the stop would wait for them to do nothing.
  for (const response of running) response.shouldKeepAlive = false;
  server.closeIdleConnections();
  const late = new AbortController();
  await Promise.race([closed, clock.sleep(STOP_MS, late.signal).catch(() => undefined)]);
  late.abort();
  server.closeAllConnections();
}
