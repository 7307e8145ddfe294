import { type Clock, joinBytes } from '../../shared/kernel/index.ts';
import { CloudOutage, outageOf, whyFailed } from './outage.ts';

export interface BoundedFetchParts {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly withinMs: number;
  readonly maxBytes: number;
}

export type BoundedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for one call of the cloud: the whole answer within a time and a size, and no redirect, which would carry what
 * was sent to another address. Refuses with `CloudOutage` what is no answer; a status below 500 is one, 429 apart.
 */
export function createBoundedFetch(parts: BoundedFetchParts): BoundedFetch {
  return async (input, init = {}) => {
    const given = init.signal ?? (input instanceof Request ? input.signal : null);
    const late = new AbortController();
    const answered = new AbortController();
    parts.clock.sleep(parts.withinMs, answered.signal).then(
      () => late.abort(),
      () => undefined,
    );
    const signal = given === null ? late.signal : AbortSignal.any([given, late.signal]);
    try {
      return await whole(await parts.fetch(input, { ...init, redirect: 'manual', signal }), parts.maxBytes);
    } catch (error) {
      if (error instanceof CloudOutage) throw error;
      throw new CloudOutage(late.signal.aborted ? 'down' : whyFailed(error));
    } finally {
      answered.abort();
    }
  };
}

/** What said how long the body was on the wire says nothing of the bytes that are here. */
const OF_THE_WIRE = ['content-encoding', 'content-length', 'transfer-encoding'];

async function whole(response: Response, maxBytes: number): Promise<Response> {
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel();
    throw new CloudOutage('not-gesso');
  }
  const body = await readBytes(response, maxBytes);
  const outage = outageOf(response.status, response.headers, body);
  if (outage !== null) throw outage;
  const headers = new Headers(response.headers);
  for (const name of OF_THE_WIRE) headers.delete(name);
  return new Response(body.byteLength === 0 ? null : body, { status: response.status, headers });
}

async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let seen = 0;
  for await (const part of response.body ?? []) {
    seen += part.byteLength;
    // Leaving the loop cancels the rest.
    if (seen > maxBytes) throw new CloudOutage('not-gesso');
    parts.push(part);
  }
  return joinBytes(parts);
}
