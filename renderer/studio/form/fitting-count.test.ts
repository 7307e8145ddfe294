import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import type { Model } from '../../../shared/operations/index.ts';
import { fittingCount } from './fitting-count.ts';
import { quoteOf } from './live-quote.ts';

const model: Model = {
  id: 'paid',
  provider: 'openai',
  label: 'Paid',
  providerModel: 'paid-1',
  operations: ['text-to-image'],
  status: 'live',
  maxCount: 8,
  licence: { commercial: true, note: 'openai-terms' },
  backgrounds: ['auto'],
  seeds: false,
  negativePrompt: false,
  price: {
    kind: 'tokens',
    currency: 'USD',
    perMillion: { textIn: 5, imageIn: 8, imageOut: 30 },
    outputTokens: { by: 'megapixel', tokens: { standard: 1056, hd: 2100, '4k': 2100 } },
  },
};
const input: GenerationInput = {
  operation: 'text-to-image',
  modelId: 'paid',
  prompt: 'quinces',
  negativePrompt: '',
  aspect: '3:2',
  quality: 'standard',
  count: 8,
  seed: null,
  background: 'auto',
  parentPictureId: null,
  references: [],
  place: null,
};

function costOf(count: number): number {
  const { quote } = quoteOf(model, { ...input, count });
  return quote.kind === 'estimate' ? quote.micros : 0;
}

test('is the largest smaller count that there is room for, or none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: -1000, max: 300_000 }), (count, room) => {
      const fits = Array.from({ length: count - 1 }, (_, at) => at + 1).filter(
        (each) => costOf(each) <= room,
      );
      expect(fittingCount(model, { ...input, count }, room)).toBe(fits.at(-1) ?? null);
    }),
  );
});

test('is none where the price is not money', () => {
  expect(fittingCount({ ...model, price: { kind: 'free' } }, input, 1_000_000)).toBeNull();
});
