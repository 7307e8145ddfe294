import { oc } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from './common.ts';

export const providerState = z.strictObject({
  id: z.enum(['sandbox', 'openai']),
  needsKey: z.boolean(),
  /** A key is held. The window never sees it again after it was typed. */
  hasKey: z.boolean(),
  /** Last four characters, to tell keys apart. */
  keyEnding: z.string().max(4).nullable(),
  /** In memory until the application ends, or in the system keychain until it is removed. */
  keptUntil: z.enum(['session', 'removed']).nullable(),
  lastTest: z
    .strictObject({
      verdict: z.enum(['works', 'bad-key', 'unverified-organisation', 'no-access', 'unreachable']),
      atMs: z.int(),
    })
    .nullable(),
});
export type ProviderState = z.infer<typeof providerState>;

/** Why the system keychain can't be used now. */
const keychainTrouble = z.enum(['no-library', 'no-service', 'locked', 'not-answering', 'failed']);

const which = z.strictObject({ id: z.literal('openai') });

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
  testKey: base.errors({ KEY_MISSING: {} }).input(which).output(providerState),
};
