import { afterEach, describe, expect, it } from 'vitest';
import type { GenerationProvider, ProviderRequest } from '../../providers/contract/index.ts';
import { createOpenAi } from '../../providers/openai/index.ts';
import { createOpenAiDouble, createUploads, type OpenAiDouble } from '../../tests/fakes/openai/index.ts';
import { systemClock } from '../platform/clock.ts';
import { KEY_STAND_IN, recordRequest } from './record-request.ts';

const REQUEST: ProviderRequest = {
  operation: 'text-to-image',
  model: 'gpt-image-2',
  prompt: 'Quinces on linen, “quoted”\nand a second line',
  negativePrompt: '',
  size: { width: 1248, height: 832 },
  quality: 'hd',
  count: 1,
  ordinals: [0],
  seed: null,
  background: 'opaque',
  references: [],
  mask: null,
};

/** What the connection adds by itself, said in the window in words. */
const OF_THE_CONNECTION = [
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'accept-language',
  'sec-fetch-mode',
  'transfer-encoding',
];

let double: OpenAiDouble | null = null;
afterEach(() => double?.close());

async function both(request: ProviderRequest) {
  const wire = await createOpenAiDouble({ port: 0 });
  double = wire;
  const adapterOver = (way: typeof fetch): GenerationProvider =>
    createOpenAi({ fetch: way, clock: systemClock, baseUrl: wire.baseUrl });
  const shown = await recordRequest({ adapterOver, request, drawsSeed: false, keyed: true });
  expect(wire.requests, 'looking sends nothing').toEqual([]);
  const context = { key: wire.key, idempotencyKey: 'run', signal: new AbortController().signal };
  for await (const event of adapterOver(fetch).run(request, context)) {
    if (event.kind === 'ended') expect(event.outcome.kind).toBe('succeeded');
  }
  const [seen] = wire.requests;
  if (shown === null || seen === undefined) throw new Error('nothing was sent');
  return { shown, seen, wire };
}

describe('what is shown against what the wire sees', () => {
  it.each([
    ['one picture, streamed', { count: 1, ordinals: [0] }],
    ['three pictures', { count: 3, ordinals: [0, 1, 2] }],
  ])('%s: the same method, address, headers and fields', async (_name, change) => {
    const { shown, seen, wire } = await both({ ...REQUEST, ...change });
    expect(shown.method).toBe(seen.method);
    expect(shown.url).toBe(new URL(seen.path, wire.baseUrl).href);
    const fields = shown.parts.map((part) => [
      part.name,
      part.kind === 'field' && JSON.parse(part.value ?? ''),
    ]);
    expect(Object.fromEntries(fields)).toEqual(seen.body);
    const headers = Object.fromEntries(shown.headers.map(({ name, value }) => [name, value]));
    expect(headers.authorization).toBe('Bearer ••••••••');
    const sent = Object.entries(seen.headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
    expect(headers).toEqual({ ...Object.fromEntries(sent), authorization: headers.authorization });
    expect(JSON.stringify(shown)).not.toContain(wire.key);
    expect(JSON.stringify(shown)).not.toContain(KEY_STAND_IN);
  });

  it('an edit: the same fields, and every file by its name, type and size', async () => {
    const wire = await createOpenAiDouble({ port: 0 });
    const uploads = createUploads(wire);
    await wire.close();
    const { shown, seen } = await both({
      ...REQUEST,
      operation: 'edit-image',
      references: [
        { bytes: uploads.source, mediaType: 'image/png', role: 'source' },
        { bytes: uploads.reference, mediaType: 'image/png', role: 'style' },
      ],
    });
    const fields = shown.parts.flatMap((part) => (part.kind === 'field' ? [[part.name, part.value]] : []));
    expect(Object.fromEntries(fields)).toEqual(seen.form?.fields);
    expect(shown.parts.filter((part) => part.kind === 'file')).toEqual(
      seen.form?.files.map((file) => ({
        kind: 'file',
        name: file.field,
        fileName: file.name,
        mediaType: file.mediaType,
        sizeBytes: file.bytes.length,
      })),
    );
    const type = shown.headers.find(({ name }) => name === 'content-type');
    expect(type?.value).toBe('multipart/form-data; boundary=…');
  });
});

/** A provider that takes an idempotency key and a seed. */
function talkative(way: typeof fetch): GenerationProvider {
  const { capabilities } = createOpenAi({ fetch: way, clock: systemClock });
  return {
    id: 'talkative',
    capabilities,
    async *run(request, { key, idempotencyKey }) {
      const headers = { 'x-once': idempotencyKey, 'x-key': key ?? 'none' };
      const body = JSON.stringify({ prompt: request.prompt, seed: request.seed, key });
      const outcome = { kind: 'cancelled' } as const;
      await way('https://pictures.example/v1', { method: 'POST', headers, body }).catch(() => undefined);
      yield { kind: 'ended', outcome, cost: null };
    },
  };
}

describe('what is made when it is sent', () => {
  it('is null: an idempotency key, and a seed that the run would draw', async () => {
    const shown = await recordRequest({
      adapterOver: talkative,
      request: REQUEST,
      drawsSeed: true,
      keyed: true,
    });
    const value = (name: string) => shown?.parts.find((part) => part.name === name);
    expect(shown?.headers.find(({ name }) => name === 'x-once')?.value).toBeNull();
    expect(value('seed')).toMatchObject({ value: null });
    expect(value('prompt')).toMatchObject({ value: JSON.stringify(REQUEST.prompt) });
    expect(value('key')).toMatchObject({ value: '"••••••••"' });
  });

  it('does not hide a seed that was chosen, and shows no key where none would go along', async () => {
    const request = { ...REQUEST, seed: 7 };
    const shown = await recordRequest({ adapterOver: talkative, request, drawsSeed: false, keyed: false });
    expect(shown?.parts.find((part) => part.name === 'seed')).toMatchObject({ value: '7' });
    expect(shown?.headers.find(({ name }) => name === 'x-key')?.value).toBe('none');
  });

  it('is nothing at all where the adapter refuses by itself', async () => {
    const adapterOver = (way: typeof fetch) => createOpenAi({ fetch: way, clock: systemClock });
    const request = { ...REQUEST, prompt: '' };
    expect(await recordRequest({ adapterOver, request, drawsSeed: false, keyed: true })).toBeNull();
  });
});
