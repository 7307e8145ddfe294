import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_PROFILES } from '../../pictures/index.ts';
import { base, id, type OutageData, sha256, timeMs } from './common.ts';
import { costSchema, generationInput, quoteSchema } from './generations.ts';

export const picture = z.strictObject({
  id,
  /** Sorts by the time it was made; the grid's cursor. */
  position: z.int(),
  sha256,
  width: z.int(),
  height: z.int(),
  madeAtMs: timeMs,
  /** The local calendar day it was made on, 2026-11-20. */
  day: z.iso.date(),
  prompt: z.string().max(300),
  /** Empty for a picture that was brought in. */
  modelId: z.string(),
  origin: z.enum(['made', 'imported']),
  verdict: z.enum(['pending', 'accepted', 'passed', 'discarded']),
});
export type Picture = z.infer<typeof picture>;

export const query = z.strictObject({
  /** Words to find, all of them, the last one by its beginning. Empty finds everything. */
  words: z.string().max(500),
  trashed: z.boolean(),
});
export type ExportOptions = z.infer<typeof exportOptions>;
export type LibraryQuery = z.infer<typeof query>;

export const pictureDetails = z.strictObject({
  picture,
  fullPrompt: z.string(),
  revisedPrompt: z.string().nullable(),
  operation: z.string(),
  providerId: z.string(),
  modelLabel: z.string(),
  modelRetired: z.boolean(),
  licenceNote: z.string(),
  seed: z.int().nullable(),
  input: generationInput.nullable(),
  quote: quoteSchema.nullable(),
  cost: costSchema.nullable(),
  file: z.strictObject({
    path: z.string(),
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    missing: z.boolean(),
  }),
  trashedAtMs: timeMs.nullable(),
  parents: z.array(picture).max(20),
  siblings: z.array(picture).max(20),
  children: z.array(picture).max(50),
});
export type PictureDetails = z.infer<typeof pictureDetails>;

/** What a file holds besides pixels, and how it is written. */
const exportOptions = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  /** Looked at for JPEG, WebP and AVIF. */
  quality: z.int().min(1).max(100),
  scale: z.number().min(0.05).max(1),
  profile: z.enum(EXPORT_PROFILES),
  /** Prompt and parameters go along. That AI made it always does. */
  includePrompt: z.boolean(),
});

const exported = z.strictObject({ path: z.string(), name: z.string(), sizeBytes: z.int() });
const exportRefusals = { NOT_FOUND: {}, FILE_MISSING: {}, NOT_A_PICTURE: {} };
const target = {
  id,
  /** Null is the folder beside the library, `Exports`. */
  folder: z.string().max(4096).nullable(),
  /** Without the extension; what a system can't take in a name is left out. A taken name gets a number. */
  name: z.string().min(1).max(200),
};

const ids = z.strictObject({ ids: z.array(id).min(1).max(1000) });
const moved = z.strictObject({ moved: z.int() });

export const library = {
  /** A page, newest first. `before` is the position of the last picture seen, null for the first page. */
  search: base
    .input(query.extend({ before: z.int().nullable(), limit: z.int().min(1).max(400) }))
    .output(z.strictObject({ pictures: z.array(picture).max(400), end: z.boolean() })),
  /** How many pictures each of these days holds for the query. */
  dayCounts: base
    .input(query.extend({ days: z.array(z.iso.date()).max(60) }))
    .output(z.record(z.string(), z.int())),
  /** `more` says that counting stopped at the bound. */
  count: base.input(query).output(z.strictObject({ total: z.int(), more: z.boolean() })),
  get: base.errors({ NOT_FOUND: {} }).input(z.strictObject({ id })).output(pictureDetails),
  trash: base.input(ids).output(moved),
  restore: base.input(ids).output(moved),
  /** How large the file would be; made for real, so that the number is true. */
  exportSize: base
    .errors(exportRefusals)
    .input(z.strictObject({ id, options: exportOptions }))
    .output(z.strictObject({ sizeBytes: z.int(), width: z.int(), height: z.int() })),
  exportPicture: base
    .errors({ ...exportRefusals, FOLDER_NOT_WRITABLE: {} })
    .input(z.strictObject({ ...target, options: exportOptions }))
    .output(exported),
  /** The provider's own bytes, untouched, with everything they carry. */
  saveOriginal: base
    .errors({ NOT_FOUND: {}, FILE_MISSING: {}, FOLDER_NOT_WRITABLE: {} })
    .input(z.strictObject(target))
    .output(exported),
  /** Shows the file in the system's file manager. */
  reveal: base
    .errors({ NOT_FOUND: {}, FILE_MISSING: {} })
    .input(z.strictObject({ id }))
    .output(z.strictObject({})),
};

/** What `PUT /imports?name=…` answers: bytes are too much for the socket, so they come in beside it. */
export type ImportAnswer =
  | { readonly kind: 'picture'; readonly picture: Picture }
  /** Said of the file, in the person's words; the file itself was only read. */
  | { readonly kind: 'refused'; readonly code: 'not-a-picture' | 'too-large' | 'too-slow' | 'too-many' }
  | { readonly kind: 'outage'; readonly outage: OutageData | null }
  | { readonly kind: 'trouble' };
