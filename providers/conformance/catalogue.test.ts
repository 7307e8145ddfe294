import { describe, expect, test } from 'vitest';
import catalogue from '../../resources/models/catalogue.json' with { type: 'json' };
import { ASPECTS, modelCatalogueSchema, pixelSize, QUALITIES } from '../../shared/operations/index.ts';
import { checkRequest } from '../../tests/fakes/openai/index.ts';
import { OPENAI_CAPABILITIES } from '../openai/index.ts';
import { wireSize } from '../openai/sizes.ts';
import { SANDBOX_CAPABILITIES } from '../sandbox/index.ts';

const { models } = modelCatalogueSchema.parse(catalogue);
const CAPABILITIES = { sandbox: SANDBOX_CAPABILITIES, openai: OPENAI_CAPABILITIES };

/** The catalogue is data and the adapters are code: a model that no adapter can serve is a button that fails. */
describe.each(models.filter((model) => model.status === 'live'))('$id', (model) => {
  const capabilities = CAPABILITIES[model.provider];

  test('offers no more than its adapter can do', () => {
    expect(capabilities.operations).toEqual(expect.arrayContaining(model.operations));
    expect(model.maxCount).toBeLessThanOrEqual(capabilities.maxPerCall);
    expect(model.seeds).toBe(capabilities.seeds === 'supported');
  });

  test('every size the window offers is one its wire takes', () => {
    if (model.provider !== 'openai') return;
    for (const quality of model.qualities ?? QUALITIES) {
      for (const aspect of ASPECTS) {
        const size = wireSize(model.providerModel, pixelSize(quality, aspect));
        expect(checkRequest({ prompt: 'a', model: model.providerModel, size })).not.toHaveProperty('message');
        if (model.sizes !== undefined) expect(model.sizes).toContain(size);
      }
    }
  });
});
