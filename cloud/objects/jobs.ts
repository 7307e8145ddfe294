import type { Queryable } from '../db/index.ts';
import { accountFolder, uploadKey } from './keys.ts';
import type { ObjectParts } from './parts.ts';
import {
  changeOwner,
  expireAll,
  expired,
  forget,
  markDeleted,
  markTidy,
  type ObjectRow,
  ownedByOthers,
  withLeftovers,
} from './rows.ts';
import { BATCH } from './rules.ts';

/** Two keys for each row, so that their bytes go in one call. */
const ROWS = BATCH / 2;
/** Of batches in one go. What is left is for the next; a sweep that never ended would hold up the others. */
const BATCHES_MOST = 200;

export interface ObjectJobs {
  /** Removes what has expired, what was left beside it, and rows nobody asks for any more. Safe to do twice, or by two. */
  sweep(): Promise<{ readonly deleted: number; readonly forgotten: number }>;
  /** Everything of an account, in the store and in the rows: for good. */
  purge(accountId: string): Promise<void>;
  /** A guest's objects become a member's. Their keys stay. */
  merge(tx: Queryable, fromId: string, toId: string): Promise<void>;
}

export function createJobs(parts: ObjectParts): ObjectJobs {
  const { database, deps } = parts;
  return {
    async sweep() {
      const deleted = await inBatches(() => removeExpired(parts, null));
      await inBatches(() => removeLeftovers(parts));
      const forgotten = await forget(database.query, deps.clock.now());
      if (deleted > 0 || forgotten > 0) deps.log.info('objects.swept', { deleted, forgotten });
      return { deleted, forgotten };
    },
    async purge(accountId) {
      await expireAll(database.query, accountId, deps.clock.now());
      for (;;) if ((await removeExpired(parts, accountId)) < ROWS) break;
      await removeStrays(parts, accountId);
    },
    merge: (tx, fromId, toId) => changeOwner(tx, fromId, toId),
  };
}

/** The bytes of rows, kept and still on their way in. */
export async function deleteBytes({ store, deps }: ObjectParts, rows: readonly ObjectRow[]): Promise<void> {
  await store.deleteMany(rows.flatMap(({ key }) => [key, uploadKey(key)]));
  deps.failpoints.hit('object.bytes-deleted');
}

/** Object first, then row: a row that still says `stored` is found again. */
async function removeExpired(parts: ObjectParts, accountId: string | null): Promise<number> {
  const { database, deps } = parts;
  const nowMs = deps.clock.now();
  const rows = await expired(database.query, nowMs, ROWS, accountId);
  if (rows.length === 0) return 0;
  await deleteBytes(parts, rows);
  await markDeleted(database.query, idsOf(rows), nowMs);
  return rows.length;
}

/**
 * An address that was given out may be used again after its object was kept, and a check that was under way when its object
 * was removed may have written once more. Nobody reads such bytes; here they go.
 */
async function removeLeftovers({ database, store, deps }: ObjectParts): Promise<number> {
  const nowMs = deps.clock.now();
  const rows = await withLeftovers(database.query, nowMs, ROWS);
  if (rows.length === 0) return 0;
  await store.deleteMany(
    rows.flatMap(({ key, state }) => (state === 'deleted' ? [key, uploadKey(key)] : [uploadKey(key)])),
  );
  await markTidy(database.query, idsOf(rows), nowMs);
  return rows.length;
}

/** What lies below an account's folder without a row of its own, but not what moved to another account with its row. */
async function removeStrays({ database, store }: ObjectParts, accountId: string): Promise<void> {
  for await (const keys of store.list(accountFolder(accountId))) {
    const others = await ownedByOthers(database.query, accountId, keys);
    await store.deleteMany(keys.filter((key) => !others.has(key)));
  }
}

async function inBatches(once: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < BATCHES_MOST; batch++) {
    const some = await once();
    total += some;
    if (some < ROWS) break;
  }
  return total;
}

function idsOf(rows: readonly ObjectRow[]): string[] {
  return rows.map(({ id }) => id);
}
