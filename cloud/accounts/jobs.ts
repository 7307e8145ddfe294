import { addressOf } from './letters.ts';
import type { AccountParts } from './parts.ts';
import {
  changeAccount,
  dueAccounts,
  findAccount,
  lockAccount,
  removeOldEvents,
  removePerson,
} from './rows.ts';
import { sweepTickets } from './tickets.ts';

const EVENTS_KEPT_MS = 365 * 86_400_000;

export interface AccountJobs {
  /** Content first, then the person, then the word that they are gone: whatever stops it, it can begin again. */
  purge(accountId: string): Promise<void>;
  /** Places the purge of every account whose time has come, and removes what has expired. */
  sweep(): Promise<void>;
}

export function createAccountJobs(parts: AccountParts): AccountJobs {
  const { database, deps } = parts;
  return {
    async purge(accountId) {
      const row = await findAccount(database.query, accountId);
      const merged = row?.mergedInto !== null && row?.mergedInto !== undefined;
      const due = row?.state === 'closing' && row.dueAtMs !== null && row.dueAtMs <= deps.clock.now();
      // Kept meanwhile, or gone already.
      if (!due && !merged) return;
      for (const follower of parts.followers) await follower.purge(accountId);
      if (merged) return;
      deps.failpoints.hit('purge.content-removed');
      await database.transaction(async (tx) => {
        const row = await lockAccount(tx, accountId);
        if (row?.state !== 'closing') return;
        const to = await addressOf(tx, accountId);
        await removePerson(tx, accountId);
        await changeAccount(tx, accountId, {
          state: 'gone',
          dueAtMs: null,
          goneAtMs: deps.clock.now(),
          name: '',
          language: null,
          country: null,
          timeZone: null,
          marketing: false,
          pictureVersion: null,
          ageConfirmedAtMs: null,
        });
        if (to !== null) await parts.queue.place(tx, 'letter', { name: 'closed', to, words: {} });
      });
    },
    async sweep() {
      const now = deps.clock.now();
      for (const accountId of await dueAccounts(database.query, now)) {
        await database.transaction((tx) => parts.queue.place(tx, 'purge', { accountId }));
      }
      await parts.codes.sweep(database.query);
      await sweepTickets(database.query, now);
      await removeOldEvents(database.query, now - EVENTS_KEPT_MS);
    },
  };
}
