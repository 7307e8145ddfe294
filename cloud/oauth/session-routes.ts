import type { Accounts } from '../accounts/index.ts';
import type { Database } from '../db/index.ts';
import type { SessionRow, Sessions } from '../sessions/index.ts';
import { unauthenticated, wire } from '../wire/index.ts';

export interface SessionRoutesParts {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
}

/** The operations on sessions: every desktop that is signed in, and how it is signed out. */
export function sessionProcedures({ database, sessions, accounts }: SessionRoutesParts) {
  const os = wire.sessions;
  return {
    list: os.list.handler(async ({ context }) => {
      const caller = await context.caller();
      const rows = await sessions.list(caller.accountId);
      return { sessions: rows.map((row) => viewOf(row, caller.sessionId)) };
    }),
    end: os.end.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      const own = input.id === caller.sessionId;
      const ended = await database.transaction(async (tx) => {
        const row = await sessions.end(tx, caller.accountId, input.id, own ? 'signed-out' : 'elsewhere');
        if (row === null) return false;
        await accounts.note(tx, caller.accountId, own ? 'signed-out' : 'session-ended', {
          network: caller.network,
          device: row.device,
        });
        return true;
      });
      if (!ended) throw errors.NOT_FOUND();
      return {};
    }),
    endOthers: os.endOthers.handler(async ({ context }) => {
      const caller = await context.caller();
      const ended = await database.transaction(async (tx) => {
        const current = await sessions.live(tx, caller.sessionId);
        if (current === null) throw unauthenticated('ended');
        const rows = await sessions.endOthers(tx, current);
        if (rows.length > 0) await accounts.note(tx, caller.accountId, 'other-sessions-ended', caller);
        return rows.length;
      });
      return { ended };
    }),
  };
}

function viewOf(row: SessionRow, currentId: string) {
  const startedAtMs = row.startedAtMs ?? row.madeAtMs;
  return {
    id: row.id,
    device: row.device,
    platform: row.platform,
    startedAtMs,
    lastUsedAtMs: row.lastUsedAtMs ?? startedAtMs,
    network: row.network,
    current: row.id === currentId,
  };
}
