import { expect, test } from 'vitest';
import { collect, outcomeOf } from '../conformance/describe-provider.ts';
import { createTestClock } from '../conformance/test-clock.ts';
import { AnswerTooLarge, boundedFetch } from './bounded-fetch.ts';
import { MAX_ANSWER_BYTES } from './client.ts';
import { createOpenAi } from './index.ts';

/** An answer without an end: whoever reads it without a limit fills the memory. */
const endless = (contentType: string): typeof fetch => {
  const chunk = new Uint8Array(4 * 1024 * 1024).fill(0x20);
  return async () =>
    new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }), {
      headers: { 'content-type': contentType },
    });
};

test('an answer up to the limit passes, one byte more does not', async () => {
  const answering = async () => new Response('12345', { status: 201, headers: { 'x-request-id': 'a' } });
  const whole = await boundedFetch(answering, 5)('http://double/');
  expect([whole.status, whole.headers.get('x-request-id'), await whole.text()]).toEqual([201, 'a', '12345']);
  await expect((await boundedFetch(answering, 4)('http://double/')).text()).rejects.toThrow(AnswerTooLarge);
});

test('an endless answer ends as broken, and the stream is not read to its end', async () => {
  let readBytes = 0;
  const counting: typeof fetch = async (input, init) => {
    const answer = await endless('application/json')(input, init);
    const counted = answer.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          readBytes += chunk.length;
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, answer);
  };
  const provider = createOpenAi({ fetch: counting, clock: createTestClock() });
  const events = await collect(
    { provider, model: 'gpt-image-2', key: 'sk-a' },
    { count: 2, ordinals: [0, 1] },
  );
  expect(outcomeOf(events)).toMatchObject({ error: 'broken-answer', charged: 'unknown' });
  expect(readBytes).toBeLessThan(MAX_ANSWER_BYTES * 1.2);
});
