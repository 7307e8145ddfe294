import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportAnswer } from '../../shared/contracts/desktop/index.ts';
import type { Ids, Log } from '../../shared/kernel/index.ts';
import { PICTURE_MAX_BYTES } from '../../shared/pictures/index.ts';
import { storageOutage } from '../platform/files/index.ts';
import { Outage } from '../platform/outage.ts';

/** Where a file of the person's goes that the window was given. */
export interface UploadTarget {
  /** A folder of ours for files on their way; emptied when the server starts. */
  readonly folder: string;
  /** Null while the library is not open. */
  take(file: { readonly path: string; readonly name: string }): Promise<ImportAnswer> | null;
}

/** Files on their way at one time; the window sends two. */
const AT_ONCE_MAX = 4;

const NAME_MAX_CHARS = 300;

class TooLarge extends Error {}

export interface Uploads {
  /** Answers `PUT /imports?name=...`; the body is the file. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The only way bytes come in from the window: streamed to a file, never held in memory, and looked at there. */
export async function createUploads(target: UploadTarget, ids: Ids, log: Log): Promise<Uploads> {
  await emptyFolder(target.folder);
  let running = 0;
  return {
    async serve(request, response) {
      if (running >= AT_ONCE_MAX) {
        answer(response, 429, { kind: 'refused', code: 'too-many' });
        return;
      }
      running += 1;
      const path = join(target.folder, ids.uuid());
      try {
        answer(response, 200, await receive(target, request, path));
      } catch (error) {
        // A window that went away is owed no answer.
        if (!request.complete && !(error instanceof Outage)) request.destroy();
        log.warn('import.failed', { error: error instanceof Error ? error.message : 'unknown' });
        answer(response, 500, { kind: 'outage', outage: error instanceof Outage ? error.data : null });
      } finally {
        running -= 1;
        await rm(path, { force: true }).catch(() => undefined);
      }
    },
  };
}

async function receive(target: UploadTarget, request: IncomingMessage, path: string): Promise<ImportAnswer> {
  const tooLarge = { kind: 'refused', code: 'too-large' } as const;
  if (Number(request.headers['content-length'] ?? 0) > PICTURE_MAX_BYTES) return tooLarge;
  try {
    await mkdir(target.folder, { recursive: true });
    await pipeline(
      request,
      countedUpTo(PICTURE_MAX_BYTES),
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge;
    if (request.destroyed && !request.complete) throw error;
    throw storageOutage(error, target.folder, Number(request.headers['content-length'] ?? 0));
  }
  return (await target.take({ path, name: nameOf(request.url ?? '') })) ?? { kind: 'trouble' };
}

function countedUpTo(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      seen += chunk.byteLength;
      if (seen > maxBytes) done(new TooLarge());
      else done(null, chunk);
    },
  });
}

/** Only a name: what looks like a path is left to the library, which takes nothing of it for a place. */
function nameOf(url: string): string {
  const query = url.indexOf('?');
  const name = query === -1 ? null : new URLSearchParams(url.slice(query + 1)).get('name');
  return (name ?? '').slice(0, NAME_MAX_CHARS);
}

function answer(response: ServerResponse, status: number, body: ImportAnswer): void {
  if (response.headersSent || response.destroyed) return;
  // The rest of a body that was not wanted is not waited for.
  const close = status === 200 ? {} : { Connection: 'close' };
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...close,
  });
  response.end(JSON.stringify(body));
}

async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}
