import { oc } from '@orpc/contract';
import { z } from 'zod';
import { FRAME_ACTS } from '../../frame/index.ts';
import { ASPECTS, modelSchema, OPERATION_IDS, operationSchema, QUALITIES } from '../../operations/index.ts';
import { base, id, nothing, type OutageData, outage, sha256, timeMs } from './common.ts';

export const JOB_STATES = [
  'queued',
  'submitting',
  'running',
  'succeeded',
  'failed',
  'refused',
  'cancelled',
  'expired',
] as const;
export type JobState = (typeof JOB_STATES)[number];

export const PROMPT_MAX_CHARS = 32_000;
export const NEGATIVE_MAX_CHARS = 4_000;

/** What a picture that goes along is there for. `source` is the one that is edited. */
export const REFERENCE_ROLES = ['source', 'style', 'subject', 'palette'] as const;
export type ReferenceRole = (typeof REFERENCE_ROLES)[number];

/** The operations the Studio's form can ask for. */
export const MAKING_OPERATIONS = ['text-to-image', 'edit-image'] as const;

const reference = z.strictObject({ pictureId: id, role: z.enum(REFERENCE_ROLES) });
export type Reference = z.infer<typeof reference>;

const coordinate = z.int().min(-1_000_000).max(1_000_000);
const side = z.int().min(1).max(16_384);
const rect = z.strictObject({ x: coordinate, y: coordinate, width: side, height: side });

/** Where in a document a run is to take effect. In the coordinates that the document began with. */
const place = z.strictObject({
  act: z.enum(FRAME_ACTS),
  documentId: id,
  /** The pixels and the mask of the window, from `PUT /frames`; null for an act that sends none. */
  frameId: id.nullable(),
  /** What may change at the most. */
  frame: rect,
  /** What was taken along to be seen. */
  window: rect,
  /** At which the window is sent and asked for. */
  size: z.strictObject({ width: side, height: side }),
  /** The layer that was active: what comes stands above it. */
  layerId: z.string().min(1).max(64).nullable(),
});
export type Place = z.infer<typeof place>;

/** What was done to a provider's picture before it was put into the document, and what was not done to the document. */
export const keptProof = z.strictObject({
  /** Of the window. */
  protectedPixels: z.int().min(0),
  /** The largest change of any channel among those, of 255. Counted in the document. */
  largestChangeOutside: z.int().min(0).max(255),
  /** How the provider's picture lay over the window: pixels, a factor, radians. */
  placement: z.strictObject({ x: z.number(), y: z.number(), scale: z.number(), radians: z.number() }),
  /** What was undone of its colours, for red, green and blue. */
  colours: z.strictObject({
    gain: z.tuple([z.number(), z.number(), z.number()]),
    bias: z.tuple([z.number(), z.number(), z.number()]),
  }),
  /** Of 255, in a ring around the mask: as it came, and as it was used. */
  seam: z.strictObject({ asItCame: z.number(), asUsed: z.number() }),
});
export type KeptProof = z.infer<typeof keptProof>;

/** The answer to `PUT /frames?original=N`, whose body is N bytes of PNG, the window's pixels, and then the mask's PNG. */
export type FrameAnswer =
  | { readonly kind: 'kept'; readonly frameId: string }
  | { readonly kind: 'refused'; readonly code: 'malformed' | 'too-large' }
  | { readonly kind: 'outage'; readonly outage: OutageData | null }
  | { readonly kind: 'trouble' };

/** What the form says. Lengths are the contract's own wide bounds; the refusals say the exact rule. */
export const generationInput = z.strictObject({
  operation: z.enum(MAKING_OPERATIONS),
  modelId: z.string().max(60),
  prompt: z.string().max(200_000),
  negativePrompt: z.string().max(20_000),
  aspect: z.enum(ASPECTS),
  quality: z.enum(QUALITIES),
  count: z.int().min(1).max(10),
  /** Null: a new one is drawn. */
  seed: z.int().min(0).max(4_294_967_295).nullable(),
  background: z.enum(['auto', 'transparent', 'opaque']),
  /** The picture this run goes on from, for lineage ("Use again"); its bytes are not sent. */
  parentPictureId: id.nullable(),
  /** Library pictures whose pixels go along, without their metadata. Runs of older versions had none. */
  references: z.array(reference).max(16).default([]),
  /** Null for a picture of its own. Runs of older versions had none. */
  place: place.nullable().default(null),
});
export type GenerationInput = z.infer<typeof generationInput>;

export const quoteSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  z.strictObject({ kind: z.literal('credits'), credits: z.int() }),
  z.strictObject({ kind: z.literal('estimate'), currency: z.literal('USD'), micros: z.int() }),
  /** A server of the person's own: nobody publishes what it costs, if anything. */
  z.strictObject({ kind: z.literal('unknown') }),
]);

export const costSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({ kind: z.literal('money'), currency: z.literal('USD'), micros: z.int() }),
]);

/** Why a job ended without all its pictures, or what it waits for. Codes; the window has the words. */
export const jobReason = z.strictObject({
  /** A failure kind of the provider contract, or one of ours. */
  code: z.string().max(60),
  /** For a refusal: where the provider stopped it. */
  stage: z.enum(['input', 'output', 'unknown']).nullable(),
  categories: z.array(z.string().max(100)).max(20),
  retryable: z.boolean(),
  charged: z.enum(['yes', 'no', 'unknown']),
  retryAfterMs: z.int().nullable(),
  requestId: z.string().max(200).nullable(),
});

export const job = z.strictObject({
  id,
  operation: z.enum(OPERATION_IDS),
  modelId: z.string(),
  providerId: z.string(),
  prompt: z.string(),
  state: z.enum(JOB_STATES),
  /** The last run stopped without a known end (a crash, a lost answer). */
  interrupted: z.boolean(),
  /** Delivered pictures that could not be stored yet; they are held in memory and tried again. */
  blocked: outage.nullable(),
  count: z.int(),
  delivered: z.int(),
  quote: quoteSchema,
  cost: costSchema.nullable(),
  reason: jobReason.nullable(),
  createdAtMs: timeMs,
  endedAtMs: timeMs.nullable(),
  thumbnail: sha256.nullable(),
  /** Its pictures that are not in Trash, in the order of the Candidates bar. */
  pictureIds: z.array(id).max(10),
  /** The whole input, for "Edit and try again". */
  input: generationInput,
});
export type Job = z.infer<typeof job>;

export const candidatePicture = z.strictObject({
  pictureId: id,
  ordinal: z.int(),
  sha256,
  width: z.int(),
  height: z.int(),
});

export const candidateSet = z.strictObject({
  generationId: id,
  modelId: z.string(),
  prompt: z.string(),
  count: z.int(),
  /** True while more may come: empty slots wait. After the end, empty slots were returned. */
  open: z.boolean(),
  pictures: z.array(candidatePicture).max(10),
  input: generationInput,
  quote: quoteSchema,
});
export type CandidateSet = z.infer<typeof candidateSet>;

/** Null: made when it is sent, and another each time. */
const sentValue = z.string().nullable();
const sentField = z.strictObject({ kind: z.literal('field'), name: z.string(), value: sentValue });
const sentFile = z.strictObject({
  kind: z.literal('file'),
  name: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
});

/** A request as it would leave this computer, the key replaced by dots. */
export const sentRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing-leaves') }),
  z.strictObject({
    kind: z.literal('request'),
    method: z.string(),
    url: z.string(),
    headers: z.array(z.strictObject({ name: z.string(), value: sentValue })).max(60),
    parts: z.array(z.discriminatedUnion('kind', [sentField, sentFile])).max(200),
  }),
]);
export type SentRequest = z.infer<typeof sentRequest>;

/** What own-key runs cost: what providers said, and estimates where no word came. Millionths of a dollar. */
const spent = { micros: z.int(), ofThatEstimatedMicros: z.int(), runs: z.int() };

export const spendingSchema = z.strictObject({
  /** This calendar month, what runs now counted by its estimate. */
  month: z.strictObject(spent),
  today: z.strictObject(spent),
  /** Newest first; days and months without spending are left out. */
  days: z.array(z.strictObject({ day: z.iso.date(), ...spent })).max(62),
  months: z.array(z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), ...spent })).max(24),
  /** Dearest first, over all time. */
  models: z.array(z.strictObject({ modelId: z.string(), modelLabel: z.string(), ...spent })).max(100),
});
export type Spending = z.infer<typeof spendingSchema>;

export const generations = {
  catalogue: oc
    .input(nothing)
    .output(z.strictObject({ operations: z.array(operationSchema), models: z.array(modelSchema) })),
  quote: oc
    .errors({ MODEL_UNKNOWN: {} })
    .input(
      generationInput.omit({ prompt: true, negativePrompt: true }).extend({ promptChars: z.int().min(0) }),
    )
    .output(z.strictObject({ quote: quoteSchema, width: z.int(), height: z.int() })),
  submit: base
    .errors({
      /** The price is another than the one that was shown: shown anew, nothing was sent. */
      PRICE_CHANGED: {},
      PROMPT_EMPTY: {},
      PROMPT_TOO_LONG: { data: z.strictObject({ chars: z.int(), maxChars: z.int() }) },
      MODEL_UNKNOWN: {},
      MODEL_RETIRED: {},
      MODEL_CANNOT: {
        data: z.strictObject({
          field: z.enum(['count', 'background', 'quality', 'negativePrompt', 'references', 'place']),
        }),
      },
      /** A reference that is not in the library any more, or whose file is gone or unreadable. */
      REFERENCE_MISSING: { data: z.strictObject({ pictureId: id }) },
      /** What was taken of the document is not there any more. */
      FRAME_MISSING: {},
      /** Pictures would go to a provider for the first time: the caution has to be read first (P-55). */
      CAUTION_UNSEEN: {},
      /** The person's own caps, in millionths of a dollar, counted on this computer. */
      RUN_CAP: { data: z.strictObject({ capMicros: z.int(), runMicros: z.int() }) },
      MONTH_CAP: {
        data: z.strictObject({ capMicros: z.int(), spentMicros: z.int(), runMicros: z.int() }),
      },
      KEY_MISSING: {},
      QUEUE_FULL: { data: z.strictObject({ max: z.int() }) },
    })
    .input(generationInput.extend({ shownQuote: quoteSchema.optional() }))
    .output(z.strictObject({ generationId: id })),
  cancel: base.errors({ NOT_FOUND: {}, ALREADY_ENDED: {} }).input(z.strictObject({ id })).output(nothing),
  /** Tries to store again what a full or read-only disk kept waiting. */
  retryStore: base.errors({ NOT_FOUND: {} }).input(z.strictObject({ id })).output(nothing),
  /** Closes a job shown as interrupted: its end stays unknown and it is no longer waited for. */
  close: base.errors({ NOT_FOUND: {}, NOT_INTERRUPTED: {} }).input(z.strictObject({ id })).output(nothing),
  /**
   * The exact request that `submit` would cause, without sending or keeping anything. `nothing-leaves` for what is
   * drawn on this computer, and for what would be refused before it left.
   */
  whatIsSent: base
    .errors({
      MODEL_UNKNOWN: {},
      REFERENCE_MISSING: { data: z.strictObject({ pictureId: id }) },
      FRAME_MISSING: {},
    })
    .input(generationInput)
    .output(sentRequest),
  spending: base.input(nothing).output(spendingSchema),
  /** Running ones and the last fifty that ended, newest first. */
  list: base.input(nothing).output(z.array(job).max(200)),
};

export const candidates = {
  /** Sets that wait for a decision, oldest first. */
  list: base.input(nothing).output(z.array(candidateSet).max(60)),
  /** The picture goes to the Studio; its siblings stay in the library. */
  accept: base
    .errors({ NOT_FOUND: {} })
    .input(
      z.strictObject({
        pictureId: id,
        /** For one that was put into a document: what was done to it, kept with the picture. */
        proof: keptProof.nullable().default(null),
      }),
    )
    .output(nothing),
  /** None is taken; all stay in the library. */
  discard: base
    .errors({ NOT_FOUND: {} })
    .input(z.strictObject({ generationId: id }))
    .output(nothing),
  /** Undoes accept or discard: the set waits again. */
  reopen: base
    .errors({ NOT_FOUND: {} })
    .input(z.strictObject({ generationId: id }))
    .output(nothing),
};
