import { z } from 'zod';

/** The fourteen things Gesso can make. A new one is a row in `resources/operations` and a name here. */
export const OPERATION_IDS = [
  'text-to-image',
  'edit-image',
  'enhance',
  'upscale',
  'remove-background',
  'face-swap',
  'portrait',
  'image-to-3d',
  'text-to-video',
  'image-to-video',
  'edit-video',
  'text-to-music',
  'describe-image',
  'expand-prompt',
] as const;

export type OperationId = (typeof OPERATION_IDS)[number];

export const QUALITIES = ['standard', 'hd', '4k'] as const;
export type Quality = (typeof QUALITIES)[number];

export const ASPECTS = ['1:1', '3:2', '16:9', '2:3', '9:16'] as const;
export type Aspect = (typeof ASPECTS)[number];

export const MEDIA = ['picture', 'video', 'sound', 'shape', 'text'] as const;

const name = z
  .string()
  .regex(/^[a-z][A-Za-z]*$/)
  .max(40);

const inputField = z.discriminatedUnion('kind', [
  z.strictObject({
    name,
    kind: z.literal('text'),
    required: z.boolean(),
    maxChars: z.int().min(1).max(32_000),
  }),
  z.strictObject({
    name,
    kind: z.literal('choice'),
    required: z.boolean(),
    choices: z.array(z.string().max(40)).min(1).max(40),
    default: z.string().max(40),
  }),
  z.strictObject({
    name,
    kind: z.literal('integer'),
    required: z.boolean(),
    min: z.int(),
    max: z.int(),
    default: z.int().optional(),
  }),
  z.strictObject({
    name,
    kind: z.literal('media'),
    required: z.boolean(),
    media: z.enum(['picture', 'video', 'sound']),
    minCount: z.int().min(0),
    maxCount: z.int().min(1).max(16),
  }),
  z.strictObject({ name, kind: z.literal('flag'), required: z.boolean() }),
]);

const credits = z.int().min(0).max(10_000);

const priceRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('per-picture-by-quality'),
    credits: z.strictObject({ standard: credits, hd: credits, '4k': credits }),
  }),
  z.strictObject({ kind: z.literal('per-result'), credits }),
  /** `credits` for every started `perSeconds`. */
  z.strictObject({ kind: z.literal('per-second'), credits, perSeconds: z.int().min(1) }),
]);

export const operationSchema = z.strictObject({
  id: z.enum(OPERATION_IDS),
  yields: z.array(z.enum(MEDIA)).min(1),
  price: priceRule,
  inputs: z.array(inputField).min(1).max(20),
});

export const operationCatalogueSchema = z
  .strictObject({ version: z.literal(1), operations: z.array(operationSchema) })
  .refine(
    (catalogue) => OPERATION_IDS.every((id) => catalogue.operations.filter((o) => o.id === id).length === 1),
    {
      message: 'every operation stands in the catalogue exactly once',
    },
  );

export type Operation = z.infer<typeof operationSchema>;
