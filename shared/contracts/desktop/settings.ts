import { z } from 'zod';
import { FRAME_ACTS } from '../../frame/index.ts';
import { base, id, nothing } from './common.ts';
import { generationInput } from './generations.ts';

export const THEMES = ['system', 'dark', 'light'] as const;
export const SURROUNDS = ['black', 'dark', 'mid', 'light', 'white'] as const;

/** What stands in the form and was not asked for yet, so that a restart loses no words. */
const draft = generationInput.omit({ operation: true, modelId: true, place: true }).extend({
  /** Null: the one of `settings.modelId`. */
  modelId: z.string().max(60).nullable(),
  seedKept: z.boolean(),
  /** What is done with the open document; null makes a picture of its own. */
  act: z.enum(FRAME_ACTS).nullable().default(null),
});

export const settingsSchema = z.strictObject({
  firstRunDone: z.boolean(),
  theme: z.enum(THEMES),
  /** Null follows the theme: dark grey in the dark one, light grey in the light one. */
  surround: z.enum(SURROUNDS).nullable(),
  libraryFolder: z.string().max(4096),
  /** The model the form starts with. */
  modelId: z.string().max(60),
  /** What the Studio shows, and shows again after a restart. */
  studioPictureId: id.nullable(),
  /** The layered document that is open in the Studio; null while it shows a picture. */
  studioDocumentId: id.nullable(),
  /** Width of a row in the grid, in pixels. */
  rowHeight: z.int().min(64).max(320),
  draft: draft.nullable(),
  /** The caution before pictures go to a provider was read (P-55). */
  cautionSeen: z.boolean(),
  /** Millionths of a dollar, for runs with the person's own keys; null is no cap. */
  runCapMicros: z.int().min(0).max(1_000_000_000_000).nullable(),
  monthCapMicros: z.int().min(0).max(1_000_000_000_000).nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

const folder = z.strictObject({ name: z.string(), path: z.string() });

export const settings = {
  get: base.input(nothing).output(settingsSchema),
  update: base.input(settingsSchema.omit({ libraryFolder: true }).partial()).output(settingsSchema),
  /** New pictures go there; those already kept stay where they are. */
  setLibraryFolder: base
    .errors({ FOLDER_NOT_WRITABLE: {}, FOLDER_MISSING: {}, FOLDER_IN_APPLICATION_DATA: {} })
    .input(z.strictObject({ path: z.string().min(1).max(4096) }))
    .output(settingsSchema),
  /** The in-window picker's view of one folder; null is the person's home. */
  listFolder: base
    .errors({ FOLDER_MISSING: {}, FOLDER_UNREADABLE: {} })
    .input(z.strictObject({ path: z.string().max(4096).nullable() }))
    .output(
      z.strictObject({
        path: z.string(),
        parent: z.string().nullable(),
        folders: z.array(folder).max(500),
        places: z.array(folder).max(10),
        writable: z.boolean(),
        freeBytes: z.int(),
      }),
    ),
  storage: base.input(nothing).output(
    z.strictObject({
      libraryFolder: z.string(),
      dataFolder: z.string(),
      freeBytes: z.int().nullable(),
      pictureBytes: z.int(),
      pictureCount: z.int(),
    }),
  ),
};
