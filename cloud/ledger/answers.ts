import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { type Queryable, rowsOf } from '../db/index.ts';

/** What an owner has, in whole credits. */
export interface Balance {
  readonly available: number;
  readonly held: number;
  readonly frozen: number;
  /** Taken back by a bank after it was used; nothing paid can be started while it is more than none. */
  readonly owed: number;
}

export const OUTCOMES = ['done', 'repeated', 'conflict', 'short', 'owing', 'unknown', 'closed'] as const;

export interface LedgerAnswer {
  /**
   * `done`; `repeated`: the very same was done before; `conflict`: its key was used for something else; `short`: there is not
   * enough; `owing`; `unknown`: no such hold or lot; `closed`: nothing is left of it to do this with.
   */
  readonly outcome: (typeof OUTCOMES)[number];
  /** Credits that moved, then or now. */
  readonly moved: number;
  readonly balance: Balance;
}

/** Both drivers give a bigint in another shape; credits are far below where a number stops being exact. */
const credits = z.coerce.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

const answerSchema = z.object({
  outcome: z.enum(OUTCOMES),
  moved: credits,
  available: credits,
  held: credits,
  frozen: credits,
  owed: credits,
});

/** Calls one of the ledger's functions and reads its answer. */
export async function askLedger(query: Queryable, call: SQL): Promise<LedgerAnswer> {
  const { outcome, moved, ...balance } = answerSchema.parse(rowsOf(await query.execute(call))[0]);
  return { outcome, moved, balance };
}
