import { z } from 'zod';
import { id, inGoodStanding, signedIn, timeMs } from './common.ts';

/** What may be uploaded for a generation. The name of a type is a claim until the bytes were looked at. */
export const UPLOAD_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const cloudObject = z.strictObject({
  id,
  state: z.enum(['awaited', 'stored']),
  type: z.enum(UPLOAD_TYPES),
  sizeBytes: z.int().min(1),
  sha256,
  /** Pixels; null until the bytes were looked at. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Then the cloud's copy ends; the person's own does not. */
  expiresAtMs: timeMs,
});
export type CloudObject = z.infer<typeof cloudObject>;

/** A request that needs no token: the address is signed, and never outlives the object. */
const signedRequest = z.strictObject({
  url: z.url().max(4000),
  method: z.enum(['GET', 'PUT']),
  headers: z.record(z.string().max(60), z.string().max(300)),
  expiresAtMs: timeMs,
});

export const objects = {
  /** Announces an upload; the bytes go to the signed address, and `complete` has them looked at. */
  create: inGoodStanding
    .route({ method: 'POST', path: '/objects', summary: 'Announce an upload' })
    .errors({
      TOO_LARGE: { status: 413, data: z.strictObject({ maxBytes: z.int() }) },
      QUOTA: { status: 409, data: z.strictObject({ usedBytes: z.int(), quotaBytes: z.int() }) },
      /** The same id announced before with other facts, or gone since. */
      ID_TAKEN: { status: 409 },
    })
    .input(
      z.strictObject({
        /** The uploader's own, so that asking twice makes one. */
        id,
        /** The generation it serves, and nothing else (P-17). */
        generationId: id,
        type: z.enum(UPLOAD_TYPES),
        sizeBytes: z.int().min(1).max(1_000_000_000),
        sha256,
      }),
    )
    .output(z.strictObject({ object: cloudObject, upload: signedRequest.nullable() })),
  complete: signedIn
    .route({
      method: 'POST',
      path: '/objects/{id}/complete',
      summary: 'Have the uploaded bytes looked at and kept',
    })
    .errors({
      NOT_FOUND: { status: 404 },
      NOT_UPLOADED: { status: 409 },
      /** Size, hash or type are not those that were announced; the bytes are gone. */
      NOT_AS_ANNOUNCED: { status: 422 },
      NOT_A_PICTURE: { status: 422 },
      TOO_MANY_PIXELS: { status: 422, data: z.strictObject({ maxPixels: z.int() }) },
      GONE: { status: 410 },
    })
    .input(z.strictObject({ id }))
    .output(cloudObject),
  get: signedIn
    .route({ method: 'GET', path: '/objects/{id}', summary: 'The object and a signed address to fetch it' })
    .errors({ NOT_FOUND: { status: 404 }, GONE: { status: 410 } })
    .input(z.strictObject({ id }))
    .output(z.strictObject({ object: cloudObject, download: signedRequest.nullable() })),
  remove: signedIn
    .route({
      method: 'POST',
      path: '/objects/remove',
      summary: 'Delete objects; those of others are passed over',
    })
    .input(z.strictObject({ ids: z.array(id).min(1).max(1000) }))
    .output(z.strictObject({ removed: z.int().min(0) })),
  usage: signedIn
    .route({ method: 'GET', path: '/objects/usage', summary: 'Bytes kept in the cloud, and how many may be' })
    .output(z.strictObject({ usedBytes: z.int(), quotaBytes: z.int(), count: z.int() })),
};
