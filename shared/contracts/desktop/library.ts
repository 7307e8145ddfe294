import { z } from 'zod';
import { base, id, type OutageData, sha256, timeMs } from './common.ts';
import { exported, exportOptions, exportRefusals, exportSize, exportTarget } from './exports.ts';
import { costSchema, generationInput, keptProof, quoteSchema } from './generations.ts';

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
  /** For one that was put into a document: what was done to it there, and what was left alone. */
  kept: keptProof.nullable(),
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
    .output(exportSize),
  exportPicture: base
    .errors({ ...exportRefusals, FOLDER_NOT_WRITABLE: {} })
    .input(z.strictObject({ ...exportTarget, options: exportOptions }))
    .output(exported),
  /** The provider's own bytes, untouched, with everything they carry. */
  saveOriginal: base
    .errors({ NOT_FOUND: {}, FILE_MISSING: {}, FOLDER_NOT_WRITABLE: {} })
    .input(z.strictObject(exportTarget))
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
