import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FrameAnswer } from '../../shared/contracts/desktop/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import type { FrameBytes } from '../frames/index.ts';
import { Outage } from '../platform/outage.ts';
import { serveFile } from './byte-routes.ts';

/** Null while the library is not open. */
export type FrameSource = () => FrameBytes | null;

const KEPT = /^\/frames\/([0-9a-f-]{36})\/(original|mask)$/;
const LENGTH = /^[1-9]\d{0,9}$/;

export interface FrameRoutes {
  /** False when the path is none of these. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

/** What is taken of a document for a run: in as one body, and out again file by file. */
export function createFrameRoutes(source: FrameSource, log: Log): FrameRoutes {
  return {
    async serve(request, response, path) {
      if (request.method === 'PUT') {
        if (path !== '/frames') return false;
        const outcome = await take(request, source()).catch((error: unknown) => troubleOf(error, log));
        answer(request, response, outcome);
        return true;
      }
      const match = KEPT.exec(path);
      if (match === null) return false;
      const [, id = '', which = ''] = match;
      const file = (await source()?.file(id, which === 'mask' ? 'mask' : 'original')) ?? null;
      await serveFile(request, response, file, `f-${which}-${id}`);
      return true;
    },
  };
}

async function take(request: IncomingMessage, frames: FrameBytes | null): Promise<FrameAnswer> {
  if (frames === null) return { kind: 'trouble' };
  const url = request.url ?? '';
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  const original = query.get('original') ?? '';
  if (!LENGTH.test(original)) return { kind: 'refused', code: 'malformed' };
  // Not destroyed with the loop: an answer can go out before all has come.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  return frames.keep(Number(original), body, Number(request.headers['content-length'] ?? 0));
}

function troubleOf(error: unknown, log: Log): FrameAnswer {
  if (error instanceof Outage) {
    log.warn('frames.outage', { reason: error.data.reason });
    return { kind: 'outage', outage: error.data };
  }
  log.error('frames.failed', { error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' });
  return { kind: 'outage', outage: null };
}

function statusOf(body: FrameAnswer): number {
  switch (body.kind) {
    case 'kept':
      return 200;
    case 'refused':
      return body.code === 'too-large' ? 413 : 400;
    case 'outage':
      return 500;
    case 'trouble':
      return 503;
  }
}

function answer(request: IncomingMessage, response: ServerResponse, body: FrameAnswer): void {
  // A window that went away in the middle hears no answer.
  if (!response.headersSent && !response.destroyed) {
    response.writeHead(statusOf(body), {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    response.end(JSON.stringify(body));
  }
  // A browser reads the answer only after it has sent all: what is not wanted flows into nothing.
  request.resume();
}
