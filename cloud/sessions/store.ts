import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, type SQL } from 'drizzle-orm';
import { oauthRecords, type Queryable, refreshAnswers, sessions } from '../db/index.ts';

export type SessionRow = typeof sessions.$inferSelect;
export type EndedWhy = NonNullable<SessionRow['endedWhy']>;

const LISTED_MAX = 200;

export async function findSession(query: Queryable, id: string): Promise<SessionRow | null> {
  const rows = await query.select().from(sessions).where(eq(sessions.id, id)).limit(1);
  return rows[0] ?? null;
}

export async function insertSession(query: Queryable, row: SessionRow): Promise<void> {
  await query.insert(sessions).values(row);
}

/** Those in use, the latest used first. */
export function listSessions(query: Queryable, accountId: string): Promise<SessionRow[]> {
  return query
    .select()
    .from(sessions)
    .where(
      and(eq(sessions.accountId, accountId), isNull(sessions.endedAtMs), isNotNull(sessions.startedAtMs)),
    )
    .orderBy(desc(sessions.lastUsedAtMs), asc(sessions.id))
    .limit(LISTED_MAX);
}

export async function startSession(query: Queryable, id: string, now: number): Promise<void> {
  await query
    .update(sessions)
    .set({ startedAtMs: now, lastUsedAtMs: now })
    .where(and(eq(sessions.id, id), isNull(sessions.startedAtMs)));
}

export async function touchSession(
  query: Queryable,
  id: string,
  now: number,
  network: string | null,
): Promise<void> {
  await query.update(sessions).set({ lastUsedAtMs: now, network }).where(eq(sessions.id, id));
}

/** Ends sessions and removes every token and grant of theirs in the same breath. Gives those that were not ended before. */
export async function endSessions(
  query: Queryable,
  which: SQL | undefined,
  why: EndedWhy,
  now: number,
): Promise<readonly SessionRow[]> {
  const ended = await query
    .update(sessions)
    .set({ endedAtMs: now, endedWhy: why })
    .where(and(which, isNull(sessions.endedAtMs)))
    .returning();
  const ids = ended.map(({ id }) => id);
  if (ids.length > 0) {
    await query.delete(oauthRecords).where(inArray(oauthRecords.grantId, ids));
    await query
      .delete(oauthRecords)
      .where(and(eq(oauthRecords.model, 'Grant'), inArray(oauthRecords.id, ids)));
    await query.delete(refreshAnswers).where(inArray(refreshAnswers.grantId, ids));
  }
  return ended;
}

export const ofSession = (id: string): SQL => eq(sessions.id, id);
export const ofAccount = (accountId: string): SQL => eq(sessions.accountId, accountId);
/** Earlier sessions of one install with one account: a desktop that signs in anew has no use for them. */
export const earlierOf = (row: SessionRow): SQL | undefined =>
  and(eq(sessions.accountId, row.accountId), eq(sessions.clientId, row.clientId), ne(sessions.id, row.id));
export const othersOf = (row: SessionRow): SQL | undefined =>
  and(eq(sessions.accountId, row.accountId), ne(sessions.id, row.id));
/** Let in on a page, and never fetched by a desktop. */
export const neverStarted = (before: number): SQL | undefined =>
  and(isNull(sessions.startedAtMs), lt(sessions.madeAtMs, before));

/** Rows of sessions that ended long ago go; what happened stays in the account's events. */
export async function removeEnded(query: Queryable, before: number): Promise<number> {
  const gone = await query
    .delete(sessions)
    .where(and(isNotNull(sessions.endedAtMs), lt(sessions.endedAtMs, before)))
    .returning({ id: sessions.id });
  return gone.length;
}
