import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BYTES_POLICY } from './headers.ts';
import { parseRange } from './range.ts';

export interface ByteSource {
  /** Original bytes by hash; null when there is no such file. */
  original(sha256: string): Promise<{ readonly path: string; readonly mediaType: string } | null>;
  /** The picture as a browser can show it; null when there is none. */
  shown(
    sha256: string,
  ): Promise<
    | { readonly path: string; readonly mediaType: string }
    | { readonly bytes: Uint8Array; readonly mediaType: string }
    | null
  >;
  /** Its pixels for the editor: upright, sRGB, with alpha, as a PNG. */
  work(sha256: string): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null>;
  /** A WebP no larger than 512 px, made on demand; null when it can't be made. */
  thumbnail(sha256: string): Promise<{ readonly path: string } | null>;
  /** A partial picture, held in memory only. */
  preview(
    generationId: string,
    ordinal: number,
  ): { readonly bytes: Uint8Array; readonly mediaType: string } | null;
}

/** Only these are ever sent as what they are; anything else goes out as plain bytes. */
const SHOWN_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/avif',
  'image/gif',
]);

const IMMUTABLE = 'private, max-age=31536000, immutable';

const HASHED = /^\/(assets|shown|thumbnails|work)\/([0-9a-f]{64})$/;
const PREVIEW = /^\/previews\/([0-9a-f-]{36})\/(\d{1,2})$/;

/** Answers the byte routes; false when the path is not one of them. */
export async function serveBytes(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  source: ByteSource,
): Promise<boolean> {
  const hashed = HASHED.exec(path);
  if (hashed !== null) {
    const [, route, sha256 = ''] = hashed;
    if (route === 'work') {
      const work = await source.work(sha256);
      if (work === null) response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
      else serveMade(request, response, work, `w-${sha256}`);
    } else if (route === 'shown') {
      const shown = await source.shown(sha256);
      if (shown !== null && 'bytes' in shown) serveMade(request, response, shown, `s-${sha256}`);
      else await serveFile(request, response, shown, sha256);
    } else if (route === 'assets') {
      const file = await source.original(sha256);
      await serveFile(request, response, file, sha256);
    } else {
      const file = await source.thumbnail(sha256);
      await serveFile(request, response, file && { path: file.path, mediaType: 'image/webp' }, `t-${sha256}`);
    }
    return true;
  }
  const preview = PREVIEW.exec(path);
  if (preview !== null) {
    const [, generationId = '', ordinal = ''] = preview;
    servePreview(response, source.preview(generationId, Number(ordinal)));
    return true;
  }
  return false;
}

/** Made of the original's bytes by fixed rules, so it is as immutable as they are. */
function serveMade(
  request: IncomingMessage,
  response: ServerResponse,
  made: { readonly bytes: Uint8Array; readonly mediaType: string },
  tag: string,
): void {
  const headers = {
    'Content-Type': shownType(made.mediaType),
    'Content-Security-Policy': BYTES_POLICY,
    ETag: `"${tag}"`,
    'Cache-Control': IMMUTABLE,
  };
  if (request.headers['if-none-match'] === headers.ETag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Length': made.bytes.byteLength });
  response.end(request.method === 'HEAD' ? undefined : made.bytes);
}

function servePreview(response: ServerResponse, preview: ReturnType<ByteSource['preview']>): void {
  if (preview === null) {
    response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': shownType(preview.mediaType),
    'Content-Length': preview.bytes.byteLength,
    'Content-Security-Policy': BYTES_POLICY,
    'Cache-Control': 'no-store',
  });
  response.end(preview.bytes);
}

/** A file as it stands, or 404. The tag names bytes that never change. */
export async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: { readonly path: string; readonly mediaType: string } | null,
  tag: string,
): Promise<void> {
  const info = file === null ? null : await stat(file.path).catch(() => null);
  if (file === null || info === null || !info.isFile()) {
    response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  const etag = `"${tag}"`;
  const headers = {
    'Content-Type': shownType(file.mediaType),
    'Content-Security-Policy': BYTES_POLICY,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    // The address is the content's hash: what it names can't change.
    'Cache-Control': IMMUTABLE,
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = parseRange(request.headers.range, info.size);
  if (range.kind === 'unsatisfiable') {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${info.size}` }).end();
    return;
  }
  const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, info.size - 1];
  const part = range.kind === 'part' ? { 'Content-Range': `bytes ${first}-${last}/${info.size}` } : {};
  response.writeHead(range.kind === 'part' ? 206 : 200, {
    ...headers,
    ...part,
    'Content-Length': last - first + 1,
  });
  if (request.method === 'HEAD' || info.size === 0) {
    response.end();
    return;
  }
  const stream = createReadStream(file.path, { start: first, end: last });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}

function shownType(mediaType: string): string {
  return SHOWN_TYPES.has(mediaType) ? mediaType : 'application/octet-stream';
}
