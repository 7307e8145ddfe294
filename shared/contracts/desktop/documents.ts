import { z } from 'zod';
import { DOCUMENT_MAX_SIDE, NAME_MAX_CHARS, ORIGINS_MAX } from '../../document/index.ts';
import { LAYERED_FORMATS } from '../../pictures/index.ts';
import { base, id, nothing, type OutageData, sha256, timeMs } from './common.ts';
import { exported, exportOptions, exportRefusals, exportSize, exportTarget } from './exports.ts';

const side = z.int().min(1).max(DOCUMENT_MAX_SIDE);
const name = z.string().trim().min(1).max(NAME_MAX_CHARS);
const path = z.string().min(1).max(4096);

export const document = z.strictObject({
  id,
  name: z.string(),
  /** Null for a file that nobody looked into yet: the window says it with `setSize`. */
  width: side.nullable(),
  height: side.nullable(),
  /** The person's own file. Null while there is none. */
  file: z
    .strictObject({
      path: z.string(),
      name: z.string(),
      /** `changed`: it is not the one that was last read or written here. */
      state: z.enum(['same', 'changed', 'missing']),
    })
    .nullable(),
  createdAtMs: timeMs,
  changedAtMs: timeMs,
  openedAtMs: timeMs,
  savedAtMs: timeMs.nullable(),
  /** There are steps that the file does not have. */
  ahead: z.boolean(),
  open: z.boolean(),
  discarded: z.boolean(),
});
export type DocumentSummary = z.infer<typeof document>;

const journal = z.strictObject({
  /** Of the base; the entries behind it are numbered from there. */
  baseSequence: z.int(),
  /** Of the last entry on the disk. */
  sequence: z.int(),
  /** The last entry that the file has. */
  savedSequence: z.int(),
  sizeBytes: z.int(),
  /** The base is not whole any more: the file, or a new base, has to take its place. */
  damaged: z.boolean(),
  /** Where all of it is, when its end was damaged and cut off, for as long as nothing was kept since. */
  copy: z.string().nullable(),
});

/** What the flattened picture was made of; it decides what its metadata says. */
const origins = z
  .array(z.strictObject({ sha256, made: z.enum(['trained', 'drawn', 'brought']) }))
  .max(ORIGINS_MAX);

const which = z.strictObject({ id });
const openRefusals = {
  NOT_FOUND: {},
  FILE_MISSING: {},
  /** A folder, a device, or an address that is not absolute. */
  NOT_A_FILE: {},
  /** Neither OpenRaster nor Photoshop. */
  NOT_LAYERED: {},
  TOO_LARGE: {},
  FILE_UNREADABLE: {},
};

export const documents = {
  /** Newest first, by when they were last opened or changed. */
  recent: base.input(nothing).output(z.array(document).max(200)),
  get: base.errors({ NOT_FOUND: {} }).input(which).output(z.strictObject({ document, journal })),
  create: base.input(z.strictObject({ name, width: side, height: side })).output(document),
  /** A file of the person's, or one of `recent`. The same file opened twice is the same document. */
  open: base
    .errors(openRefusals)
    .input(z.union([z.strictObject({ path }), which]))
    .output(document),
  close: base.errors({ NOT_FOUND: {} }).input(which).output(nothing),
  /** With everything in the journal, and without a file. */
  duplicate: base.errors({ NOT_FOUND: {} }).input(which.extend({ name })).output(document),
  rename: base.errors({ NOT_FOUND: {} }).input(which.extend({ name })).output(document),
  setSize: base
    .errors({ NOT_FOUND: {} })
    .input(which.extend({ width: side, height: side }))
    .output(document),
  /**
   * Looks whether the document can be saved there. Nothing is written yet: the ticket goes with the bytes, and only when
   * they are on the disk is it the document's file. `.ora` is added where neither it nor `.psd` stands.
   */
  saveAs: base
    .errors({
      NOT_FOUND: {},
      NAME_TAKEN: {},
      /** Empty, too long, or with something no file name may hold. */
      NAME_REFUSED: {},
      FOLDER_MISSING: {},
      FOLDER_NOT_WRITABLE: {},
      FOLDER_IN_APPLICATION_DATA: {},
      /** Another document that is open has this file. */
      OPEN_ELSEWHERE: {},
    })
    .input(which.extend({ path, overwrite: z.boolean() }))
    .output(z.strictObject({ ticket: z.string(), path: z.string(), name: z.string() })),
  /** How large a file of the flattened picture would be, which came by `PUT /documents/<id>/flattened` before. */
  exportSize: base
    .errors(exportRefusals)
    .input(which.extend({ origins, options: exportOptions }))
    .output(exportSize),
  exportFlattened: base
    .errors({ ...exportRefusals, FOLDER_NOT_WRITABLE: {} })
    .input(z.strictObject({ ...exportTarget, origins, options: exportOptions }))
    .output(exported),
  /** With its layers: the file came by `PUT /documents/<id>/layered` before, and is written once. */
  exportLayered: base
    .errors({ NOT_FOUND: {}, FILE_MISSING: {}, FOLDER_NOT_WRITABLE: {} })
    .input(z.strictObject({ ...exportTarget, format: z.enum(LAYERED_FORMATS) }))
    .output(exported),
  /** Out of sight until the next start, which removes what is kept of it here. Its file is not touched. */
  discard: base.errors({ NOT_FOUND: {} }).input(which).output(nothing),
  restore: base.errors({ NOT_FOUND: {} }).input(which).output(document),
};

/** What `PUT /documents/<id>/journal?after=…` and `PUT /documents/<id>/base?sequence=…&aside=…` answer. */
export type JournalAnswer =
  /** On the disk. `copy` is where everything is that a base with `aside=true` took the place of. */
  | { readonly kind: 'kept'; readonly sequence: number; readonly copy?: string }
  | {
      readonly kind: 'refused';
      readonly code: 'out-of-order' | 'too-large' | 'malformed' | 'damaged';
      /** Of the last entry on the disk. */
      readonly sequence: number;
    }
  | DocumentTrouble;

/** What `PUT /documents/<id>/file?sequence=…` answers. */
export type SaveAnswer =
  | { readonly kind: 'saved'; readonly document: DocumentSummary }
  | {
      readonly kind: 'refused';
      readonly code:
        | 'changed-outside'
        | 'write-protected'
        | 'no-file'
        | 'ticket-unknown'
        | 'too-large'
        | 'malformed';
    }
  | DocumentTrouble;

/** What `PUT /documents/<id>/flattened` and `PUT /documents/<id>/layered?format=…` answer. It is kept while the document is open. */
export type FlatAnswer =
  | { readonly kind: 'kept'; readonly sequence: number }
  | { readonly kind: 'refused'; readonly code: 'too-large' | 'malformed' }
  | DocumentTrouble;

export type DocumentTrouble =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'outage'; readonly outage: OutageData | null }
  | { readonly kind: 'trouble' };
