import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, failure, send } from './answers.ts';
import { perform, type StoredObject } from './operations.ts';
import { readBody } from './read-body.ts';
import { type Admitted, admit, type Keys, type Rejection } from './signature.ts';

export const STORE_FAULTS = [
  'error-500',
  'slow-down',
  /** Takes the request and never answers. */
  'hang',
  /** A few bytes of an object at a time. */
  'slow',
  /** Half of the object, then the connection is cut. */
  'cut-body',
  /** The object with one bit turned. */
  'turned-bit',
  /** Does what it was asked and cuts before saying so. */
  'lost-answer',
  'refuse-connection',
  /** A batch says 200 and leaves every second key where it is. */
  'half-a-batch',
] as const;
export type StoreFault = (typeof STORE_FAULTS)[number];

export interface SeenRequest {
  readonly method: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly presigned: boolean;
  readonly status: number;
}

export interface ObjectStoreDouble extends Keys {
  readonly endpoint: string;
  readonly bucket: string;
  /** The bucket's content; a test may look and meddle. */
  readonly objects: Map<string, StoredObject>;
  /** From now on, until another or null is set. */
  fault(name: StoreFault | null): void;
  /** Every request that was answered, the bucket's own access log. */
  readonly requests: readonly SeenRequest[];
  stop(): Promise<void>;
}

export interface ObjectStoreOptions {
  /** The service's clock, for signatures that end. */
  readonly now?: () => number;
}

const BUCKET = 'gesso-test';
const KEYS: Keys = {
  accessKeyId: 'DOUBLEACCESSKEY',
  secretAccessKey: 'double/secret+access',
  region: 'auto',
};
const MAX_SEEN = 100_000;
const HALF = /[02468ace]$/;

/** Speaks S3 on loopback, in path style, for one bucket: every signature is really checked. */
export async function startObjectStore(options: ObjectStoreOptions = {}): Promise<ObjectStoreDouble> {
  const objects = new Map<string, StoredObject>();
  const requests: SeenRequest[] = [];
  const now = options.now ?? Date.now;
  let fault: StoreFault | null = null;

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on('checkContinue', (request, response: ServerResponse) => {
    response.writeContinue();
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    if (fault === 'refuse-connection') socket.resetAndDestroy();
  });

  const answer = async (
    request: IncomingMessage,
    admitted: Admitted | Rejection,
    { bucket, ...about }: Target,
  ): Promise<Answer> => {
    if ('code' in admitted) return failure(admitted.code, admitted.message);
    if (fault === 'error-500') return failure('InternalError');
    if (fault === 'slow-down') return failure('SlowDown');
    if (bucket !== BUCKET) return failure('NoSuchBucket');
    const body = await readBody(request, admitted);
    if (typeof body === 'string') return failure(body);
    const asked = { ...about, headers: request.headers, body, nowMs: now() };
    return perform(objects, asked, fault === 'half-a-batch' ? HALF : null);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: target = '/', headers } = request;
    if (fault === 'hang') return;
    // The vendor's client sets its watch by this, and asks again when it was too far off.
    response.setHeader('date', new Date(now()).toUTCString());
    const { key, query, bucket } = partsOf(target);
    const admitted = admit({ method, target, headers }, KEYS, now());
    const presigned = 'presigned' in admitted && admitted.presigned;
    const given = await answer(request, admitted, { method, key, query, bucket });
    if (requests.length < MAX_SEEN) requests.push({ method, key, query, presigned, status: given.status });
    if (fault === 'lost-answer') request.socket.resetAndDestroy();
    else if (method === 'GET' && key !== '' && given.status === 200 && Buffer.isBuffer(given.body))
      await sendObject(response, { headers: given.headers ?? {}, bytes: given.body }, fault);
    else send(response, method, given);
    // What was not read of a refused body would be taken for the next request.
    if (!request.readableEnded) request.resume();
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: BUCKET,
    ...KEYS,
    objects,
    fault(name) {
      fault = name;
      // A connection that is kept for the next request would never be refused.
      if (name === 'refuse-connection') server.closeIdleConnections();
    },
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Target {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

function partsOf(target: string): Omit<Target, 'method'> {
  const [path = '', query = ''] = target.split('?', 2);
  const [, bucket = '', ...rest] = path.split('/');
  return { bucket, key: decodeURIComponent(rest.join('/')), query: new URLSearchParams(query) };
}

interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

async function sendObject(
  response: ServerResponse,
  { headers, bytes }: Outgoing,
  fault: StoreFault | null,
): Promise<void> {
  response.writeHead(200, headers);
  if (fault === 'turned-bit') {
    const turned = Buffer.from(bytes);
    turned[turned.length >> 1] = (turned[turned.length >> 1] ?? 0) ^ 1;
    response.end(turned);
  } else if (fault === 'cut-body') {
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  } else if (fault === 'slow') {
    const step = Math.max(1, bytes.length >> 4);
    for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
      response.write(bytes.subarray(at, at + step));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    response.end();
  } else response.end(bytes);
}
