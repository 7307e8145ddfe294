import { and, desc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { SecurityEventKind, SignInMethod } from '../../shared/contracts/cloud/index.ts';
import {
  acceptances,
  accounts,
  codes,
  identities,
  type Queryable,
  securityEvents,
  tickets,
} from '../db/index.ts';

export type AccountRow = typeof accounts.$inferSelect;
export type IdentityRow = typeof identities.$inferSelect;
export type EventRow = typeof securityEvents.$inferSelect;
export type DocumentName = 'terms' | 'privacy';

export async function findAccount(query: Queryable, id: string): Promise<AccountRow | null> {
  const rows = await query.select().from(accounts).where(eq(accounts.id, id)).limit(1);
  return rows[0] ?? null;
}

/** The row, held until the transaction ends: whoever changes what an account is comes one after the other. */
export async function lockAccount(query: Queryable, id: string): Promise<AccountRow | null> {
  const rows = await query.select().from(accounts).where(eq(accounts.id, id)).for('update');
  return rows[0] ?? null;
}

/**
 * Whoever decides about an address comes one after the other, also when it has no row yet: two first sign-ins at once must
 * not make two accounts of it.
 */
export async function lockAddress(query: Queryable, address: string): Promise<void> {
  await query.execute(sql`SELECT pg_advisory_xact_lock(4739202, hashtext(${address}))`);
}

export async function insertAccount(
  query: Queryable,
  row: Pick<AccountRow, 'id' | 'kind' | 'createdAtMs'> & Partial<AccountRow>,
): Promise<void> {
  await query.insert(accounts).values({ state: 'open', ...row });
}

export async function changeAccount(
  query: Queryable,
  id: string,
  change: Partial<Omit<AccountRow, 'id'>>,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await query.update(accounts).set(change).where(eq(accounts.id, id));
}

export async function findIdentity(
  query: Queryable,
  method: SignInMethod,
  subject: string,
): Promise<IdentityRow | null> {
  const rows = await query
    .select()
    .from(identities)
    .where(and(eq(identities.method, method), eq(identities.subject, subject)))
    .limit(1);
  return rows[0] ?? null;
}

/**
 * Every way in that a confirmed address stands for, the mailbox itself before what Google or GitHub said of it: that is asked
 * each time, while their word is as old as the link.
 */
export function identitiesAt(query: Queryable, address: string): Promise<IdentityRow[]> {
  return query
    .select()
    .from(identities)
    .where(eq(identities.address, address))
    .orderBy(desc(eq(identities.method, 'email')), identities.linkedAtMs, identities.id)
    .limit(20);
}

export function identitiesOf(query: Queryable, accountId: string): Promise<IdentityRow[]> {
  return query
    .select()
    .from(identities)
    .where(eq(identities.accountId, accountId))
    .orderBy(identities.linkedAtMs, identities.id);
}

export async function insertIdentity(query: Queryable, row: IdentityRow): Promise<void> {
  await query.insert(identities).values(row);
}

export async function changeIdentity(
  query: Queryable,
  id: string,
  change: Partial<Pick<IdentityRow, 'subject' | 'address' | 'lastUsedAtMs'>>,
): Promise<void> {
  await query.update(identities).set(change).where(eq(identities.id, id));
}

export async function removeIdentity(query: Queryable, id: string): Promise<void> {
  await query.delete(identities).where(eq(identities.id, id));
}

export async function insertAcceptance(
  query: Queryable,
  accountId: string,
  document: DocumentName,
  version: string,
  acceptedAtMs: number,
): Promise<void> {
  await query
    .insert(acceptances)
    .values({ accountId, document, version, acceptedAtMs })
    .onConflictDoNothing();
}

/** The version of each text that was accepted last. */
export async function acceptedBy(
  query: Queryable,
  accountId: string,
): Promise<Readonly<Partial<Record<DocumentName, string>>>> {
  const rows = await query
    .select()
    .from(acceptances)
    .where(eq(acceptances.accountId, accountId))
    .orderBy(acceptances.acceptedAtMs);
  return Object.fromEntries(rows.map(({ document, version }) => [document, version]));
}

export interface NewEvent {
  readonly id: string;
  readonly accountId: string;
  readonly kind: SecurityEventKind;
  readonly atMs: number;
  readonly device?: string | null;
  readonly method?: SignInMethod | null;
  readonly network?: string | null;
}

export async function insertEvent(query: Queryable, event: NewEvent): Promise<void> {
  await query.insert(securityEvents).values(event);
}

export function eventsOf(
  query: Queryable,
  accountId: string,
  before: string | null,
  limit: number,
): Promise<EventRow[]> {
  const own = eq(securityEvents.accountId, accountId);
  return query
    .select()
    .from(securityEvents)
    .where(before === null ? own : and(own, lt(securityEvents.id, before)))
    .orderBy(desc(securityEvents.id))
    .limit(limit);
}

export async function dueAccounts(query: Queryable, now: number): Promise<readonly string[]> {
  const rows = await query
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.state, 'closing'), lte(accounts.dueAtMs, now)))
    .limit(500);
  return rows.map(({ id }) => id);
}

/** Everything that says who somebody is. The account's row stays, as a number. */
export async function removePerson(query: Queryable, accountId: string): Promise<void> {
  await query.delete(identities).where(eq(identities.accountId, accountId));
  await query.delete(acceptances).where(eq(acceptances.accountId, accountId));
  await query.delete(securityEvents).where(eq(securityEvents.accountId, accountId));
  await query.delete(tickets).where(eq(tickets.accountId, accountId));
  await query
    .delete(codes)
    .where(and(eq(codes.owner, accountId), inArray(codes.purpose, ['address', 'closing'])));
}

export async function removeOldEvents(query: Queryable, before: number): Promise<void> {
  await query.delete(securityEvents).where(lt(securityEvents.atMs, before));
}
