import { z } from 'zod';
import { OPERATION_IDS, QUALITIES } from './operation.ts';

const rate = z.number().min(0).max(10_000);
const perQuality = z.strictObject({ standard: rate, hd: rate, '4k': rate });

/**
 * How a made picture is counted. `grid`: so many cells along the long side, as many along the short one as its length
 * asks for, and each cell counts for more the larger the picture is.
 * @source community.openai.com/t/1382699, which gives the numbers of the provider's own calculator
 */
const outputTokens = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('megapixel'), tokens: perQuality }),
  z.strictObject({ by: z.literal('grid'), cells: perQuality }),
]);

const modelPrice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  z.strictObject({ kind: z.literal('unknown') }),
  /** What the provider charges, in money per million tokens; the estimate before a run comes from this. */
  z.strictObject({
    kind: z.literal('tokens'),
    currency: z.literal('USD'),
    perMillion: z.strictObject({ textIn: rate, imageIn: rate, imageOut: rate }),
    outputTokens,
    /** What one picture sent along counts for at most; absent where none can be sent. */
    inputTokensPerPicture: z.int().min(0).max(100_000).optional(),
    /** What one rough version on the way counts for; absent where none comes. */
    outputTokensPerRoughVersion: z.int().min(0).max(10_000).optional(),
  }),
]);

const side = z.int().min(1).max(65_536);

/** Any size within limits, where `sizes` would be a list without end. */
const freeSize = z.strictObject({
  step: side,
  minSide: side,
  maxSide: side,
  maxPixels: z.int().min(1),
  /** The long side over the short one. */
  maxAspect: z.number().min(1).max(100),
});

const wireQuality = z.enum(['low', 'medium', 'high', 'xhigh', 'max']);

export const modelSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/)
    .max(60),
  provider: z.enum(['sandbox', 'openai', 'own-server']),
  label: z.string().min(1).max(60),
  providerModel: z.string().min(1).max(100),
  operations: z.array(z.enum(OPERATION_IDS)).min(1),
  status: z.enum(['live', 'retired']),
  retiredOn: z.iso.date().optional(),
  maxCount: z.int().min(1).max(10),
  licence: z.strictObject({
    commercial: z.boolean(),
    note: z.enum(['sandbox', 'openai-terms', 'own-server']),
  }),
  backgrounds: z.array(z.enum(['auto', 'transparent', 'opaque'])).min(1),
  /** The only sizes it makes, `WIDTHxHEIGHT`; absent where any size will do. */
  sizes: z
    .array(z.string().regex(/^\d{2,5}x\d{2,5}$/))
    .min(1)
    .optional(),
  freeSize: freeSize.optional(),
  /** The qualities it can reach; absent means all. */
  qualities: z.array(z.enum(QUALITIES)).optional(),
  /** The provider's own word for each of our qualities. */
  wireQuality: z.strictObject({ standard: wireQuality, hd: wireQuality, '4k': wireQuality }).optional(),
  /** How many pictures may go along with a prompt, the edited one counted; absent means none. */
  maxReferences: z.int().min(0).max(16).optional(),
  /** A part of the edited picture can be kept from change. */
  mask: z.boolean().optional(),
  /** How closely an edit follows its pictures, where the model lets it be said; absent where it must not be. */
  inputFidelity: z.enum(['low', 'high']).optional(),
  seeds: z.boolean(),
  negativePrompt: z.boolean(),
  price: modelPrice,
});

export const modelCatalogueSchema = z
  .strictObject({ version: z.literal(1), models: z.array(modelSchema).max(1000) })
  .refine((catalogue) => new Set(catalogue.models.map((m) => m.id)).size === catalogue.models.length, {
    message: 'model ids are unique',
  })
  .refine((catalogue) => catalogue.models.every((m) => m.sizes === undefined || m.freeSize === undefined), {
    message: 'a model makes listed sizes or any, not both',
  })
  .refine(
    (catalogue) => catalogue.models.every((m) => (m.status === 'retired') === (m.retiredOn !== undefined)),
    {
      message: 'a retired model has its day, a live one none',
    },
  );

export type Model = z.infer<typeof modelSchema>;
export type ProviderId = Model['provider'];
