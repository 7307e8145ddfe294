import { and, eq, gt, lt } from 'drizzle-orm';
import { type Queryable, tickets } from '../db/index.ts';

export type TicketRow = typeof tickets.$inferSelect;

export const TICKET_MS = 10 * 60_000;

export async function insertTicket(query: Queryable, row: TicketRow): Promise<void> {
  await query.insert(tickets).values(row);
}

/** Takes a ticket out of the world: of two that come with it at once, one has it. */
export async function spendTicket(
  query: Queryable,
  purpose: TicketRow['purpose'],
  hash: string,
  now: number,
): Promise<TicketRow | null> {
  const used = await query
    .delete(tickets)
    .where(and(eq(tickets.hash, hash), eq(tickets.purpose, purpose), gt(tickets.expiresAtMs, now)))
    .returning();
  return used[0] ?? null;
}

/** Looks at a ticket without using it, for a page that asks first. */
export async function peekTicket(
  query: Queryable,
  purpose: TicketRow['purpose'],
  hash: string,
  now: number,
): Promise<TicketRow | null> {
  const rows = await query
    .select()
    .from(tickets)
    .where(and(eq(tickets.hash, hash), eq(tickets.purpose, purpose), gt(tickets.expiresAtMs, now)))
    .limit(1);
  return rows[0] ?? null;
}

export async function sweepTickets(query: Queryable, now: number): Promise<void> {
  await query.delete(tickets).where(lt(tickets.expiresAtMs, now));
}
