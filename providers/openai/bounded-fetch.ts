/** The answer grew past the limit; whatever it is, it is not a picture. */
export class AnswerTooLarge extends Error {}

/**
 * Follows no redirect and lets no answer grow without end: a hostile server could otherwise lead the key and the
 * pictures to another host, or fill the memory.
 * @param maxBytes counted after decompression; an answer that announces more is not read at all
 */
export function boundedFetch(fetchAnswer: typeof fetch, maxBytes: number): typeof fetch {
  const bounded: typeof fetch = async (input, init) => {
    const answer = await fetchAnswer(input, { ...init, redirect: 'manual' });
    if (answer.body === null) return answer;
    const body = isAnnounced(answer, maxBytes)
      ? refusedBody(answer.body)
      : answer.body.pipeThrough(limitAt(maxBytes));
    const { status, statusText, headers } = answer;
    return new Response(body, { status, statusText, headers });
  };
  // Without this the library fetches an address of its own to learn whether forms can be sent.
  return Object.assign(bounded, { Response });
}

function limitAt(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let seenBytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seenBytes += chunk.byteLength;
      if (seenBytes > maxBytes) controller.error(new AnswerTooLarge(`more than ${maxBytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
}

function isAnnounced(answer: Response, maxBytes: number): boolean {
  return Number(answer.headers.get('content-length') ?? 0) > maxBytes;
}

function refusedBody(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  body.cancel().catch(() => undefined);
  return new ReadableStream({
    start: (controller) => controller.error(new AnswerTooLarge('announced as larger than any picture')),
  });
}
