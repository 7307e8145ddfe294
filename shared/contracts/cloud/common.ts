import { oc } from '@orpc/contract';
import { z } from 'zod';

export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const timeMs = z.int().min(0);
export const done = z.strictObject({});

/** Parts of the service that may be away while the rest answers. */
export const OUTAGE_PARTS = ['database', 'objects', 'mail', 'identity-provider', 'stopping'] as const;
export type OutagePart = (typeof OUTAGE_PARTS)[number];

/** Why a bearer token is not taken. The desktop refreshes once for the first three and signs out for `ended`. */
export const TOKEN_TROUBLES = ['missing', 'invalid', 'expired', 'ended'] as const;
export type TokenTrouble = (typeof TOKEN_TROUBLES)[number];

/** What every operation may answer besides its own closed list of refusals. */
export const open = oc.errors({
  OUTAGE: {
    status: 503,
    data: z.strictObject({ part: z.enum(OUTAGE_PARTS), retryAfterMs: z.int().min(0) }),
  },
  TOO_MANY: { status: 429, data: z.strictObject({ retryAfterMs: z.int().min(0) }) },
});

/** The same for operations of a signed-in person or a guest, with their bearer token. */
export const signedIn = open.errors({
  UNAUTHENTICATED: { status: 401, data: z.strictObject({ why: z.enum(TOKEN_TROUBLES) }) },
});

/** The same for what costs credits or puts data to work: terms and age come first. Local history never needs it. */
export const inGoodStanding = signedIn.errors({
  STANDING: {
    status: 403,
    data: z.strictObject({ needs: z.array(z.enum(['age', 'terms'])).max(2) }),
  },
});
