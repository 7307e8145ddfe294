import { afterEach, describe, expect, test } from 'vitest';
import {
  type Course,
  createOpenAiDouble,
  type DoubleOptions,
  drawPng,
  ERRORS,
  type OpenAiDouble,
} from '../../../tests/fakes/openai/index.ts';
import { collect, outcomeOf } from '../../conformance/describe-provider.ts';
import { createTestClock } from '../../conformance/test-clock.ts';
import { type CompatibleFacts, createOpenAiCompatible, probeServer } from '../index.ts';

const doubles: OpenAiDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.close()));
});

async function world(options: Partial<DoubleOptions> = {}, facts: Partial<CompatibleFacts> = {}) {
  const double = await createOpenAiDouble({ port: 0, dialect: 'plain', ...options });
  doubles.push(double);
  const clock = createTestClock();
  const deps = { fetch, clock, baseUrl: double.baseUrl };
  const provider = createOpenAiCompatible(deps, { edits: true, sendsModel: false, ...facts });
  const probe = (key: string | null = null, signal = new AbortController().signal) =>
    probeServer({ ...deps, key, signal });
  return { double, clock, provider, model: 'sd-cpp-local', key: null, probe };
}

const source = {
  role: 'source',
  mediaType: 'image/png',
  bytes: drawPng({ width: 1, height: 1, colourType: 0, samples: Uint8Array.of(7) }),
} as const;
const two = { count: 2, ordinals: [0, 1] };

describe('what is sent', () => {
  test('only what every such server knows, under a key that is none', async () => {
    const here = await world();
    const asked = { quality: 'hd', background: 'transparent', seed: 5 } as const;
    const events = await collect(here, { ...asked, ...two }, { endUser: 'a1b2' });
    expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
    const [seen] = here.double.requests;
    expect(Object.keys(Object(seen?.body)).sort()).toEqual(['n', 'output_format', 'prompt', 'size']);
    expect(seen?.headers.authorization).toBe('Bearer local');
  });

  test('the same and the pictures for an edit', async () => {
    const here = await world();
    const events = await collect(here, { operation: 'edit-image', references: [source] });
    expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
    expect(events.at(-1)).toMatchObject({ cost: null });
    const form = here.double.requests[0]?.form;
    expect(Object.keys(form?.fields ?? {}).sort()).toEqual(['n', 'output_format', 'prompt', 'size']);
    expect(form?.files.map(({ field, name }) => [field, name])).toEqual([['image[]', 'source.png']]);
  });

  test("the person's key and the model's name where they are wanted", async () => {
    const here = await world({ key: 'sk-own' }, { sendsModel: true });
    // This server takes no model: what counts is that it was told, and that its no has a name.
    expect(outcomeOf(await collect({ ...here, key: 'sk-own' }, {}))).toMatchObject({ kind: 'failed' });
    const [seen] = here.double.requests;
    expect(seen?.headers.authorization).toBe('Bearer sk-own');
    expect(seen?.body).toMatchObject({ model: 'sd-cpp-local' });
    expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'bad-key', charged: 'no' });
  });
});

describe('an answer that points to its picture', () => {
  test('is followed on the same server', async () => {
    const here = await world();
    here.double.script(
      { kind: 'link', url: null },
      { kind: 'deliver' },
      { kind: 'link', url: '/pictures/0.png' },
    );
    const events = await collect(here, {});
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ mediaType: 'image/png' });
    expect(outcomeOf(await collect(here, {}))).toEqual({ kind: 'succeeded' });
    expect(here.double.requests.map(({ path }) => path)).toEqual([
      '/v1/images/generations',
      '/pictures/0.png',
      '/v1/images/generations',
      '/pictures/0.png',
    ]);
  });

  test('is not followed to another, by address or by redirect', async () => {
    const here = await world();
    const inside = await world();
    const elsewhere = inside.double.baseUrl.replace('/v1', '/pictures/0.png');
    here.double.script({ kind: 'link', url: elsewhere });
    expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'broken-answer' });
    here.double.script({ kind: 'link', url: null }, { kind: 'redirect', status: 302, location: elsewhere });
    expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'broken-answer' });
    expect(inside.double.requests).toEqual([]);
  });

  test.each([
    { kind: 'link', url: 'file:///etc/passwd' },
    { kind: 'link', url: 'data:image/png;base64,AAAA' },
    { kind: 'link', url: 'http://' },
  ] satisfies Course[])('is not followed to $url', async (course) => {
    const here = await world();
    here.double.script(course);
    expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'broken-answer' });
    expect(here.double.requests).toHaveLength(1);
  });

  test('brings a page instead of a picture, or two gigabytes', async () => {
    const here = await world();
    const link: Course = { kind: 'link', url: null };
    here.double.script(link, { kind: 'html', status: 200 }, link, { kind: 'announced', sizeBytes: 2 ** 31 });
    expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'broken-answer' });
    expect(outcomeOf(await collect(here, {}))).toMatchObject({ error: 'broken-answer' });
  });
});

describe('a probe', () => {
  test.each([
    [true, true],
    [false, false],
  ])('finds the model and whether edits are known (%s), and makes no picture', async (edits, found) => {
    const here = await world({ edits });
    expect(await here.probe()).toEqual({ kind: 'answers', models: ['sd-cpp-local'], edits: found });
    expect(here.double.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models',
      'POST /v1/images/edits',
    ]);
    expect(here.double.requests[1]?.form).toEqual({ fields: {}, files: [] });
  });

  test.each<[string, Course, object]>([
    ['a key is wanted', ERRORS.badKey, { kind: 'refused' }],
    ['it failed', ERRORS.server, { kind: 'unreachable' }],
    ['it hung up', { kind: 'hang-up' }, { kind: 'unreachable' }],
    ['a page', { kind: 'html', status: 200 }, { kind: 'not-compatible', why: 'no-models' }],
    ['no such page', { kind: 'html', status: 404 }, { kind: 'not-compatible', why: 'no-models' }],
    ['a picture', { kind: 'other-type' }, { kind: 'not-compatible', why: 'no-models' }],
    [
      'two gigabytes',
      { kind: 'announced', sizeBytes: 2 ** 31 },
      { kind: 'not-compatible', why: 'too-large' },
    ],
  ])('%s', async (_name, course, found) => {
    const here = await world();
    here.double.script(course);
    expect(await here.probe()).toEqual(found);
    expect(here.double.requests).toHaveLength(1);
  });

  test('is not led to another server', async () => {
    const here = await world();
    const inside = await world();
    here.double.script({ kind: 'redirect', status: 307, location: `${inside.double.baseUrl}/models` });
    expect(await here.probe()).toEqual({ kind: 'not-compatible', why: 'redirects' });
    expect(inside.double.requests).toEqual([]);
  });

  test.each([{ kind: 'never' }, { kind: 'trickle' }] satisfies Course[])(
    'gives up on $kind after ten seconds, and at once when it is stopped',
    async (course) => {
      const here = await world();
      here.double.script(course, course);
      const slow = here.probe();
      while (here.double.requests.length < 1) await here.clock.sleep(0);
      here.clock.advance(10_000);
      expect(await slow).toEqual({ kind: 'unreachable' });
      const stop = new AbortController();
      const stopped = here.probe(null, stop.signal);
      while (here.double.requests.length < 2) await here.clock.sleep(0);
      stop.abort();
      expect(await stopped).toEqual({ kind: 'unreachable' });
    },
  );

  test('keeps what it knows when only the question about edits goes wrong', async () => {
    const here = await world();
    here.double.script({ kind: 'deliver' }, { kind: 'hang-up' });
    expect(await here.probe()).toMatchObject({ kind: 'answers', edits: 'unknown' });
  });

  test('sends no key that cannot be sent, and shows no name that holds it', async () => {
    const here = await world({ key: 'sd-cpp' });
    expect(await here.probe('two words\n')).toEqual({ kind: 'refused' });
    expect(here.double.requests).toEqual([]);
    expect(await here.probe('sd-cpp')).toMatchObject({ kind: 'answers', models: [] });
  });
});
