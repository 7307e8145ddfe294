import { oc } from '@orpc/contract';
import { z } from 'zod';

export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const timeMs = z.int().min(0);
export const nothing = z.strictObject({});

/** Why the computer could not do it. The window has a sentence for each that says what to do. */
export const OUTAGE_REASONS = [
  'disk-full',
  'folder-read-only',
  'folder-missing',
  'disk-error',
  'database-busy',
  'decoder-unavailable',
] as const;

export const outage = z.strictObject({
  reason: z.enum(OUTAGE_REASONS),
  retryable: z.boolean(),
  path: z.string().nullable(),
  neededBytes: z.int().nullable(),
});

export type OutageReason = (typeof OUTAGE_REASONS)[number];
export type OutageData = z.infer<typeof outage>;

/**
 * Every procedure may meet an outage, or a library that could not be opened (`TROUBLE`, see `app.state`).
 * What else it may refuse is its own closed list.
 */
export const base = oc.errors({
  OUTAGE: { data: outage },
  TROUBLE: {},
});
