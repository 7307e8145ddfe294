import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body, where it was a form; empty otherwise. */
  readonly form: URLSearchParams;
}

/** What goes back; a name stands for an answer that no program would give. */
export type Answer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | 'hang'
  | 'garbage'
  | 'oversized';

export type Routes = Readonly<Record<string, (seen: SeenRequest) => Answer | Promise<Answer>>>;

export interface Wire {
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  stop(): Promise<void>;
}

const MAX_FORM_BYTES = 64 * 1024;
const MAX_SEEN = 10_000;
/** Far above what a token or a person takes, and not enough to hurt the test that reads it all. */
const OVERSIZED_BYTES = 32 * 1024 * 1024;

/** A server on loopback with a table of routes, keyed by method and path. */
export async function startWire(makeRoutes: (origin: string) => Routes | Promise<Routes>): Promise<Wire> {
  const requests: SeenRequest[] = [];
  let routes: Routes = {};
  const server = createServer((request, response) => {
    readSeen(request)
      .then(async (seen) => {
        if (requests.length < MAX_SEEN) requests.push(seen);
        const route = routes[`${seen.method} ${seen.path}`];
        send(response, route === undefined ? { status: 404, body: 'Not Found' } : await route(seen));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  routes = await makeRoutes(origin);
  return {
    origin,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readSeen(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_FORM_BYTES) throw new Error('the form is too large');
    parts.push(bytes);
  }
  const { method = '', headers } = request;
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? Buffer.concat(parts).toString('utf8') : '');
  return { method, path, query, headers, form };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'garbage') {
    response.setHeader('content-type', 'application/json');
    response.end('{"access_token": \u0000<html>');
    return;
  }
  if (answer === 'oversized') {
    sendOversized(response);
    return;
  }
  response
    .writeHead(answer.status, { 'cache-control': 'no-store', ...answer.headers })
    .end(answer.body ?? '');
}

/** Valid JSON all the way, were there anybody to read it to its end. */
function sendOversized(response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  response.write('{"access_token":"');
  let leftBytes = OVERSIZED_BYTES;
  const chunk = 'x'.repeat(64 * 1024);
  const more = (): void => {
    while (leftBytes > 0 && !response.destroyed) {
      leftBytes -= chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end('"}');
  };
  more();
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function redirect(to: string, parameters: Readonly<Record<string, string | null>>): Answer {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return { status: 302, headers: { location: url.href } };
}

export function html(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
