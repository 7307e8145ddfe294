import { afterEach, describe, expect, test } from 'vitest';
import { createOpenAiDouble, drawPng, type OpenAiDouble, readDrawn } from '../../tests/fakes/openai/index.ts';
import { collect, context, outcomeOf } from '../conformance/describe-provider.ts';
import { createTestClock } from '../conformance/test-clock.ts';
import type { InputPicture, ProviderRequest } from '../contract/index.ts';
import { createOpenAi, OPENAI_RATES, type OpenAiFacts } from './index.ts';

const doubles: OpenAiDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.close()));
});

async function world(facts: Partial<OpenAiFacts> = {}, model = 'gpt-image-2') {
  const double = await createOpenAiDouble({ port: 0 });
  doubles.push(double);
  const deps = { fetch, clock: createTestClock(), baseUrl: double.baseUrl };
  const provider = createOpenAi(deps, () => ({ ...OPENAI_RATES, ...facts }));
  return { double, provider, model, key: double.key };
}

const png = (shade: number) =>
  drawPng({ width: 2, height: 1, colourType: 2, samples: new Uint8Array(6).fill(shade) });
const picture = (role: InputPicture['role'], shade = 9): InputPicture => ({
  role,
  bytes: png(shade),
  mediaType: 'image/png',
});
const maskOf = (...greys: number[]): InputPicture => ({
  role: 'mask',
  mediaType: 'image/png',
  bytes: drawPng({ width: greys.length, height: 1, colourType: 0, samples: Uint8Array.from(greys) }),
});
const edit = { operation: 'edit-image', references: [picture('source')] } as const;

describe('what an edit sends', () => {
  test('the source first, then the references, under names that tell nothing', async () => {
    const here = await world();
    const references = [picture('style', 1), picture('source', 2), picture('subject', 3)];
    await collect(here, { ...edit, references, prompt: 'a quince' });
    const [seen] = here.double.requests;
    expect(seen?.path).toBe('/v1/images/edits');
    expect(seen?.form?.fields).toEqual({
      model: 'gpt-image-2',
      prompt: expect.stringMatching(
        /^a quince\s+Use picture 1 for what is edited, picture 2 for its style alone, picture 3 for its subject\.$/,
      ),
      n: '1',
      size: '96x64',
      quality: 'medium',
      output_format: 'png',
      stream: 'true',
      partial_images: '2',
    });
    const files = seen?.form?.files.map(({ field, name, bytes }) => [
      field,
      name,
      readDrawn(bytes).samples[0],
    ]);
    expect(files).toEqual([
      ['image[]', 'source.png', 2],
      ['image[]', 'reference-1.png', 1],
      ['image[]', 'reference-2.png', 3],
    ]);
  });

  test('the mask the other way round: transparent where it may change', async () => {
    const here = await world();
    await collect(here, { ...edit, mask: maskOf(255, 0) });
    const mask = here.double.requests[0]?.form?.files.find(({ field }) => field === 'mask');
    expect(mask).toMatchObject({ name: 'mask.png', mediaType: 'image/png' });
    expect([...readDrawn(mask?.bytes ?? new Uint8Array(0)).samples]).toEqual([
      255, 255, 255, 0, 0, 0, 0, 255,
    ]);
  });

  test.each([
    [{ inputFidelity: 'high' }, 'gpt-image-1.5', 'high'],
    [{}, 'gpt-image-2', undefined],
  ] satisfies [Partial<OpenAiFacts>, string, string | undefined][])(
    'fidelity as the catalogue has it: %j',
    async (facts, model, sent) => {
      const here = await world(facts, model);
      await collect(here, edit);
      expect(here.double.requests[0]?.form?.fields.input_fidelity).toBe(sent);
      // Without a picture there is nothing to be faithful to, and the field is an error.
      expect(outcomeOf(await collect(here, {}))).toEqual({ kind: 'succeeded' });
      expect(here.double.requests[1]?.body).not.toHaveProperty('input_fidelity');
    },
  );

  test('a pseudonym only where the run carries one', async () => {
    const here = await world();
    await collect(here, {}, { endUser: 'a1b2' });
    await collect(here, {});
    const sent = here.double.requests.map(({ body }) => body);
    expect(sent[0]).toHaveProperty('safety_identifier', 'a1b2');
    expect(sent[1]).not.toHaveProperty('safety_identifier');
  });
});

test('a prompt with references goes the way of an edit, without a source', async () => {
  const here = await world();
  const events = await collect(here, { references: [picture('style'), picture('palette')] });
  expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
  const [seen] = here.double.requests;
  expect(seen?.path).toBe('/v1/images/edits');
  expect(seen?.form?.files.map(({ name }) => name)).toEqual(['reference-1.png', 'reference-2.png']);
});

test('an edit shows rough pictures, counts its pictures and costs what they cost', async () => {
  const here = await world();
  const events = await collect(here, { ...edit, references: [picture('source'), picture('style')] });
  expect(events.map(({ kind }) => kind)).toEqual([
    'progress',
    'progress',
    'preview',
    'progress',
    'preview',
    'picture',
    'ended',
  ]);
  // 91 characters with what the pictures are for: 23 tokens at 5; two pictures: 2000 at 8; 96 x 64 / 1000 rounded up: 7 at 30.
  expect(events.at(-1)).toMatchObject({ cost: { micros: 23 * 5 + 2000 * 8 + 7 * 30 } });
});

test('several edits come in one answer', async () => {
  const here = await world();
  const events = await collect(here, { ...edit, count: 3, ordinals: [0, 2] });
  expect(events.flatMap((event) => (event.kind === 'picture' ? [event.ordinal] : []))).toEqual([0, 2]);
  expect(here.double.requests[0]?.form?.fields).toMatchObject({ n: '2' });
});

test('a transparent background is asked for where the person wants one', async () => {
  const here = await world({}, 'gpt-image-2.5-flare');
  const events = await collect(here, { ...edit, background: 'transparent' });
  expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
  expect(here.double.requests[0]?.form?.fields.background).toBe('transparent');
});

/** Each of these would be paid for, or told to the service, before it says no. */
test.each<[string, Partial<ProviderRequest>]>([
  ['an edit of nothing', { ...edit, references: [] }],
  ['an edit of two', { ...edit, references: [picture('source'), picture('source')] }],
  ['a source without an edit', { references: [picture('source')] }],
  ['a mask without an edit', { references: [picture('style')], mask: maskOf(0, 255) }],
  ['a mask among the references', { ...edit, references: [picture('source'), picture('mask')] }],
  ['a mask of another size', { ...edit, mask: maskOf(0, 255, 0) }],
  ['a mask in colour', { ...edit, mask: picture('mask') }],
  ['a mask that is text', { ...edit, mask: { ...maskOf(0), bytes: new TextEncoder().encode('<html>') } }],
  ['a mask of another type', { ...edit, mask: { ...maskOf(0, 0), mediaType: 'image/webp' } }],
  ['a format it does not take', { ...edit, references: [{ ...picture('source'), mediaType: 'image/tiff' }] }],
  ['an empty picture', { ...edit, references: [{ ...picture('source'), bytes: new Uint8Array(0) }] }],
  [
    'a picture of 50 MB and a byte',
    { ...edit, references: [{ ...picture('source'), bytes: new Uint8Array(50_000_001) }] },
  ],
  [
    'seventeen pictures',
    { ...edit, references: [picture('source'), ...Array.from({ length: 16 }, () => picture('style'))] },
  ],
])('%s is refused without a call', async (_name, changes) => {
  const here = await world();
  expect(outcomeOf(await collect(here, changes))).toMatchObject({
    error: 'invalid-request',
    charged: 'no',
    retryable: false,
  });
  expect(here.double.requests).toEqual([]);
});

test('sixteen pictures and a mask are taken', async () => {
  const here = await world();
  const references = [picture('source'), ...Array.from({ length: 15 }, () => picture('style'))];
  const events = await collect(here, { ...edit, references, mask: maskOf(0, 128) });
  expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
  expect(here.double.requests[0]?.form?.files).toHaveLength(17);
  expect(await here.provider.testKey?.(context(here))).toEqual({ kind: 'works' });
});
