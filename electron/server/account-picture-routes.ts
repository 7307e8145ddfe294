import type { IncomingMessage, ServerResponse } from 'node:http';
import { joinBytes } from '../../shared/kernel/index.ts';
import type { AccountPicture, PictureAnswer } from '../accounts/index.ts';
import { BYTES_POLICY } from './headers.ts';

/** Null while the library is not open. */
export type AccountPictureSource = () => AccountPicture | null;

const PATH = '/account-picture';
const PICTURE_MAX_BYTES = 5_000_000;
const VERSION_MAX_CHARS = 64;
/** A name of a type, and nothing that could end a header. */
const TYPE = /^image\/[a-z0-9.+-]{1,40}$/;

export interface AccountPictureRoutes {
  /** False when the path is not this one. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

/** The person's own picture: out as the cloud has it, and in on its way there. It is never written to disk. */
export function createAccountPictureRoutes(source: AccountPictureSource): AccountPictureRoutes {
  return {
    async serve(request, response, path) {
      if (path !== PATH) return false;
      if (request.method === 'PUT') answer(request, response, await take(request, source()));
      else await give(request, response, source());
      return true;
    },
  };
}

async function give(
  request: IncomingMessage,
  response: ServerResponse,
  picture: AccountPicture | null,
): Promise<void> {
  const query = new URL(request.url ?? PATH, 'http://127.0.0.1').searchParams;
  const version = query.get('v') ?? '';
  const bytes =
    version === '' || version.length > VERSION_MAX_CHARS ? null : ((await picture?.get(version)) ?? null);
  if (bytes === null) {
    response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'image/webp',
    'Content-Length': bytes.byteLength,
    'Content-Security-Policy': BYTES_POLICY,
    // Somebody's face does not stay in a browser's cache after they signed out.
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

type Answer = PictureAnswer | { readonly kind: 'trouble' };

async function take(request: IncomingMessage, picture: AccountPicture | null): Promise<Answer> {
  if (picture === null) return { kind: 'trouble' };
  const type = request.headers['content-type'] ?? '';
  if (!TYPE.test(type)) return { kind: 'refused', code: 'not-a-picture' };
  const bytes = await readBody(request);
  if (bytes === null) return { kind: 'refused', code: 'too-large' };
  return picture.put(bytes, type);
}

/** Null when it is more than a picture may be. The request itself stays open for an answer. */
async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers['content-length'] ?? 0) > PICTURE_MAX_BYTES) return null;
  const parts: Uint8Array[] = [];
  let seen = 0;
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    const bytes = part as Uint8Array;
    seen += bytes.byteLength;
    if (seen > PICTURE_MAX_BYTES) return null;
    parts.push(bytes);
  }
  return joinBytes(parts);
}

const STATUS: Readonly<Record<Answer['kind'], number>> = {
  kept: 200,
  refused: 422,
  'signed-out': 401,
  away: 503,
  trouble: 503,
};

function answer(request: IncomingMessage, response: ServerResponse, body: Answer): void {
  // A window that went away in the middle hears no answer.
  if (!response.headersSent && !response.destroyed) {
    response.writeHead(STATUS[body.kind], {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    response.end(JSON.stringify(body));
  }
  // A browser reads the answer only after it has sent all: what is not wanted flows into nothing.
  request.resume();
}
