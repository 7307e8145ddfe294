import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock, Ids, Log, Random } from '../../shared/kernel/index.ts';
import { isOwnUser } from '../platform/peer-user.ts';
import {
  type AccountPictureRoutes,
  type AccountPictureSource,
  createAccountPictureRoutes,
} from './account-picture-routes.ts';
import { type ByteSource, serveBytes } from './byte-routes.ts';
import { type ContractSocket, createContractSocket } from './contract-socket.ts';
import { createDocumentRoutes, type DocumentRoutes, type DocumentSource } from './document-routes.ts';
import { createFrameRoutes, type FrameRoutes, type FrameSource } from './frame-routes.ts';
import { decideRequest } from './gate.ts';
import { COMMON_HEADERS } from './headers.ts';
import { redeemLaunch, serveLaunchPage } from './launch.ts';
import { serveBuilt, servePage } from './page.ts';
import type { DesktopRouter } from './router.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createUploads, type Uploads, type UploadTarget } from './uploads.ts';

export interface ServerOptions {
  readonly installId: string;
  /** The port to take when it is free; null or a taken one lets the system choose. */
  readonly port: number | null;
  /** A port asked for by name must be had: a taken one is an error, not another port. */
  readonly portRequired: boolean;
  readonly windowFolder: string;
  readonly theme: () => string;
  readonly bytes: ByteSource;
  readonly uploads: UploadTarget;
  readonly documents: DocumentSource;
  readonly frames: FrameSource;
  readonly accountPicture: AccountPictureSource;
  readonly router: DesktopRouter;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly log: Log;
}

export interface LoopbackServer {
  readonly port: number;
  readonly origin: string;
  readonly sessions: Sessions;
  /** An address that opens the studio once. */
  launchUrl(): string;
  /** Whether a window ever opened the contract. */
  hadWindow(): boolean;
  close(): Promise<void>;
}

/** A window has six at a time; a few windows and their sockets stay far below. */
const CONNECTIONS_MAX = 256;

/** As long as the largest file takes from a slow disk; headers have ten seconds. */
const REQUEST_MS = 120_000;

export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`port ${port} is in use`);
    this.port = port;
  }
}

/** The one server behind both shells: the page, the bytes, and the contract on one WebSocket. */
export async function startServer(options: ServerOptions): Promise<LoopbackServer> {
  const sessions = createSessions(options.installId, options.clock, options.random);
  const socket = createContractSocket(options.router, options.log);
  const server = createServer();
  const port = await listen(server, options.port, options.portRequired);
  const own = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` };
  const uploads = await createUploads(options.uploads, options.ids, options.log);
  const documents = createDocumentRoutes(options.documents, options.log);
  const frames = createFrameRoutes(options.frames, options.log);
  const accountPicture = createAccountPictureRoutes(options.accountPicture);
  const state = { options, sessions, socket, uploads, documents, frames, accountPicture, own, port };
  server.on('request', (request, response) => {
    void answer(state, request, response).catch((error: unknown) => {
      options.log.error('server.request-failed', {
        error: error instanceof Error ? error.message : 'unknown',
      });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, stream, head) => {
    // A client that resets the connection is no reason to die: without a listener the error would be uncaught.
    stream.on('error', () => stream.destroy());
    const verdict = decideRequest(factsOf(request, sessions, true), own);
    if (verdict.kind === 'stop' || pathOf(request) !== '/contract') {
      const status = verdict.kind === 'stop' ? verdict.status : 404;
      stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    socket.accept(request, stream as Socket, head);
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.headersTimeout = 10_000;
  server.requestTimeout = REQUEST_MS;
  server.on('clientError', (_error, stream) => stream.destroy());
  return {
    port,
    origin: own.origin,
    sessions,
    launchUrl: () => `${own.origin}/launch#${sessions.mintLaunch()}`,
    hadWindow: () => socket.hadOne(),
    async close() {
      socket.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface ServerState {
  readonly options: ServerOptions;
  readonly sessions: Sessions;
  readonly socket: ContractSocket;
  readonly uploads: Uploads;
  readonly documents: DocumentRoutes;
  readonly frames: FrameRoutes;
  readonly accountPicture: AccountPictureRoutes;
  readonly own: { readonly host: string; readonly origin: string };
  readonly port: number;
}

async function answer(state: ServerState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { options, sessions, own } = state;
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
  const path = pathOf(request);
  const verdict = decideRequest(factsOf(request, sessions, false), own);
  if (verdict.kind === 'stop') {
    const type = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
    response.writeHead(verdict.status, type).end(`${verdict.reason}\n`);
    return;
  }
  if (path === '/launch') {
    if (request.method === 'POST')
      await redeemLaunch(request, response, sessions, () => isOwnUser(request.socket.remotePort, state.port));
    else serveLaunchPage(response);
    return;
  }
  if (await state.documents.serve(request, response, path)) return;
  if (await state.frames.serve(request, response, path)) return;
  if (await state.accountPicture.serve(request, response, path)) return;
  if (request.method === 'PUT') {
    await state.uploads.serve(request, response);
    return;
  }
  if (path === '/' || path === '/index.html') {
    const nonce = Buffer.from(options.random.bytes(16)).toString('base64url');
    await servePage(response, options.windowFolder, { nonce, theme: options.theme() });
    return;
  }
  if (await serveBytes(request, response, path, options.bytes)) return;
  if (await serveBuilt(response, options.windowFolder, path)) return;
  response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function factsOf(request: IncomingMessage, sessions: Sessions, upgrade: boolean) {
  const { headers } = request;
  const fetchSite = headers['sec-fetch-site'];
  return {
    method: request.method ?? 'GET',
    path: pathOf(request),
    host: headers.host,
    origin: headers.origin,
    fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    upgrade,
    hasSession: sessions.holds(headers.cookie),
  };
}

async function listen(server: Server, wanted: number | null, required: boolean): Promise<number> {
  const attempt = (port: number): Promise<number | 'taken'> =>
    new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        server.off('listening', done);
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken');
        else reject(error);
      };
      const done = (): void => {
        server.off('error', failed);
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      };
      server.once('error', failed);
      server.once('listening', done);
      server.listen({ host: '127.0.0.1', port, exclusive: true });
    });
  const first = await attempt(wanted ?? 0);
  if (first !== 'taken') return first;
  if (required && wanted !== null) throw new PortTaken(wanted);
  const second = await attempt(0);
  if (second === 'taken') throw new PortTaken(0);
  return second;
}
