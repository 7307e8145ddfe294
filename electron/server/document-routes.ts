import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  DocumentTrouble,
  FlatAnswer,
  JournalAnswer,
  SaveAnswer,
} from '../../shared/contracts/desktop/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import { LAYERED_FORMATS } from '../../shared/pictures/index.ts';
import type { DocumentBytes } from '../documents/index.ts';
import { Outage } from '../platform/outage.ts';
import { BYTES_POLICY } from './headers.ts';

/** Null while the library is not open. */
export type DocumentSource = () => DocumentBytes | null;

type Answer = JournalAnswer | SaveAnswer | FlatAnswer;

const ROUTE = /^\/documents\/([0-9a-f-]{36})\/(journal|base|file|flattened|layered)$/;
const SEQUENCE = /^\d{1,9}$/;

export interface DocumentRoutes {
  /** False when the path is none of these. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

/** The bytes of documents, beside the socket: journal entries and bases in and out, and the person's own file. */
export function createDocumentRoutes(source: DocumentSource, log: Log): DocumentRoutes {
  const serve: DocumentRoutes['serve'] = async (request, response, path) => {
    const match = ROUTE.exec(path);
    if (match === null) return false;
    const [, id = '', what = ''] = match;
    const documents = source();
    if (documents === null) {
      answer(request, response, { kind: 'trouble' });
      return true;
    }
    try {
      if (request.method === 'PUT') answer(request, response, await take(request, documents, id, what));
      else await give(response, documents, id, what, request.method === 'HEAD');
    } catch (error) {
      // A window that went away in the middle hears no answer.
      if (!response.headersSent && !response.destroyed) answer(request, response, troubleOf(error, log));
      else response.destroy();
    }
    return true;
  };
  return { serve };
}

async function take(
  request: IncomingMessage,
  documents: DocumentBytes,
  id: string,
  what: string,
): Promise<Answer> {
  const url = request.url ?? '';
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  const sequence = numberOf(query.get(what === 'journal' ? 'after' : 'sequence'));
  if (sequence === null) return { kind: 'refused', code: 'malformed', sequence: 0 };
  // Not destroyed with the loop: an answer can go out before all has come.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  const sizeHintBytes = Number(request.headers['content-length'] ?? 0);
  if (what === 'journal')
    return (await documents.append(id, sequence, body, sizeHintBytes)) ?? { kind: 'not-found' };
  if (what === 'base') {
    const aside = query.get('aside') === 'true';
    const base = { sequence, aside, sizeHintBytes };
    return (await documents.replaceBase(id, base, body)) ?? { kind: 'not-found' };
  }
  if (what === 'flattened' || what === 'layered') {
    const format = query.get('format');
    const name = what === 'flattened' ? what : LAYERED_FORMATS.find((one) => one === format);
    if (name === undefined) return { kind: 'refused', code: 'malformed' };
    const kept = await documents.keep(id, name, body, sizeHintBytes);
    if (kept === null) return { kind: 'not-found' };
    return kept ? { kind: 'kept', sequence } : { kind: 'refused', code: 'too-large' };
  }
  const wish = {
    sequence,
    forced: query.get('force') === 'true',
    ticket: query.get('ticket'),
    sizeHintBytes,
  };
  return documents.save(id, wish, body);
}

async function give(
  response: ServerResponse,
  documents: DocumentBytes,
  id: string,
  what: string,
  headersOnly: boolean,
): Promise<void> {
  const given = what === 'file' || what === 'journal';
  const found = !given ? null : await (what === 'file' ? documents.file(id) : documents.journal(id));
  if (found === null) {
    response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  const { sizeBytes, stream, state } = found;
  const about = state && {
    'Gesso-Base-Sequence': state.baseSequence,
    'Gesso-Sequence': state.sequence,
    'Gesso-Damaged': String(state.damaged),
    // A header holds no other letters than these.
    ...(state.copy !== null && { 'Gesso-Copy': encodeURIComponent(state.copy) }),
  };
  response.writeHead(200, {
    ...about,
    'Content-Type': 'application/octet-stream',
    'Content-Length': sizeBytes,
    'Content-Security-Policy': BYTES_POLICY,
    'Cache-Control': 'no-store',
  });
  await send(response, stream, headersOnly);
}

async function send(response: ServerResponse, stream: Readable, headersOnly: boolean): Promise<void> {
  if (headersOnly) {
    stream.destroy();
    response.end();
    return;
  }
  await pipeline(stream, response);
}

function numberOf(text: string | null): number | null {
  return text !== null && SEQUENCE.test(text) ? Number(text) : null;
}

function troubleOf(error: unknown, log: Log): DocumentTrouble {
  if (error instanceof Outage) {
    log.warn('documents.outage', { reason: error.data.reason });
    return { kind: 'outage', outage: error.data };
  }
  log.error('documents.failed', {
    error: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
  });
  return { kind: 'outage', outage: null };
}

const REFUSED = { 'too-large': 413, malformed: 400, 'no-file': 404, 'ticket-unknown': 404 } as const;

function statusOf(body: Answer): number {
  switch (body.kind) {
    case 'kept':
    case 'saved':
      return 200;
    case 'not-found':
      return 404;
    case 'outage':
      return 500;
    case 'trouble':
      return 503;
    case 'refused':
      return body.code in REFUSED ? REFUSED[body.code as keyof typeof REFUSED] : 409;
  }
}

function answer(request: IncomingMessage, response: ServerResponse, body: Answer): void {
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
