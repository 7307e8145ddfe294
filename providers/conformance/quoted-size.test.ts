import { describe, expect, it } from 'vitest';
import models from '../../resources/models/catalogue.json' with { type: 'json' };
import {
  ASPECTS,
  modelCatalogueSchema,
  QUALITIES,
  quoteModel,
  ROUGH_VERSIONS,
  sizeOn,
} from '../../shared/operations/index.ts';
import { createOpenAiDouble } from '../../tests/fakes/openai/index.ts';
import { createOpenAi, OPENAI_RATES, openAiFacts } from '../openai/index.ts';
import { createTestClock } from './test-clock.ts';

const live = modelCatalogueSchema
  .parse(models)
  .models.filter((m) => m.provider === 'openai' && m.status === 'live');

describe('what is priced is what is sent', () => {
  it.each(live)(
    '$id: the size on the wire is the size that was quoted, for every quality and aspect',
    async (model) => {
      const double = await createOpenAiDouble({ port: 0 });
      const provider = createOpenAi({ fetch, clock: createTestClock(), baseUrl: double.baseUrl }, (name) =>
        name === model.providerModel ? openAiFacts(model) : OPENAI_RATES,
      );
      const qualities = model.qualities ?? QUALITIES;
      for (const quality of qualities) {
        for (const aspect of ASPECTS) {
          const size = sizeOn(model, quality, aspect);
          const request = {
            operation: 'text-to-image',
            model: model.providerModel,
            prompt: 'a vase',
            negativePrompt: '',
            size,
            quality,
            count: 2,
            ordinals: [0, 1],
            seed: null,
            background: 'auto',
            references: [],
            mask: null,
          } as const;
          const signal = new AbortController().signal;
          for await (const event of provider.run(request, { key: double.key, idempotencyKey: 'x', signal })) {
            if (event.kind === 'ended') expect(event.outcome.kind).toBe('succeeded');
          }
          expect(JSON.stringify(double.requests.at(-1))).toContain(`${size.width}x${size.height}`);
        }
      }
      await double.close();
    },
  );

  it.each(live)('$id: the rough versions that one picture asks for are in its price', async (model) => {
    const double = await createOpenAiDouble({ port: 0 });
    const provider = createOpenAi({ fetch, clock: createTestClock(), baseUrl: double.baseUrl }, () =>
      openAiFacts(model),
    );
    const size = sizeOn(model, 'standard', '1:1');
    const request = { ...ONE, model: model.providerModel, size };
    const signal = new AbortController().signal;
    for await (const event of provider.run(request, { key: double.key, idempotencyKey: 'x', signal })) {
      if (event.kind === 'ended') expect(event.outcome.kind).toBe('succeeded');
    }
    expect(double.requests.at(-1)?.body).toMatchObject({ partial_images: ROUGH_VERSIONS });
    await double.close();
    const asked = { quality: 'standard', size, promptChars: 0, references: 0 } as const;
    const one = quoteModel(model, { ...asked, count: 1 });
    const two = quoteModel(model, { ...asked, count: 2 });
    if (one.kind !== 'estimate' || two.kind !== 'estimate' || model.price.kind !== 'tokens')
      throw new Error('kind');
    const roughMicros = 100 * ROUGH_VERSIONS * model.price.perMillion.imageOut;
    expect(one.micros).toBeGreaterThanOrEqual(two.micros / 2 + roughMicros);
  });
});

const ONE = {
  operation: 'text-to-image',
  prompt: 'a vase',
  negativePrompt: '',
  quality: 'standard',
  count: 1,
  ordinals: [0],
  seed: null,
  background: 'auto',
  references: [],
  mask: null,
} as const;
