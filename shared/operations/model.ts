import { z } from 'zod';
import { OPERATION_IDS, QUALITIES } from './operation.ts';

const rate = z.number().min(0).max(10_000);
const perQuality = z.strictObject({ standard: rate, hd: rate, '4k': rate });

const modelPrice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  /** What the provider charges, in money per million tokens; the estimate before a run comes from this. */
  z.strictObject({
    kind: z.literal('tokens'),
    currency: z.literal('USD'),
    perMillion: z.strictObject({ textIn: rate, imageIn: rate, imageOut: rate }),
    outputTokensPerMegapixel: perQuality,
  }),
]);

export const modelSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/)
    .max(60),
  provider: z.enum(['sandbox', 'openai']),
  label: z.string().min(1).max(60),
  providerModel: z.string().min(1).max(100),
  operations: z.array(z.enum(OPERATION_IDS)).min(1),
  status: z.enum(['live', 'retired']),
  retiredOn: z.iso.date().optional(),
  maxCount: z.int().min(1).max(10),
  licence: z.strictObject({ commercial: z.boolean(), note: z.enum(['sandbox', 'openai-terms']) }),
  backgrounds: z.array(z.enum(['auto', 'transparent', 'opaque'])).min(1),
  /** The only sizes it makes, `WIDTHxHEIGHT`; absent where any size will do. */
  sizes: z.array(z.string().regex(/^\d{2,5}x\d{2,5}$/)).optional(),
  /** The qualities it can reach; absent means all. */
  qualities: z.array(z.enum(QUALITIES)).optional(),
  seeds: z.boolean(),
  negativePrompt: z.boolean(),
  price: modelPrice,
});

export const modelCatalogueSchema = z
  .strictObject({ version: z.literal(1), models: z.array(modelSchema).max(1000) })
  .refine((catalogue) => new Set(catalogue.models.map((m) => m.id)).size === catalogue.models.length, {
    message: 'model ids are unique',
  });

export type Model = z.infer<typeof modelSchema>;
export type ProviderId = Model['provider'];
