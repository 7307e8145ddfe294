import { expect, test } from 'vitest';
import catalogue from '../../resources/models/catalogue.json' with { type: 'json' };
import { modelCatalogueSchema } from '../../shared/operations/index.ts';
import { SMALL_RUN } from '../../tests/drivers/contract-client.ts';
import { prepareRequest } from './request.ts';

const model = modelCatalogueSchema.parse(catalogue).models.find(({ id }) => id === 'gpt-image-2');

test.each([
  [1, 50_000_000],
  [2, 50_000_000],
  [5, 20_000_000],
  [16, 6_250_000],
])(
  '%d references may have %d bytes each, so that all of them can be held and uploaded',
  async (count, most) => {
    if (model === undefined) throw new Error('the row is gone');
    const asked: number[] = [];
    const prepared = await prepareRequest(
      {
        library: {
          forSending: async (_id, maxBytes) => {
            asked.push(maxBytes);
            return { bytes: new Uint8Array(1), mediaType: 'image/png', width: 1, height: 1 };
          },
        },
        frames: { forSending: async () => null },
      },
      {
        operation: 'text-to-image',
        input: {
          ...SMALL_RUN,
          references: Array.from({ length: count }, (_, at) => ({
            pictureId: `p${at}`,
            role: 'style' as const,
          })),
        },
        model,
        inputs: { forms: ['multipart'], maxCount: 16, maxBytes: 50_000_000, mediaTypes: ['image/png'] },
        have: new Set(),
      },
    );
    expect(prepared.kind).toBe('request');
    expect(asked).toEqual(Array.from({ length: count }, () => most));
  },
);
