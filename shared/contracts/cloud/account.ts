import { z } from 'zod';
import { done, id, signedIn, timeMs } from './common.ts';
import { SIGN_IN_METHODS } from './info.ts';

/** ISO 3166-1 alpha-2, IETF BCP 47 and IANA time zone names; all may be unknown. */
export const profile = z.strictObject({
  name: z.string().max(80),
  language: z.string().max(35).nullable(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  timeZone: z.string().max(64).nullable(),
  /** News by mail. Off until it is chosen; service mail comes all the same. */
  marketing: z.boolean(),
});
export type Profile = z.infer<typeof profile>;

export const identity = z.strictObject({
  id,
  method: z.enum(SIGN_IN_METHODS),
  /** The address the method vouches for; GitHub and Google may have another than the account. */
  address: z.string().max(254).nullable(),
  linkedAtMs: timeMs,
  lastUsedAtMs: timeMs.nullable(),
  /** False for the last way in, which can't be taken away. */
  removable: z.boolean(),
});
export type Identity = z.infer<typeof identity>;

export const cloudAccount = z.strictObject({
  /** Ours, and the same for good: also when a guest signs in, and whatever the address becomes. */
  id,
  kind: z.enum(['guest', 'member']),
  createdAtMs: timeMs,
  profile,
  address: z.string().max(254).nullable(),
  /** Changes with the picture; null when there is none. */
  pictureVersion: z.string().max(64).nullable(),
  identities: z.array(identity).max(10),
  /** What is still to be agreed to before anything paid. Empty: nothing. */
  needs: z.array(z.enum(['age', 'terms'])).max(2),
  acceptedTerms: z.string().max(20).nullable(),
  /** The session that asks. */
  sessionId: id,
});
export type CloudAccount = z.infer<typeof cloudAccount>;

export const SECURITY_EVENTS = [
  'account-made',
  'signed-in',
  'signed-out',
  'session-ended',
  'other-sessions-ended',
  'token-reused',
  'guest-upgraded',
  'method-linked',
  'method-unlinked',
  'address-changed',
  'terms-accepted',
  'closing-begun',
  'closing-undone',
  'codes-exhausted',
] as const;
export type SecurityEventKind = (typeof SECURITY_EVENTS)[number];

export const securityEvent = z.strictObject({
  id,
  kind: z.enum(SECURITY_EVENTS),
  atMs: timeMs,
  /** Of the desktop it happened on, as it called itself. */
  device: z.string().max(80).nullable(),
  method: z.enum(SIGN_IN_METHODS).nullable(),
  /** A network, never a whole address: 192.0.2.0/24. */
  network: z.string().max(50).nullable(),
});
export type SecurityEvent = z.infer<typeof securityEvent>;

const address = z.email().max(254);
const code = z.string().regex(/^\d{6}$/);

/** A code that does not fit. After the last attempt a new one has to be asked for. */
const codeErrors = {
  CODE_WRONG: { status: 422, data: z.strictObject({ attemptsLeft: z.int().min(0) }) },
  CODE_GONE: { status: 410 },
} as const;

export const account = {
  get: signedIn
    .route({ method: 'GET', path: '/account', summary: 'The account of the token' })
    .output(cloudAccount),
  update: signedIn
    .route({ method: 'PATCH', path: '/account', summary: 'Change profile fields' })
    .errors({
      PROFILE_FIELD: {
        status: 422,
        data: z.strictObject({ field: z.enum(['name', 'language', 'country', 'timeZone']) }),
      },
    })
    .input(profile.partial())
    .output(cloudAccount),
  removePicture: signedIn
    .route({ method: 'DELETE', path: '/account/picture', summary: 'Remove the profile picture' })
    .output(cloudAccount),
  /**
   * Terms and privacy in their present versions, and that the person is old enough where they live. Somebody who is
   * not is refused, and nothing of them stays.
   */
  acceptTerms: signedIn
    .route({ method: 'POST', path: '/account/terms', summary: 'Accept the terms in force' })
    .errors({
      TERMS_OUTDATED: {
        status: 409,
        data: z.strictObject({ terms: z.string().max(20), privacy: z.string().max(20) }),
      },
      UNDER_AGE: { status: 403, data: z.strictObject({ minimumAge: z.int() }) },
    })
    .input(
      z.strictObject({
        terms: z.string().max(20),
        privacy: z.string().max(20),
        country: z.string().regex(/^[A-Z]{2}$/),
        oldEnough: z.boolean(),
      }),
    )
    .output(cloudAccount),
  events: signedIn
    .route({ method: 'GET', path: '/account/events', summary: 'What happened to the account, newest first' })
    .input(
      z.strictObject({ before: id.optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
    )
    .output(z.strictObject({ events: z.array(securityEvent).max(100), end: z.boolean() })),
  unlink: signedIn
    .route({ method: 'DELETE', path: '/account/identities/{id}', summary: 'Take a way of signing in away' })
    .errors({ NOT_FOUND: { status: 404 }, LAST_METHOD: { status: 409 } })
    .input(z.strictObject({ id }))
    .output(cloudAccount),
  /** The address to open in the person's browser, good once and for ten minutes. */
  link: signedIn
    .route({ method: 'POST', path: '/account/links', summary: 'Begin to add a way of signing in' })
    .errors({ METHOD_OFF: { status: 409 }, GUEST: { status: 409 } })
    .input(z.strictObject({ method: z.enum(['google', 'github']) }))
    .output(z.strictObject({ url: z.url().max(2000), expiresAtMs: timeMs })),
  /** A guest's word for who they are, to be taken along to the sign-in page as `guest_ticket`. Good once. */
  upgradeTicket: signedIn
    .route({
      method: 'POST',
      path: '/account/upgrade-tickets',
      summary: 'Let a guest keep everything on signing in',
    })
    .errors({ NOT_A_GUEST: { status: 409 } })
    .output(z.strictObject({ ticket: z.string().max(100), expiresAtMs: timeMs })),
  /** The same answer whether the address is free or not: the mail tells its owner. */
  requestAddressChange: signedIn
    .route({ method: 'POST', path: '/account/address-changes', summary: 'Send a code to a new address' })
    .errors({ GUEST: { status: 409 } })
    .input(z.strictObject({ address }))
    .output(done),
  confirmAddressChange: signedIn
    .route({ method: 'POST', path: '/account/address-changes/confirm', summary: 'Use the new address' })
    .errors(codeErrors)
    .input(z.strictObject({ code }))
    .output(cloudAccount),
  requestClosing: signedIn
    .route({ method: 'POST', path: '/account/closing-codes', summary: 'Send the code that closing asks for' })
    .output(z.strictObject({ codeNeeded: z.boolean() })),
  /**
   * Closes the account: every session ends at once, content goes after 14 days or now. Signing in within the 14 days
   * opens it again. A guest has no address for a code and needs none.
   */
  close: signedIn
    .route({ method: 'POST', path: '/account/closing', summary: 'Delete the account' })
    .errors(codeErrors)
    .input(z.strictObject({ code: code.nullable(), when: z.enum(['after-grace', 'now']) }))
    .output(z.strictObject({ goneAtMs: timeMs })),
};
