import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { nothing } from './common.ts';

/** Why the library could not be opened at start. Nothing was changed in any of these. */
export const TROUBLES = [
  'not-a-database',
  'newer-version',
  'database-read-only',
  'database-damaged',
  'disk-full',
  'data-folder-unusable',
] as const;

export const trouble = z.strictObject({
  code: z.enum(TROUBLES),
  path: z.string(),
  /** The file can be put aside (renamed, never deleted) and a new library begun. */
  canSetAside: z.boolean(),
});
export type Trouble = z.infer<typeof trouble>;

export const appState = z.strictObject({
  installId: z.string(),
  version: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  host: z.enum(['browser', 'electron']),
  /** The person's home folder, which the window writes as `~`. Null where that is not the custom. */
  home: z.string().nullable(),
  trouble: trouble.nullable(),
});
export type AppState = z.infer<typeof appState>;

export const NOUNS = [
  'settings',
  'generations',
  'candidates',
  'library',
  'documents',
  'providers',
  /** What can be made: the models of a person's own server come and go. */
  'catalogue',
  'account',
  'app',
] as const;

export const change = z.strictObject({
  revision: z.int(),
  noun: z.enum(NOUNS),
  /** What changed, or empty when the whole noun is to be fetched anew. */
  ids: z.array(z.string()).max(200),
});
export type Change = z.infer<typeof change>;
export type Noun = (typeof NOUNS)[number];

/** Lossy: a slow window gets the latest, not all. */
export const progress = z.strictObject({
  generationId: z.string(),
  fraction: z.number().min(0).max(1).nullable(),
  queuePosition: z.int().nullable(),
  /** The picture being made now, from 0. */
  ordinal: z.int().nullable(),
  leftMs: z.int().nullable(),
  /** Partial pictures to fetch at /previews/<generationId>/<ordinal>?v=<version>. */
  previews: z.array(z.strictObject({ ordinal: z.int(), version: z.int() })).max(10),
});
export type Progress = z.infer<typeof progress>;

export const app = {
  state: oc.input(nothing).output(appState),
  /** Tries to open the library again, after the person mended what was wrong. */
  retryOpen: oc.input(nothing).output(appState),
  /** Renames the file that could not be opened and begins a new library beside it. */
  setAside: oc.errors({ NOT_POSSIBLE: {} }).input(nothing).output(appState),
  changes: oc.input(nothing).output(eventIterator(change)),
  progress: oc.input(nothing).output(eventIterator(progress)),
};
