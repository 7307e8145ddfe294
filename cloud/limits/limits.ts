import { lt, sql } from 'drizzle-orm';
import type { Deps } from '../../shared/kernel/index.ts';
import { type Database, limits, rowsOf } from '../db/index.ts';
import { keyedHash } from '../platform/chance.ts';

/** At most `count` in each window of `windowMs`. */
export interface Rule {
  readonly name: string;
  readonly count: number;
  readonly windowMs: number;
}

export type Taken = { readonly kind: 'taken' } | { readonly kind: 'full'; readonly retryAfterMs: number };

export interface Limits {
  /** Counts one for `whom` and says whether it was still within the rule. Every process counts in the same rows. */
  take(rule: Rule, whom: string): Promise<Taken>;
  /** Counts for several at once; the first that is full decides. */
  takeAll(wanted: readonly (readonly [Rule, string])[]): Promise<Taken>;
  /** Gives back what was counted for something that could then not be done, through no fault of whoever asked. */
  giveBack(wanted: readonly (readonly [Rule, string])[]): Promise<void>;
  /** Removes windows that no rule looks at any more. */
  sweep(): Promise<number>;
}

const DAY_MS = 86_400_000;

/**
 * Fixed windows in the database. Whom a counter is for is kept as a keyed hash, so that the table names no address and no
 * network.
 */
export function createLimits(database: Database, key: Uint8Array, { clock }: Pick<Deps, 'clock'>): Limits {
  const keyOf = (rule: Rule, whom: string): string => `${rule.name}:${keyedHash(key, whom)}`;
  const startOf = (rule: Rule, now: number): number => now - (now % rule.windowMs);
  const take = async (rule: Rule, whom: string): Promise<Taken> => {
    const now = clock.now();
    const windowStartMs = startOf(rule, now);
    const result = await database.query.execute(sql`
      INSERT INTO limits (key, window_start_ms, window_ms, count)
      VALUES (${keyOf(rule, whom)}, ${windowStartMs}, ${rule.windowMs}, 1)
      ON CONFLICT (key, window_start_ms) DO UPDATE SET count = limits.count + 1
      RETURNING count`);
    const count = Number(rowsOf(result)[0]?.count);
    if (count <= rule.count) return { kind: 'taken' };
    return { kind: 'full', retryAfterMs: windowStartMs + rule.windowMs - now };
  };
  return {
    take,
    async takeAll(wanted) {
      for (const [rule, whom] of wanted) {
        const taken = await take(rule, whom);
        if (taken.kind === 'full') return taken;
      }
      return { kind: 'taken' };
    },
    async giveBack(wanted) {
      for (const [rule, whom] of wanted)
        await database.query.execute(sql`
          UPDATE limits SET count = count - 1
          WHERE key = ${keyOf(rule, whom)} AND window_start_ms = ${startOf(rule, clock.now())} AND count > 0`);
    },
    async sweep() {
      const gone = await database.query
        .delete(limits)
        .where(lt(limits.windowStartMs, clock.now() - 2 * DAY_MS))
        .returning({ key: limits.key });
      return gone.length;
    },
  };
}
