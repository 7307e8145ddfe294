import { expect, test } from 'vitest';
import type { ProviderState } from '../../../shared/contracts/desktop/index.ts';
import type { Model } from '../../../shared/operations/index.ts';
import { findObstacle, toInput } from './form-rules.ts';
import type { Form } from './form-store.ts';

const form: Form = {
  prompt: 'quinces',
  negativePrompt: 'text',
  modelId: null,
  aspect: '3:2',
  quality: '4k',
  count: 8,
  seed: 7,
  seedKept: true,
  background: 'transparent',
  parentPictureId: null,
  references: [],
  act: null,
};
const model: Model = {
  id: 'plain',
  provider: 'openai',
  label: 'Plain',
  providerModel: 'plain-1',
  operations: ['text-to-image'],
  status: 'live',
  maxCount: 2,
  licence: { commercial: true, note: 'openai-terms' },
  backgrounds: ['auto', 'opaque'],
  qualities: ['standard'],
  seeds: false,
  negativePrompt: false,
  price: { kind: 'free' },
};
const openai: ProviderState = {
  id: 'openai',
  needsKey: true,
  hasKey: true,
  keyEnding: 'abcd',
  keptUntil: 'session',
  lastTest: null,
  server: null,
};

test('what a model has no notion of is never asked of it', () => {
  expect(toInput(form, model, null)).toMatchObject({
    quality: 'standard',
    count: 2,
    seed: null,
    negativePrompt: '',
    background: 'auto',
  });
});

test.each([
  ['model-missing', form, undefined, [openai]],
  ['model-retired', form, { ...model, status: 'retired' as const }, [openai]],
  ['key-missing', { ...form, prompt: '' }, model, [{ ...openai, hasKey: false }]],
  ['prompt-empty', { ...form, prompt: ' \n' }, model, [openai]],
  ['prompt-too-long', { ...form, prompt: 'x'.repeat(32_001) }, model, [openai]],
  [null, { ...form, prompt: 'x'.repeat(32_000) }, model, [openai]],
] as const)('the first thing to mend is %s', (expected, asked, by, providers) => {
  expect(findObstacle(asked, by, providers, null)).toBe(expected);
});
