import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_PROFILES } from '../../pictures/index.ts';
import { id } from './common.ts';

/** What a file holds besides pixels, and how it is written. */
export const exportOptions = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  /** Looked at for JPEG, WebP and AVIF. */
  quality: z.int().min(1).max(100),
  scale: z.number().min(0.05).max(1),
  profile: z.enum(EXPORT_PROFILES),
  /** Prompt and parameters go along. That AI made it always does. */
  includePrompt: z.boolean(),
});
export type ExportOptions = z.infer<typeof exportOptions>;

export const exported = z.strictObject({ path: z.string(), name: z.string(), sizeBytes: z.int() });
export const exportSize = z.strictObject({ sizeBytes: z.int(), width: z.int(), height: z.int() });
export const exportRefusals = { NOT_FOUND: {}, FILE_MISSING: {}, NOT_A_PICTURE: {} };
export const exportTarget = {
  id,
  /** Null is the folder beside the library, `Exports`. */
  folder: z.string().max(4096).nullable(),
  /** Without the extension; what a system can't take in a name is left out. A taken name gets a number. */
  name: z.string().min(1).max(200),
};
