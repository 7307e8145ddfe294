import type { Deps } from '../../shared/kernel/index.ts';
import type { Database, Queryable } from '../db/index.ts';
import {
  type EndedWhy,
  earlierOf,
  endSessions,
  findSession,
  insertSession,
  listSessions,
  neverStarted,
  ofAccount,
  ofSession,
  othersOf,
  removeEnded,
  type SessionRow,
  startSession,
  touchSession,
} from './store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ENDED_KEPT_MS = 30 * DAY_MS;

export const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
export type Platform = SessionRow['platform'];

export interface NewSession {
  readonly id: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly device: string;
  readonly platform: Platform;
  readonly network: string | null;
}

export interface Sessions {
  /** The session while it is neither ended nor unknown. */
  live(query: Queryable, id: string): Promise<SessionRow | null>;
  /** Let in, and not yet in use. */
  make(query: Queryable, session: NewSession): Promise<void>;
  /** The first token was fetched. Earlier sessions of the same install with the same account end. */
  start(query: Queryable, id: string): Promise<SessionRow | null>;
  /** Notes that it was used, at most once a minute. */
  touch(row: SessionRow, network: string | null): Promise<void>;
  list(accountId: string): Promise<readonly SessionRow[]>;
  /** False when it was not this account's, or had ended. */
  end(query: Queryable, accountId: string, id: string, why: EndedWhy): Promise<SessionRow | null>;
  endOthers(query: Queryable, current: SessionRow): Promise<readonly SessionRow[]>;
  endAll(query: Queryable, accountId: string, why: EndedWhy): Promise<readonly SessionRow[]>;
  /** Removes what was let in and never used, and rows that ended a month ago. */
  sweep(): Promise<number>;
}

export function createSessions(database: Database, { clock }: Pick<Deps, 'clock'>): Sessions {
  return {
    async live(query, id) {
      const row = await findSession(query, id);
      return row === null || row.endedAtMs !== null ? null : row;
    },
    make: (query, session) =>
      insertSession(query, {
        ...session,
        madeAtMs: clock.now(),
        startedAtMs: null,
        lastUsedAtMs: null,
        endedAtMs: null,
        endedWhy: null,
      }),
    async start(query, id) {
      const row = await findSession(query, id);
      if (row === null || row.endedAtMs !== null) return null;
      await startSession(query, id, clock.now());
      await endSessions(query, earlierOf(row), 'replaced', clock.now());
      return row;
    },
    async touch(row, network) {
      const now = clock.now();
      if (row.lastUsedAtMs !== null && now - row.lastUsedAtMs < MINUTE_MS) return;
      await touchSession(database.query, row.id, now, network);
    },
    list: (accountId) => listSessions(database.query, accountId),
    async end(query, accountId, id, why) {
      const row = await findSession(query, id);
      if (row === null || row.accountId !== accountId) return null;
      const ended = await endSessions(query, ofSession(id), why, clock.now());
      return ended[0] ?? null;
    },
    endOthers: (query, current) => endSessions(query, othersOf(current), 'elsewhere', clock.now()),
    endAll: (query, accountId, why) => endSessions(query, ofAccount(accountId), why, clock.now()),
    async sweep() {
      const now = clock.now();
      return database.transaction(async (tx) => {
        const unused = await endSessions(tx, neverStarted(now - HOUR_MS), 'unused', now);
        return unused.length + (await removeEnded(tx, now - ENDED_KEPT_MS));
      });
    },
  };
}
