import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Deps } from '../../shared/kernel/index.ts';
import { leaving } from '../platform/leaving.ts';
import { Outage } from '../platform/outage.ts';
import type { FileStore } from './file-store.ts';
import { BYTES_PATH, type Pass } from './signed-addresses.ts';

type Env = { readonly Bindings: HttpBindings };

/** For a whole upload to arrive: 50 MB at a little under a megabit a second. */
const RECEIVE_MS = 8 * 60_000;
/** Of uploads that arrive at once; each has a file of its own. */
const RECEIVING_MOST = 64;

/** Served so that no browser ever shows or runs it in the service's own name, whatever the bytes are. */
const AS_BYTES = {
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
} as const;

type Status = 400 | 403 | 404 | 408 | 410 | 411 | 413 | 503;

/**
 * Signed addresses of the file store, `GET` and `PUT` below `/objects/`. They need no token and no cookie: the signature is
 * all there is. Answers say nothing but their status.
 */
export function createByteRoutes(files: FileStore, { clock, log }: Pick<Deps, 'clock' | 'log'>): Hono<Env> {
  const routes = new Hono<Env>();
  let receiving = 0;

  const no = (status: Status, why: string): Response => {
    if (status !== 410) log.info('object.request-refused', { status, why });
    return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
  };

  const passOf = (request: Request): Pass | Response => {
    // The text as it came: what a framework decodes could turn into another key.
    const { pathname, searchParams } = new URL(request.url);
    const pass = files.admit({ method: request.method, path: pathname, query: searchParams });
    if (pass === 'forged') return no(403, 'forged');
    return pass === 'expired' ? no(410, 'expired') : pass;
  };

  const receive = async (request: Request): Promise<Response> => {
    const pass = passOf(request);
    if (pass instanceof Response) return pass;
    const { key, sizeBytes, type } = pass;
    const length = request.headers.get('content-length');
    if (length === null) return no(411, 'no-length');
    if (Number(length) !== sizeBytes || request.headers.get('content-type') !== type)
      return no(403, 'other-headers');
    if (request.body === null) return no(400, 'no-body');
    if (receiving >= RECEIVING_MOST) throw new Outage('objects');
    receiving += 1;
    const arriving = arrivingOf(request.body);
    const patience = new AbortController();
    clock.sleep(RECEIVE_MS, patience.signal).then(arriving.giveUp, () => undefined);
    try {
      const outcome = await files.receive(key, arriving.chunks, sizeBytes);
      if (outcome === 'stored') return new Response(null, { status: 200 });
      if (arriving.ending() === 'given-up') return no(408, 'too-slow');
      return no(outcome === 'too-long' ? 413 : 400, outcome);
    } catch (error) {
      // A client that went away in the middle gets no answer; anything else is trouble of our own.
      if (arriving.ending() === 'cut') return no(400, 'cut');
      throw error;
    } finally {
      receiving -= 1;
      patience.abort();
    }
  };

  routes.put(`${BYTES_PATH}*`, (context) => receive(context.req.raw));
  routes.get(`${BYTES_PATH}*`, async (context) => {
    const pass = passOf(context.req.raw);
    if (pass instanceof Response) return pass;
    const found = await files.head(pass.key);
    const bytes = found === null ? null : await files.get(pass.key);
    if (found === null || bytes === null) return no(404, 'missing');
    const headers = { ...AS_BYTES, 'content-type': pass.type, 'content-length': String(found.sizeBytes) };
    return new Response(leaving(bytes), { status: 200, headers });
  });
  return routes;
}

interface Arriving {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the chunks where they are. */
  giveUp(): void;
  ending(): 'whole' | 'cut' | 'given-up';
}

function arrivingOf(body: ReadableStream<Uint8Array>): Arriving {
  const reader = body.getReader();
  let ending: ReturnType<Arriving['ending']> = 'whole';
  async function* chunks(): AsyncIterable<Uint8Array> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } catch (error) {
      ending = 'cut';
      throw error;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }
  return {
    chunks: chunks(),
    giveUp() {
      ending = 'given-up';
      reader.cancel().catch(() => undefined);
    },
    ending: () => ending,
  };
}
