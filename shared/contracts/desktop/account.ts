import { z } from 'zod';
import { cloudAccount, profile, securityEvent, session } from '../cloud/index.ts';
import { base, id, nothing, timeMs } from './common.ts';

const methods = z.enum(['email', 'google', 'github']);

/** Why the system keychain can't hold a session now. */
const keychainTrouble = z.enum(['no-library', 'no-service', 'locked', 'not-answering', 'failed']);

/** Why Gesso's cloud can't be asked. Offline is a state and no error: all that is local goes on. */
export const CLOUD_AWAY = ['offline', 'down', 'busy', 'not-gesso'] as const;
const cloudAway = z.strictObject({ why: z.enum(CLOUD_AWAY), retryAfterMs: z.int().nullable() });
export type CloudAway = z.infer<typeof cloudAway>;

/** How the session before this one ended, when nobody here ended it. */
export const SESSION_ENDINGS = ['elsewhere', 'reused', 'closed', 'expired', 'keychain'] as const;

const info = z.strictObject({
  methods: z.array(methods).max(3),
  guests: z.boolean(),
  terms: z.string(),
  privacy: z.string(),
  minimumAge: z.strictObject({ general: z.int(), byCountry: z.record(z.string(), z.int()) }),
});

export const accountState = z.strictObject({
  /** The cloud's address; null when this Gesso has none, and nothing of the account is shown. */
  cloud: z.string().nullable(),
  reach: z.enum(['unknown', 'reachable', 'offline', 'down']),
  /** What the service last said of itself; null until it was reached once. */
  service: info.nullable(),
  session: z.discriminatedUnion('kind', [
    /** The keychain was not asked yet. */
    z.strictObject({ kind: z.literal('opening') }),
    z.strictObject({
      kind: z.literal('out'),
      why: z.enum(SESSION_ENDINGS).nullable(),
      keychain: keychainTrouble.nullable(),
    }),
    z.strictObject({
      kind: z.literal('in'),
      /** As it was at `asOfMs`; null while a new session has not been able to ask yet. */
      account: cloudAccount.nullable(),
      asOfMs: timeMs.nullable(),
      /** The keychain does not take the newest token: unless it does later, this session ends with Gesso. */
      keychain: keychainTrouble.nullable(),
    }),
  ]),
  /** A sign-in in the browser that is waited for: its address, in case none opened. */
  signingIn: z
    .strictObject({ url: z.string(), purpose: z.enum(['sign-in', 'link']), untilMs: timeMs })
    .nullable(),
  /** How the last one ended without signing in. */
  lastTry: z.enum(['cancelled', 'timed-out', 'refused', 'failed', 'under-age']).nullable(),
});
export type AccountState = z.infer<typeof accountState>;

const asking = base.errors({
  NO_CLOUD: {},
  SIGNED_OUT: {},
  CLOUD_AWAY: { data: cloudAway },
});

const keychain = { KEYCHAIN_UNAVAILABLE: { data: z.strictObject({ why: keychainTrouble }) } } as const;
const code = z.string().regex(/^\d{6}$/);
const codeErrors = {
  CODE_WRONG: { data: z.strictObject({ attemptsLeft: z.int() }) },
  CODE_GONE: {},
} as const;

export const account = {
  /** From memory and the database; never waits for the network. */
  state: base.input(nothing).output(accountState),
  /** Asks the cloud again, for a look at the account page. */
  refresh: asking.input(nothing).output(accountState),
  /** Opens the system browser at the sign-in page and waits for it in the background. A guest keeps everything. */
  signIn: asking
    .errors(keychain)
    .input(z.strictObject({ method: methods.nullable() }))
    .output(accountState),
  cancelSignIn: base.input(nothing).output(accountState),
  startGuest: asking.errors(keychain).input(nothing).output(accountState),
  /** Ends the session here at once, and in the cloud as soon as it can be reached. */
  signOut: base.input(nothing).output(accountState),
  update: asking
    .errors({
      PROFILE_FIELD: { data: z.strictObject({ field: z.enum(['name', 'language', 'country', 'timeZone']) }) },
    })
    .input(profile.partial())
    .output(accountState),
  removePicture: asking.input(nothing).output(accountState),
  acceptTerms: asking
    .errors({ TERMS_OUTDATED: {}, UNDER_AGE: { data: z.strictObject({ minimumAge: z.int() }) } })
    .input(z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/), oldEnough: z.boolean() }))
    .output(accountState),
  sessions: asking.input(nothing).output(z.strictObject({ sessions: z.array(session).max(200) })),
  endSession: asking.errors({ NOT_FOUND: {} }).input(z.strictObject({ id })).output(nothing),
  endOtherSessions: asking.input(nothing).output(z.strictObject({ ended: z.int() })),
  events: asking
    .input(z.strictObject({ before: id.nullable() }))
    .output(z.strictObject({ events: z.array(securityEvent).max(100), end: z.boolean() })),
  link: asking
    .errors({ METHOD_OFF: {}, GUEST: {} })
    .input(z.strictObject({ method: z.enum(['google', 'github']) }))
    .output(accountState),
  unlink: asking
    .errors({ NOT_FOUND: {}, LAST_METHOD: {} })
    .input(z.strictObject({ id }))
    .output(accountState),
  requestAddressChange: asking
    .errors({ GUEST: {}, ADDRESS_MALFORMED: {} })
    .input(z.strictObject({ address: z.string().max(254) }))
    .output(nothing),
  confirmAddressChange: asking.errors(codeErrors).input(z.strictObject({ code })).output(accountState),
  requestClosing: asking.input(nothing).output(z.strictObject({ codeNeeded: z.boolean() })),
  close: asking
    .errors(codeErrors)
    .input(z.strictObject({ code: code.nullable(), when: z.enum(['after-grace', 'now']) }))
    .output(z.strictObject({ goneAtMs: timeMs })),
};
