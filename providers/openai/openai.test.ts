import { afterEach, describe, expect, test } from 'vitest';
import {
  type Course,
  createOpenAiDouble,
  ERRORS,
  type OpenAiDouble,
} from '../../tests/fakes/openai/index.ts';
import { collect, context, outcomeOf, request } from '../conformance/describe-provider.ts';
import { createTestClock } from '../conformance/test-clock.ts';
import type { ProviderEvent } from '../contract/index.ts';
import { createOpenAi, DEADLINE_MS } from './index.ts';

const doubles: OpenAiDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.close()));
});

async function world() {
  const double = await createOpenAiDouble({ port: 0 });
  doubles.push(double);
  const clock = createTestClock();
  const provider = createOpenAi({ fetch, clock, baseUrl: double.baseUrl });
  return { double, clock, provider, model: 'gpt-image-2', key: double.key };
}

const two = { count: 2, ordinals: [0, 1] };
const pictures = (events: readonly ProviderEvent[]) => events.filter((event) => event.kind === 'picture');
const unsaid = { retryable: true, charged: 'unknown' };
const refusedAsk = { retryable: false, charged: 'no' };

/** Every answer the service was seen to give, and the one outcome it means; `charged` decides who may retry. */
const ANSWERS: readonly (readonly [name: string, course: Course, outcome: object])[] = [
  [
    'moderated prompt',
    ERRORS.moderation('input', ['violence', 'sexual']),
    { kind: 'refused', stage: 'input', categories: ['violence', 'sexual'] },
  ],
  [
    'moderated picture',
    ERRORS.moderation('output', []),
    { kind: 'refused', stage: 'output', categories: [] },
  ],
  [
    'rate limit',
    ERRORS.rateLimit(20),
    { error: 'rate-limited', retryAfterMs: 20_000, retryable: true, charged: 'no', status: 429 },
  ],
  ['no money left', ERRORS.quota, { error: 'quota', ...refusedAsk, status: 429 }],
  ['billing limit', ERRORS.billingLimit, { error: 'billing-limit', ...refusedAsk }],
  ['bad key', ERRORS.badKey, { error: 'bad-key', ...refusedAsk, status: 401 }],
  ['unverified, 403', ERRORS.unverified(403), { error: 'unverified-organisation', ...refusedAsk }],
  ['unverified, 400', ERRORS.unverified(400), { error: 'unverified-organisation', ...refusedAsk }],
  ['unverified, 404', ERRORS.unverified(404), { error: 'unverified-organisation', ...refusedAsk }],
  ['unknown model', ERRORS.unknownModel, { error: 'unknown-model', ...refusedAsk }],
  ['server error', ERRORS.server, { error: 'upstream', ...unsaid, status: 500 }],
  ['gateway page', { kind: 'html', status: 502 }, { error: 'upstream', ...unsaid, status: 502 }],
  ['log-in page', { kind: 'html', status: 200 }, { error: 'broken-answer', ...unsaid }],
  ['proxy page', { kind: 'html', status: 403 }, { error: 'broken-answer', charged: 'no' }],
  ['cut short', { kind: 'truncated-json' }, { error: 'broken-answer', ...unsaid }],
  ['half a picture', { kind: 'half-base64' }, { error: 'broken-answer', ...unsaid }],
  ['another type', { kind: 'other-type' }, { error: 'broken-answer', ...unsaid }],
  [
    'two gigabytes announced',
    { kind: 'announced', sizeBytes: 2 ** 31 },
    { error: 'broken-answer', ...unsaid },
  ],
  ['hung up', { kind: 'hang-up' }, { error: 'network', ...unsaid, status: null }],
];

describe.each([
  ['one picture, streamed', { count: 1, ordinals: [0] }],
  ['two pictures, in one answer', two],
])('%s', (_name, asked) => {
  test.each(ANSWERS)('%s', async (_answer, course, outcome) => {
    const here = await world();
    here.double.script(course);
    const events = await collect(here, asked);
    expect(outcomeOf(events)).toMatchObject(outcome);
    expect(pictures(events)).toEqual([]);
    expect(here.double.requests).toHaveLength(1);
  });

  test('a slow answer in small pieces is read whole', async () => {
    const here = await world();
    here.double.script({ kind: 'drip', chunkBytes: 97 });
    const events = await collect(here, asked);
    expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
    expect(pictures(events)).toHaveLength(asked.count);
  });

  test('the cost is the count of tokens at the rates, and nothing where none were counted', async () => {
    const here = await world();
    here.double.script({ kind: 'deliver' }, { kind: 'no-usage' });
    const size = { width: 96, height: 64 };
    // 22 characters: 6 tokens at 5; 96 x 64 / 1000 rounded up: 7 tokens for each picture at 30.
    const micros = 6 * 5 + 7 * asked.count * 30;
    expect((await collect(here, { ...asked, size })).at(-1)).toMatchObject({
      cost: { kind: 'money', currency: 'USD', micros },
    });
    expect((await collect(here, { ...asked, size })).at(-1)).toMatchObject({ cost: null });
  });

  test.each([{ kind: 'never' }, { kind: 'trickle' }] satisfies Course[])(
    'after nearly five minutes of $kind it gives up and does not know whether it was charged',
    async (course) => {
      const here = await world();
      here.double.script(course);
      const running = collect(here, asked);
      while (here.double.requests.length === 0) await here.clock.sleep(0);
      here.clock.advance(DEADLINE_MS);
      expect(outcomeOf(await running)).toMatchObject({ kind: 'failed', error: 'timeout', ...unsaid });
    },
  );
});

test('a stream shows two rough pictures before the whole one', async () => {
  const events = await collect(await world(), {});
  expect(events.map((event) => event.kind)).toEqual([
    'progress',
    'progress',
    'preview',
    'progress',
    'preview',
    'picture',
    'ended',
  ]);
});

test('an error in the middle of a stream is told apart like any other', async () => {
  const here = await world();
  const details = { moderation_details: { moderation_stage: 'output', categories: ['self-harm'] } };
  here.double.script({
    kind: 'stream-error',
    error: { type: 'image_generation_user_error', code: 'moderation_blocked', message: 'no', ...details },
  });
  expect(outcomeOf(await collect(here, {}))).toMatchObject({
    kind: 'refused',
    stage: 'output',
    categories: ['self-harm'],
  });
  here.double.script({ kind: 'stream-error', error: { type: 'server_error', code: null, message: 'oops' } });
  expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'upstream', ...unsaid });
});

test('two of three pictures are delivered, and the third is said to be missing', async () => {
  const here = await world();
  here.double.script({ kind: 'fewer', count: 2 });
  const events = await collect(here, { count: 3, ordinals: [0, 1, 2] });
  expect(pictures(events)).toHaveLength(2);
  expect(outcomeOf(events)).toMatchObject({ error: 'no-result', ...unsaid });
});

test('a picture that is only pointed to is not fetched: the service never answers so', async () => {
  const here = await world();
  const inside = await world();
  here.double.script({ kind: 'link', url: inside.double.baseUrl });
  expect(outcomeOf(await collect(here, two))).toMatchObject({ error: 'broken-answer', ...unsaid });
  expect(inside.double.requests).toEqual([]);
});

test.each([301, 302, 307, 308] as const)(
  'a redirect (%d) is followed by nobody, key or not',
  async (status) => {
    const here = await world();
    const inside = await world();
    here.double.script({ kind: 'redirect', status, location: `${inside.double.baseUrl}/images/generations` });
    const outcome = outcomeOf(await collect(here, {}));
    expect(outcome).toMatchObject({ error: 'broken-answer', charged: 'no', status });
    expect(here.double.requests).toHaveLength(1);
    expect(inside.double.requests).toEqual([]);
  },
);

test('nobody there: not sent, so not charged', async () => {
  const here = await world();
  await here.double.close();
  expect(outcomeOf(await collect(here, {}))).toMatchObject({
    error: 'network',
    retryable: true,
    charged: 'no',
  });
});

test.each([null, '', 'sk-with\nnewline', 'sk-ключ'])(
  'a key that cannot be sent is never sent: %j',
  async (key) => {
    const here = await world();
    expect(outcomeOf(await collect({ ...here, key }, {}))).toMatchObject({ error: 'bad-key', ...refusedAsk });
    expect(await here.provider.testKey?.(context({ key }))).toEqual({ kind: 'refused', reason: 'bad-key' });
    expect(here.double.requests).toEqual([]);
  },
);

test('a hostile server that echoes the key reaches no event', async () => {
  const here = await world();
  const echo = { message: here.key, type: here.key, code: 'moderation_blocked', param: null };
  here.double.script({
    kind: 'error',
    status: 400,
    error: { ...echo, moderation_details: { moderation_stage: 'input', categories: [here.key, 'hate'] } },
    headers: { 'x-request-id': here.key },
  });
  const events = await collect(here, {});
  expect(outcomeOf(events)).toEqual({
    kind: 'refused',
    stage: 'input',
    categories: ['hate'],
    requestId: null,
  });
});

test.each([
  [{ kind: 'deliver' }, { kind: 'works' }],
  [ERRORS.badKey, { kind: 'refused', reason: 'bad-key' }],
  [ERRORS.unverified(403), { kind: 'refused', reason: 'unverified-organisation' }],
  [ERRORS.server, { kind: 'unreachable' }],
  [{ kind: 'hang-up' }, { kind: 'unreachable' }],
] satisfies [Course, object][])('testing a key: %j', async (course, verdict) => {
  const here = await world();
  here.double.script(course);
  expect(await here.provider.testKey?.(context(here))).toEqual(verdict);
  expect(here.double.requests[0]).toMatchObject({ method: 'GET', path: '/v1/models' });
});

test('what goes out is what the service takes, and says nothing about this computer', async () => {
  const here = await world();
  await collect(here, { quality: 'hd', background: 'opaque', size: { width: 1248, height: 832 }, seed: 5 });
  const [seen] = here.double.requests;
  expect(seen?.body).toEqual({
    model: 'gpt-image-2',
    prompt: request(here).prompt,
    n: 1,
    size: '1248x832',
    quality: 'high',
    output_format: 'png',
    background: 'opaque',
    stream: true,
    partial_images: 2,
  });
  const names = Object.keys(seen?.headers ?? {});
  expect(names.filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  expect(seen?.headers['user-agent']).toBe('Gesso');
});
