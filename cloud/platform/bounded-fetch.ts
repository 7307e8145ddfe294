/** A call to somebody else's server that ends: in time, in size, and where it was sent. */
export interface Bounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export class AnswerTooLarge extends Error {}

/**
 * `fetch` with a deadline over the whole answer and a bound on its bytes. Redirects are not followed: an answer from another
 * place is not the one that was asked for.
 */
export function boundedFetch(
  fetchIt: typeof globalThis.fetch,
  { timeoutMs, maxBytes }: Bounds,
): typeof globalThis.fetch {
  return async (input, init) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal == null ? deadline : AbortSignal.any([deadline, init.signal]);
    const answer = await fetchIt(input, { ...init, redirect: 'manual', signal });
    const bytes = await readWithin(answer, maxBytes);
    return new Response(NO_BODY.has(answer.status) ? null : bytes, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    });
  };
}

const NO_BODY: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

async function readWithin(answer: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooLarge('the answer is larger than it may be');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
