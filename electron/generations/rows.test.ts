import { expect, test } from 'vitest';
import { generationInput } from '../../shared/contracts/desktop/generations.ts';
import { settingsSchema } from '../../shared/contracts/desktop/settings.ts';
import { SMALL_RUN } from '../../tests/drivers/contract-client.ts';
import { type GenerationRow, readGeneration } from './rows.ts';

const { references: _references, place: _place, ...before } = SMALL_RUN;

const ROW: GenerationRow = {
  id: 'g1',
  operation: 'text-to-image',
  model_id: 'sandbox',
  provider_id: 'sandbox',
  state: 'succeeded',
  interrupted: 0,
  input: JSON.stringify(before),
  prompt: SMALL_RUN.prompt,
  seed: 7,
  quote: '{"kind":"free"}',
  cost: null,
  reason: null,
  handle: null,
  decision: 'pending',
  count: 2,
  created_at_ms: 1,
  updated_at_ms: 1,
  ended_at_ms: 2,
};

test('a run from before there were references and places is read, in the jobs and in the library', () => {
  expect(readGeneration(ROW).input).toEqual(SMALL_RUN);
  expect(generationInput.parse(before)).toEqual(SMALL_RUN);
});

test('a draft from before anything was done in a document is read, and makes a picture of its own', () => {
  const { operation: _operation, modelId: _model, ...words } = before;
  const draft = { ...words, modelId: null, seedKept: false };
  const read = settingsSchema.shape.draft.parse(draft);
  expect(read).toMatchObject({ prompt: SMALL_RUN.prompt, references: [], act: null });
});
