import { z } from 'zod';
import { cloudAccount, SIGN_IN_METHODS } from '../../shared/contracts/cloud/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import { Outage } from '../platform/outage.ts';
import { createTurns } from '../platform/turns.ts';
import type { KeptValue } from '../settings/index.ts';

/** What the cloud last said, so that it can be read offline. Nothing here is a secret. */
export const lastKnownSchema = z.strictObject({
  /** Whose words these are. Another cloud's are not shown. */
  issuer: z.string().max(300),
  service: z
    .strictObject({
      methods: z.array(z.enum(SIGN_IN_METHODS)).max(3),
      guests: z.boolean(),
      terms: z.string().max(20),
      privacy: z.string().max(20),
      minimumAge: z.strictObject({ general: z.int(), byCountry: z.record(z.string(), z.int()) }),
    })
    .nullable(),
  account: cloudAccount.nullable(),
  asOfMs: z.int().nullable(),
  /**
   * What the keychain's item is worth at the next start. `ended`: signed out here, and the keychain did not let go of it.
   * `stale`: a newer token could not be written, and showing an old one would look like a theft.
   */
  item: z.enum(['none', 'good', 'ended', 'stale']),
  /** The keychain holds tokens that the cloud has still to hear of. */
  owes: z.boolean(),
});
export type LastKnown = z.infer<typeof lastKnownSchema>;

export interface LastKnownParts {
  readonly kept: KeptValue<LastKnown>;
  readonly issuer: string;
  readonly log: Log;
}

export interface KeptFacts {
  read(): Promise<void>;
  current(): LastKnown;
  /** Shown at once, and written behind it; a disk that fails loses a convenience. */
  change(what: Partial<LastKnown>): void;
  /** Waits for what is being written; nothing is written after it. */
  close(): Promise<void>;
}

export function createKeptFacts({ kept, issuer, log }: LastKnownParts): KeptFacts {
  const turns = createTurns();
  let closed = false;
  let facts: LastKnown = { issuer, service: null, account: null, asOfMs: null, item: 'none', owes: false };
  const write = async (next: LastKnown): Promise<void> => {
    try {
      await kept.write(next);
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      log.warn('account.not-kept', { reason: error.data.reason });
    }
  };
  return {
    async read() {
      const found = await kept.read();
      if (found?.issuer === issuer) facts = found;
    },
    current: () => facts,
    change(what) {
      facts = { ...facts, ...what };
      const next = facts;
      if (closed) return;
      void turns('facts', () => write(next)).catch((error: unknown) =>
        log.error('account.keeping-broke', { error: error instanceof Error ? error.message : 'unknown' }),
      );
    },
    close() {
      closed = true;
      return turns('facts', async () => undefined);
    },
  };
}
