import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import models from '../../resources/models/catalogue.json' with { type: 'json' };
import operations from '../../resources/operations/catalogue.json' with { type: 'json' };
import {
  ASPECTS,
  creditPrice,
  modelCatalogueSchema,
  OPERATION_IDS,
  type OperationId,
  operationCatalogueSchema,
  pixelSize,
  QUALITIES,
  quoteModel,
} from './index.ts';

const catalogue = operationCatalogueSchema.parse(operations);
const modelCatalogue = modelCatalogueSchema.parse(models);

function price(
  id: OperationId,
  input: { quality?: 'standard' | 'hd' | '4k'; count?: number; seconds?: number },
): number {
  const operation = catalogue.operations.find((one) => one.id === id);
  if (operation === undefined) throw new Error(id);
  return creditPrice(operation, { quality: 'standard', count: 1, seconds: 0, ...input });
}

describe('the catalogue of operations', () => {
  it('holds fourteen, each once, and refuses a missing or doubled one', () => {
    expect(catalogue.operations.map((one) => one.id).sort()).toEqual([...OPERATION_IDS].sort());
    expect(OPERATION_IDS).toHaveLength(14);
    const [first, ...rest] = catalogue.operations;
    expect(operationCatalogueSchema.safeParse({ version: 1, operations: rest }).success).toBe(false);
    expect(
      operationCatalogueSchema.safeParse({ version: 1, operations: [first, ...catalogue.operations] })
        .success,
    ).toBe(false);
  });

  it.each([
    ['text-to-image', { quality: 'standard' }, 1],
    ['text-to-image', { quality: 'hd' }, 2],
    ['text-to-image', { quality: '4k', count: 4 }, 16],
    ['edit-image', { quality: 'hd', count: 2 }, 4],
    ['enhance', {}, 1],
    ['remove-background', {}, 1],
    ['face-swap', {}, 2],
    ['portrait', {}, 3],
    ['upscale', {}, 2],
    ['image-to-3d', {}, 18],
    ['text-to-video', { seconds: 5 }, 20],
    ['text-to-video', { seconds: 6 }, 40],
    ['text-to-music', { seconds: 30 }, 5],
    ['describe-image', {}, 0],
    ['expand-prompt', {}, 0],
  ] as const)('%s %o costs what is published: %d', (id, input, credits) => {
    expect(price(id, input)).toBe(credits);
  });
});

describe('pixel sizes', () => {
  it('reach the published megapixels, in steps of 16, within what providers take', () => {
    const megapixels = { standard: [0.95, 1.1], hd: [1.95, 2.15], '4k': [7.9, 8.3] } as const;
    for (const quality of QUALITIES) {
      for (const aspect of ASPECTS) {
        const { width, height } = pixelSize(quality, aspect);
        const [wide, high] = aspect.split(':').map(Number);
        expect(width % 16).toBe(0);
        expect(height % 16).toBe(0);
        expect(width * height).toBeLessThanOrEqual(8_294_400);
        expect((width * height) / 1e6).toBeGreaterThan(megapixels[quality][0]);
        expect((width * height) / 1e6).toBeLessThan(megapixels[quality][1]);
        expect(Math.abs(width / height / ((wide ?? 1) / (high ?? 1)) - 1)).toBeLessThan(0.01);
      }
    }
  });
});

describe('estimates', () => {
  it('are whole, grow with count, size and prompt, and the sandbox is free', () => {
    const paid = modelCatalogue.models.find((model) => model.id === 'gpt-image-2');
    const free = modelCatalogue.models.find((model) => model.id === 'sandbox');
    if (paid === undefined || free === undefined) throw new Error('models');
    const input = fc.record({
      quality: fc.constantFrom(...QUALITIES),
      count: fc.integer({ min: 1, max: 8 }),
      promptChars: fc.integer({ min: 0, max: 32_000 }),
    });
    fc.assert(
      fc.property(input, (one) => {
        const size = pixelSize(one.quality, '1:1');
        const quote = quoteModel(paid, { ...one, size });
        const more = quoteModel(paid, { ...one, count: one.count + 1, size });
        expect(quoteModel(free, { ...one, size })).toEqual({ kind: 'free' });
        if (quote.kind !== 'estimate' || more.kind !== 'estimate') throw new Error('kind');
        expect(Number.isInteger(quote.micros)).toBe(true);
        expect(quote.micros).toBeGreaterThan(0);
        expect(more.micros).toBeGreaterThan(quote.micros);
      }),
    );
  });
});
