const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type AccountKind = 'guest' | 'member';

/**
 * How long an upload is kept that nothing has used: P-06 for guests, and for members a part of P-30, whose 30 days begin when
 * a generation completes.
 */
export const UNUSED_MS: Readonly<Record<AccountKind, number>> = { guest: 24 * HOUR_MS, member: 24 * HOUR_MS };

/** How much an account may have in the store at once, waited for included. */
export const QUOTAS: Readonly<Record<AccountKind, { readonly bytes: number; readonly count: number }>> = {
  guest: { bytes: 200_000_000, count: 500 },
  member: { bytes: 2_000_000_000, count: 5_000 },
};

export const UPLOAD_LIMITS = { bytes: 50_000_000, pixels: 100_000_000 } as const;
/** For the decoder that looks at them: a picture above this is refused before a pixel is unpacked. */
export const UPLOAD_DECODER = {
  maxBytes: UPLOAD_LIMITS.bytes,
  maxPixels: UPLOAD_LIMITS.pixels,
  children: 2,
  queueMax: 200,
} as const;

export const PICTURE_LIMITS = { bytes: 5_000_000, side: 256 } as const;

/** A signed address is good for this long, and never longer than what it leads to. */
export const ADDRESS_MS = 15 * MINUTE_MS;

/** After this long nothing can still be writing bytes for a row: an address's life, and an hour for slow hands. */
export const LEFTOVERS_MS = ADDRESS_MS + HOUR_MS;

/** A deleted object is answered as gone for this long; then nobody knows it. */
export const REMEMBERED_MS = 30 * DAY_MS;

/** As many keys as one call of a store takes. */
export const BATCH = 1000;
