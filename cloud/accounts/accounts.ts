import type { CloudAccount, SecurityEvent, SecurityEventKind } from '../../shared/contracts/cloud/index.ts';
import type { Queryable } from '../db/index.ts';
import { hashOf } from '../platform/chance.ts';
import { type AccountCommands, createCommands } from './commands.ts';
import { type AccountJobs, createAccountJobs } from './jobs.ts';
import { tell } from './letters.ts';
import type { AccountParts, Origin } from './parts.ts';
import { changeAccount, eventsOf, findAccount, insertEvent, lockAccount } from './rows.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { peekTicket, spendTicket, type TicketRow } from './tickets.ts';
import { viewOf, viewOfEvent } from './view.ts';

export interface Accounts {
  readonly signIn: SignIn;
  readonly commands: AccountCommands;
  readonly jobs: AccountJobs;
  view(accountId: string, sessionId: string): Promise<CloudAccount | null>;
  events(
    accountId: string,
    before: string | null,
    limit: number,
  ): Promise<{ readonly events: SecurityEvent[]; readonly end: boolean }>;
  /** What an open account is; null when it is closing, gone or unknown. */
  open(query: Queryable, accountId: string): Promise<{ readonly kind: 'guest' | 'member' } | null>;
  /** What is still to be agreed to before anything paid. */
  needs(accountId: string): Promise<readonly ('age' | 'terms')[]>;
  note(query: Queryable, accountId: string, kind: SecurityEventKind, origin: Origin): Promise<void>;
  /** A refresh token came twice: its session ended, and its owner is told (P-52). */
  tellReuse(tx: Queryable, accountId: string, device: string): Promise<void>;
  spendTicket(purpose: TicketRow['purpose'], ticket: string, query?: Queryable): Promise<TicketRow | null>;
  peekTicket(purpose: TicketRow['purpose'], ticket: string): Promise<TicketRow | null>;
  /** Which picture is the profile's now, by its version. Gives the one whose place it took; null when that was none. */
  setPicture(accountId: string, version: string): Promise<string | null>;
  /** Takes the picture away: bytes first, so that what could not be removed is still named, and can be asked for again. */
  removePicture(accountId: string, removeBytes: (version: string) => Promise<void>): Promise<void>;
  versions(): { readonly terms: string; readonly privacy: string };
}

export function createAccounts(parts: AccountParts): Accounts {
  const { database, deps, legal } = parts;
  return {
    signIn: createSignIn(parts),
    commands: createCommands(parts),
    jobs: createAccountJobs(parts),
    view: (accountId, sessionId) => viewOf(database.query, legal, accountId, sessionId),
    async events(accountId, before, limit) {
      const rows = await eventsOf(database.query, accountId, before, limit + 1);
      return { events: rows.slice(0, limit).map(viewOfEvent), end: rows.length <= limit };
    },
    async open(query, accountId) {
      const row = await findAccount(query, accountId);
      return row?.state === 'open' ? { kind: row.kind } : null;
    },
    async needs(accountId) {
      return (await viewOf(database.query, legal, accountId, accountId))?.needs ?? [];
    },
    note: (query, accountId, kind, { network, device }) =>
      insertEvent(query, { id: deps.ids.uuid(), accountId, kind, atMs: deps.clock.now(), network, device }),
    tellReuse: (tx, accountId, device) => tell(parts, tx, accountId, 'tokenReused', { device }),
    spendTicket: (purpose, ticket, query = database.query) =>
      spendTicket(query, purpose, hashOf(ticket), deps.clock.now()),
    peekTicket: (purpose, ticket) => peekTicket(database.query, purpose, hashOf(ticket), deps.clock.now()),
    setPicture: (accountId, pictureVersion) =>
      database.transaction(async (tx) => {
        const before = (await lockAccount(tx, accountId))?.pictureVersion ?? null;
        await changeAccount(tx, accountId, { pictureVersion });
        return before;
      }),
    async removePicture(accountId, removeBytes) {
      const version = (await findAccount(database.query, accountId))?.pictureVersion ?? null;
      if (version === null) return;
      await removeBytes(version);
      await database.transaction(async (tx) => {
        const row = await lockAccount(tx, accountId);
        if (row?.pictureVersion === version) await changeAccount(tx, accountId, { pictureVersion: null });
      });
    },
    versions: () => ({ terms: legal.terms.version, privacy: legal.privacy.version }),
  };
}
