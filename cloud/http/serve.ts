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
import { type GateParts, passGate } from './gate.ts';

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

export interface Served {
  readonly port: number;
  /** Takes no new requests, and waits for those that run, within a bound. */
  stop(): Promise<void>;
}

/** Whoever sends headers slower than this is cut off: a waiting socket costs as much as a working one. */
const HEADERS_MS = 10_000;
/** Long enough for a whole upload; what is not one is small, and ends with its headers and a moment. */
const REQUEST_MS = 9 * 60_000;
const IDLE_MS = 20_000;
const CONNECTIONS_MAX = 5_000;
const STOP_MS = 10_000;

export async function serve(parts: ServeParts): Promise<Served> {
  const gate = passGate(parts);
  const hono = getRequestListener(parts.app.fetch, { overrideGlobalObjects: false });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (!gate(request, response)) return;
    const traceId = parts.deps.ids.uuid();
    response.setHeader('X-Trace-Id', traceId);
    withTrace(traceId, () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path === METADATA_ALIAS) request.url = METADATA;
      void (isOAuth(path) ? parts.oauth : hono)(request, response);
    });
  };
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, answer);
  server.maxConnections = CONNECTIONS_MAX;
  server.keepAliveTimeout = IDLE_MS;
  await listen(server, parts.host, parts.port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : parts.port,
    stop: () => stop(server, parts.deps),
  };
}

const METADATA = '/.well-known/openid-configuration';
/** The same document under the name that RFC 8414 gives it. */
const METADATA_ALIAS = '/.well-known/oauth-authorization-server';

function isOAuth(path: string): boolean {
  return path.startsWith('/oauth/') || path === METADATA || path === METADATA_ALIAS;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject('code' in error && error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
    );
    server.listen(port, host, () => resolve());
  });
}

async function stop(server: Server, { clock }: Deps): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = new AbortController();
  await Promise.race([closed, clock.sleep(STOP_MS, late.signal).catch(() => undefined)]);
  late.abort();
  server.closeAllConnections();
}
