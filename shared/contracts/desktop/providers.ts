import { oc } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from './common.ts';

export const providerState = z.strictObject({
  id: z.enum(['sandbox', 'openai', 'own-server']),
  needsKey: z.boolean(),
  /** A key is held. The window never sees it again after it was typed. */
  hasKey: z.boolean(),
  /** Last four characters, to tell keys apart. */
  keyEnding: z.string().max(4).nullable(),
  /** In memory until the application ends, or in the system keychain until it is removed. */
  keptUntil: z.enum(['session', 'removed']).nullable(),
  lastTest: z
    .strictObject({
      verdict: z.enum([
        'works',
        'bad-key',
        'unverified-organisation',
        'no-access',
        'unreachable',
        /** Something answers where the person's own server should be, and it is no such server any more. */
        'not-compatible',
      ]),
      atMs: z.int(),
    })
    .nullable(),
  /** For `own-server`: where it is and what it said it can make. Null until one is set. */
  server: z
    .strictObject({
      address: z.string(),
      models: z.array(z.strictObject({ name: z.string().max(100), edits: z.boolean() })).max(200),
      checkedAtMs: z.int(),
    })
    .nullable(),
});
export type ProviderState = z.infer<typeof providerState>;

/** Why the system keychain can't be used now. */
const keychainTrouble = z.enum(['no-library', 'no-service', 'locked', 'not-answering', 'failed']);
export type KeychainTrouble = z.infer<typeof keychainTrouble>;

/** Why an address can't be a person's own server. */
const addressRefusal = z.enum([
  'not-an-address',
  'not-http',
  'has-credentials',
  'public',
  'link-local',
  'unspecified',
]);
export type AddressRefusal = z.infer<typeof addressRefusal>;

const which = z.strictObject({ id: z.enum(['openai', 'own-server']) });

export const providers = {
  list: oc.input(nothing).output(z.array(providerState)),
  /** Blanks and line ends around it are taken off; one inside it makes it malformed. */
  setKey: base
    .errors({ KEY_MALFORMED: {}, KEYCHAIN_UNAVAILABLE: { data: z.strictObject({ why: keychainTrouble }) } })
    .input(
      which.extend({ key: z.string().min(1).max(1000), keep: z.enum(['keychain', 'session']).optional() }),
    )
    .output(providerState),
  removeKey: base
    .errors({ KEYCHAIN_UNAVAILABLE: { data: z.strictObject({ why: keychainTrouble }) } })
    .input(which)
    .output(providerState),
  /**
   * Reads the address, asks the server what it can make, and keeps both. This computer needs no confirming; an address
   * in the private network does. Nothing is kept of one that does not answer as it should. A key that is held for
   * another address is removed.
   */
  setServer: base
    .errors({
      ADDRESS_REFUSED: { data: z.strictObject({ why: addressRefusal }) },
      ADDRESS_UNCONFIRMED: { data: z.strictObject({ address: z.string() }) },
      SERVER_UNREACHABLE: {},
      SERVER_WANTS_KEY: {},
      SERVER_NOT_COMPATIBLE: {
        data: z.strictObject({ why: z.enum(['redirects', 'too-large', 'no-models']) }),
      },
      KEYCHAIN_UNAVAILABLE: { data: z.strictObject({ why: keychainTrouble }) },
    })
    .input(z.strictObject({ address: z.string().max(2000), confirmed: z.boolean() }))
    .output(providerState),
  /** Its key goes with it. */
  removeServer: base
    .errors({ KEYCHAIN_UNAVAILABLE: { data: z.strictObject({ why: keychainTrouble }) } })
    .input(nothing)
    .output(providerState),
  /** For `own-server` it asks again what it can make, with the key that is held or without one. */
  testKey: base.errors({ KEY_MISSING: {}, SERVER_MISSING: {} }).input(which).output(providerState),
};
