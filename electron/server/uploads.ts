import { mkdir, open, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
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
      const outcome = await receive(target, request, path).catch((error: unknown): ImportAnswer => {
        log.warn('import.failed', { error: error instanceof Error ? error.message : 'unknown' });
        return { kind: 'outage', outage: error instanceof Outage ? error.data : null };
      });
      await rm(path, { force: true }).catch(() => undefined);
      running -= 1;
      answer(response, outcome.kind === 'outage' ? 500 : 200, outcome);
      // A browser reads the answer only after it has sent all: what is not wanted flows into nothing.
      request.resume();
    },
  };
}

async function receive(target: UploadTarget, request: IncomingMessage, path: string): Promise<ImportAnswer> {
  const tooLarge = { kind: 'refused', code: 'too-large' } as const;
  if (Number(request.headers['content-length'] ?? 0) > PICTURE_MAX_BYTES) return tooLarge;
  try {
    await mkdir(target.folder, { recursive: true });
    if (!(await writeAll(request, path))) return tooLarge;
  } catch (error) {
    // The window went away in the middle: no fault of the disk.
    if (request.destroyed) throw error;
    throw storageOutage(error, target.folder, Number(request.headers['content-length'] ?? 0));
  }
  return (await target.take({ path, name: nameOf(request.url ?? '') })) ?? { kind: 'trouble' };
}

/** False when more comes than a picture may have. The request itself stays open for an answer, whatever the disk says. */
async function writeAll(request: IncomingMessage, path: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o600);
  let seen = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Uint8Array;
      seen += bytes.byteLength;
      if (seen > PICTURE_MAX_BYTES) return false;
      await file.writeFile(bytes);
    }
    return true;
  } finally {
    await file.close();
  }
}

/** Only a name: what looks like a path is left to the library, which takes nothing of it for a place. */
function nameOf(url: string): string {
  const query = url.indexOf('?');
  const name = query === -1 ? null : new URLSearchParams(url.slice(query + 1)).get('name');
  return (name ?? '').slice(0, NAME_MAX_CHARS);
}

function answer(response: ServerResponse, status: number, body: ImportAnswer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}
