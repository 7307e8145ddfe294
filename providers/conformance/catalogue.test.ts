import { describe, expect, test } from 'vitest';
import catalogue from '../../resources/models/catalogue.json' with { type: 'json' };
import { ASPECTS, modelCatalogueSchema, pixelSize, QUALITIES } from '../../shared/operations/index.ts';
import { checkRequest, fidelityComplaint } from '../../tests/fakes/openai/index.ts';
import { compatibleCapabilities, OPENAI_CAPABILITIES, openAiFacts } from '../openai/index.ts';
import { schemeByName, wireSize } from '../openai/sizes.ts';
import { SANDBOX_CAPABILITIES } from '../sandbox/index.ts';

const { models } = modelCatalogueSchema.parse(catalogue);
const CAPABILITIES = {
  sandbox: SANDBOX_CAPABILITIES,
  openai: OPENAI_CAPABILITIES,
  'own-server': compatibleCapabilities({ edits: true }),
};

/** The catalogue is data and the adapters are code: a model that no adapter can serve is a button that fails. */
describe.each(models.filter((model) => model.status === 'live'))('$id', (model) => {
  const capabilities = CAPABILITIES[model.provider];

  test('offers no more than its adapter can do', () => {
    expect(capabilities.operations).toEqual(expect.arrayContaining(model.operations));
    expect(model.maxCount).toBeLessThanOrEqual(capabilities.maxPerCall);
    expect(model.seeds).toBe(capabilities.seeds === 'supported');
    expect(model.maxReferences ?? 0).toBeLessThanOrEqual(capabilities.inputs.maxCount);
    expect(model.operations.includes('edit-image')).toBe((model.maxReferences ?? 0) > 0);
    if (model.mask === true) expect(capabilities.mask).not.toBe('none');
  });

  test('every background, quality word and fidelity it offers is one its wire takes', () => {
    if (model.provider !== 'openai') return;
    const fields = { prompt: 'a', model: model.providerModel, output_format: 'png' };
    for (const background of model.backgrounds)
      expect(checkRequest({ ...fields, background })).not.toHaveProperty('message');
    for (const quality of Object.values(openAiFacts(model).quality ?? {}))
      expect(checkRequest({ ...fields, quality })).not.toHaveProperty('message');
    const fidelity = openAiFacts(model).inputFidelity;
    expect(fidelityComplaint(model.providerModel, fidelity)).toBeNull();
  });

  test('every size the window offers is one its wire takes', () => {
    if (model.provider !== 'openai') return;
    const scheme = openAiFacts(model).size ?? schemeByName(model.providerModel);
    for (const quality of model.qualities ?? QUALITIES) {
      for (const aspect of ASPECTS) {
        const size = wireSize(scheme, pixelSize(quality, aspect));
        expect(checkRequest({ prompt: 'a', model: model.providerModel, size })).not.toHaveProperty('message');
        if (model.sizes !== undefined) expect(model.sizes).toContain(size);
      }
    }
  });
});
