/** The answer grew past the limit; whatever it is, it is not a picture. */
export class AnswerTooLarge extends Error {}

/**
 * Lets no answer grow without end: a broken or hostile server could otherwise fill the memory.
 * @param maxBytes counted after decompression
 */
export function boundedFetch(fetchAnswer: typeof fetch, maxBytes: number): typeof fetch {
  return async (input, init) => {
    const answer = await fetchAnswer(input, init);
    if (answer.body === null) return answer;
    let seenBytes = 0;
    const counted = answer.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          seenBytes += chunk.byteLength;
          if (seenBytes > maxBytes) controller.error(new AnswerTooLarge(`more than ${maxBytes} bytes`));
          else controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    });
  };
}
