import { and, eq, gt, inArray, isNotNull, isNull, lte, ne, sql } from 'drizzle-orm';
import { accounts, objects, type Queryable } from '../db/index.ts';
import { LEFTOVERS_MS, REMEMBERED_MS } from './rules.ts';

export type ObjectRow = typeof objects.$inferSelect;

export interface Usage {
  readonly usedBytes: number;
  readonly count: number;
}

const alive = ne(objects.state, 'deleted');

/**
 * The account's kind while it is open, its row held until the transaction ends: whoever announces an upload for an account
 * comes one after the other, so that no two can both be the last that fits.
 */
export async function lockOwner(tx: Queryable, accountId: string): Promise<'guest' | 'member' | null> {
  const rows = await tx
    .select({ kind: accounts.kind, state: accounts.state })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for('no key update');
  const [row] = rows;
  return row?.state === 'open' ? row.kind : null;
}

export async function kindOf(query: Queryable, accountId: string): Promise<'guest' | 'member'> {
  const rows = await query
    .select({ kind: accounts.kind })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .limit(1);
  return rows[0]?.kind ?? 'guest';
}

export async function findObject(query: Queryable, id: string): Promise<ObjectRow | null> {
  const rows = await query.select().from(objects).where(eq(objects.id, id)).limit(1);
  return rows[0] ?? null;
}

/** What an account has in the store, waited for included. */
export async function usageOf(query: Queryable, accountId: string, nowMs: number): Promise<Usage> {
  const rows = await query
    .select({
      usedBytes: sql<string>`coalesce(sum(${objects.sizeBytes}), 0)`,
      count: sql<string>`count(*)`,
    })
    .from(objects)
    .where(and(eq(objects.accountId, accountId), alive, gt(objects.expiresAtMs, nowMs)));
  return { usedBytes: Number(rows[0]?.usedBytes ?? 0), count: Number(rows[0]?.count ?? 0) };
}

export async function insertObject(
  tx: Queryable,
  row: Pick<
    ObjectRow,
    | 'id'
    | 'accountId'
    | 'generationId'
    | 'key'
    | 'type'
    | 'sizeBytes'
    | 'sha256'
    | 'createdAtMs'
    | 'expiresAtMs'
  >,
): Promise<ObjectRow> {
  const leftoversAtMs = row.createdAtMs + LEFTOVERS_MS;
  const rows = await tx
    .insert(objects)
    .values({ ...row, state: 'awaited', leftoversAtMs })
    .returning();
  const [inserted] = rows;
  if (inserted === undefined) throw new Error('an inserted row was not given back');
  return inserted;
}

/** Another address was given out for it, so that something may still arrive for a while. */
export async function expectMore(tx: Queryable, id: string, nowMs: number): Promise<void> {
  await tx
    .update(objects)
    .set({ leftoversAtMs: sql`greatest(${objects.leftoversAtMs}, ${nowMs + LEFTOVERS_MS})` })
    .where(eq(objects.id, id));
}

/** Null when it was not waited for any more. */
export async function markStored(
  query: Queryable,
  id: string,
  seen: { readonly width: number; readonly height: number; readonly nowMs: number },
): Promise<ObjectRow | null> {
  const { width, height, nowMs } = seen;
  const rows = await query
    .update(objects)
    .set({ state: 'stored', width, height, storedAtMs: nowMs })
    .where(and(eq(objects.id, id), eq(objects.state, 'awaited'), gt(objects.expiresAtMs, nowMs)))
    .returning();
  return rows[0] ?? null;
}

/** From now on they are gone for everybody; the bytes follow. Those of others and those gone already are passed over. */
export function expireNow(
  query: Queryable,
  accountId: string,
  ids: readonly string[],
  nowMs: number,
): Promise<ObjectRow[]> {
  return query
    .update(objects)
    .set({ expiresAtMs: nowMs })
    .where(
      and(
        eq(objects.accountId, accountId),
        inArray(objects.id, [...ids]),
        alive,
        gt(objects.expiresAtMs, nowMs),
      ),
    )
    .returning();
}

/** Every one of an account, to be forgotten as soon as it is deleted. */
export async function expireAll(query: Queryable, accountId: string, nowMs: number): Promise<void> {
  await query
    .update(objects)
    .set({ expiresAtMs: sql`least(${objects.expiresAtMs}, ${nowMs})`, forgetAtMs: nowMs })
    .where(eq(objects.accountId, accountId));
}

export function expired(
  query: Queryable,
  nowMs: number,
  limit: number,
  accountId: string | null = null,
): Promise<ObjectRow[]> {
  const whose = accountId === null ? undefined : eq(objects.accountId, accountId);
  return query
    .select()
    .from(objects)
    .where(and(alive, lte(objects.expiresAtMs, nowMs), whose))
    .orderBy(objects.expiresAtMs)
    .limit(limit);
}

/** After their bytes. A complete that is under way may write once more, so the store is looked after again. */
export async function markDeleted(query: Queryable, ids: readonly string[], nowMs: number): Promise<void> {
  await query
    .update(objects)
    .set({
      state: 'deleted',
      deletedAtMs: nowMs,
      leftoversAtMs: sql`greatest(${objects.leftoversAtMs}, ${nowMs + LEFTOVERS_MS})`,
      forgetAtMs: sql`coalesce(${objects.forgetAtMs}, ${nowMs + REMEMBERED_MS})`,
    })
    .where(and(inArray(objects.id, [...ids]), alive));
}

/** Those for which nothing can be under way any more, and beside which something may have been left. */
export function withLeftovers(query: Queryable, nowMs: number, limit: number): Promise<ObjectRow[]> {
  return query
    .select()
    .from(objects)
    .where(
      and(ne(objects.state, 'awaited'), isNotNull(objects.leftoversAtMs), lte(objects.leftoversAtMs, nowMs)),
    )
    .orderBy(objects.leftoversAtMs)
    .limit(limit);
}

export async function markTidy(query: Queryable, ids: readonly string[], nowMs: number): Promise<void> {
  await query
    .update(objects)
    .set({ leftoversAtMs: null })
    .where(and(inArray(objects.id, [...ids]), lte(objects.leftoversAtMs, nowMs)));
}

export async function forget(query: Queryable, nowMs: number): Promise<number> {
  const gone = await query
    .delete(objects)
    .where(and(eq(objects.state, 'deleted'), isNull(objects.leftoversAtMs), lte(objects.forgetAtMs, nowMs)))
    .returning({ id: objects.id });
  return gone.length;
}

export async function changeOwner(tx: Queryable, fromId: string, toId: string): Promise<void> {
  await tx.update(objects).set({ accountId: toId }).where(eq(objects.accountId, fromId));
}

/** Of these keys, those that another account lives on with. */
export async function ownedByOthers(
  query: Queryable,
  accountId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await query
    .select({ key: objects.key })
    .from(objects)
    .where(and(inArray(objects.key, [...keys]), ne(objects.accountId, accountId), alive));
  return new Set(rows.map(({ key }) => key));
}
