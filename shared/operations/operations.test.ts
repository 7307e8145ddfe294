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
  sizeOn,
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

describe('the catalogue of models', () => {
  const [sandbox] = modelCatalogue.models;
  const withModel = (change: object) =>
    modelCatalogueSchema.safeParse({ version: 1, models: [{ ...sandbox, ...change }] }).success;

  it.each([
    [{}, true],
    [{ sizes: ['1024x1024'] }, true],
    [{ sizes: [] }, false],
    [
      {
        sizes: ['1024x1024'],
        freeSize: { step: 16, minSide: 16, maxSide: 64, maxPixels: 4096, maxAspect: 3 },
      },
      false,
    ],
    [{ status: 'retired' }, false],
    [{ status: 'retired', retiredOn: '2026-10-23' }, true],
    [{ retiredOn: '2026-10-23' }, false],
    [{ maxReferences: 17 }, false],
    [{ wireQuality: { standard: 'medium' } }, false],
  ])('a row with %j is taken: %s', (change, isTaken) => {
    expect(withModel(change)).toBe(isTaken);
  });

  it('a model that edits says how many pictures it takes, and what each of them may cost', () => {
    const editors = modelCatalogue.models.filter((model) => model.operations.includes('edit-image'));
    expect(editors.length).toBeGreaterThan(5);
    for (const model of editors) {
      expect(model.maxReferences).toBeGreaterThan(0);
      if (model.price.kind !== 'free') expect(model.price).toHaveProperty('inputTokensPerPicture');
    }
  });

  it.each([
    ['hd', 1024, 1024, 7024],
    ['hd', 1536, 1024, 5488],
    ['hd', 1792, 1024, 5063],
    ['hd', 3584, 2048, 12_329],
    ['standard', 1024, 1024, 1756],
  ] as const)(
    'a picture in %s of %d by %d counts as the provider says: %d',
    (quality, width, height, tokens) => {
      const model = modelCatalogue.models.find((one) => one.id === 'gpt-image-2');
      if (model === undefined) throw new Error('the row is gone');
      const asked = { quality, count: 2, size: { width, height }, promptChars: 0, references: 0 };
      expect(quoteModel(model, asked)).toMatchObject({ micros: 2 * tokens * 30 });
    },
  );

  it.each([
    ['dall-e-2', '2026-05-12'],
    ['dall-e-3', '2026-05-12'],
    ['gpt-image-1', '2026-10-23'],
  ])('%s keeps its row and the day it went: old pictures name it', (id, day) => {
    const model = modelCatalogue.models.find((one) => one.id === id);
    expect(model).toMatchObject({ status: 'retired', retiredOn: day });
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

describe('the size a model is asked for', () => {
  it("is one of its list, nearest in shape, or the table's", () => {
    for (const model of modelCatalogue.models) {
      for (const quality of QUALITIES) {
        for (const aspect of ASPECTS) {
          const size = sizeOn(model, quality, aspect);
          if (model.sizes === undefined) expect(size).toEqual(pixelSize(quality, aspect));
          else expect(model.sizes).toContain(`${size.width}x${size.height}`);
        }
      }
    }
    const listed = { sizes: ['1024x1024', '1536x1024', '1024x1536'] };
    expect(sizeOn(listed, '4k', '16:9')).toEqual({ width: 1536, height: 1024 });
    expect(sizeOn(listed, 'hd', '9:16')).toEqual({ width: 1024, height: 1536 });
    expect(sizeOn(listed, 'standard', '1:1')).toEqual({ width: 1024, height: 1024 });
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
      references: fc.integer({ min: 0, max: 15 }),
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
        const fuller = quoteModel(paid, { ...one, references: one.references + 1, size });
        if (fuller.kind !== 'estimate') throw new Error('kind');
        expect(fuller.micros).toBeGreaterThan(quote.micros);
      }),
    );
  });
});
