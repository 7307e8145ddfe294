import { eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { Clock } from '../../shared/kernel/index.ts';
import { type Database, type Queryable, signIns } from '../db/index.ts';
import { hashOf } from '../platform/chance.ts';

const HOUR_MS = 3_600_000;

const proof = z.object({
  method: z.enum(['email', 'google', 'github']),
  subject: z.string(),
  address: z.string(),
  name: z.string(),
});

const progressSchema = z.object({
  /** The guest whose things come along. */
  guestId: z.string().nullable(),
  /** Where a code was sent. */
  address: z.string().nullable(),
  /** Who is there, once that was proven. */
  proof: proof.nullable(),
  /** What is expected back from Google or GitHub. */
  outside: z
    .object({
      method: z.enum(['google', 'github']),
      state: z.string(),
      nonce: z.string(),
      verifier: z.string(),
    })
    .nullable(),
});

export type Progress = z.infer<typeof progressSchema>;

export const NO_PROGRESS: Progress = { guestId: null, address: null, proof: null, outside: null };

export interface ProgressBook {
  /** How far a sign-in came; null when nothing is known of it. */
  read(id: string): Promise<Progress | null>;
  write(id: string, progress: Progress, tx?: Queryable): Promise<void>;
  /**
   * Begins a sign-in, with the guest whose things come along. Of two that begin it at once, one asks for that guest, and both
   * are given the same; when it fails half way nothing was begun, and nothing spent.
   */
  begin(id: string, guestOf: (tx: Queryable) => Promise<string | null>): Promise<Progress>;
  /** Whose sign-in a provider's `state` belongs to. */
  byState(state: string): Promise<string | null>;
  remove(id: string): Promise<void>;
  sweep(query: Queryable): Promise<void>;
}

/** How far each sign-in is. It is kept here and not in the page, so that a form can't say what was proven. */
export function createProgressBook(database: Database, clock: Clock): ProgressBook {
  const { query } = database;
  const readFrom = async (from: Queryable, id: string): Promise<Progress | null> => {
    const rows = await from.select().from(signIns).where(eq(signIns.id, id)).limit(1);
    const row = rows[0];
    if (row === undefined || row.expiresAtMs <= clock.now()) return null;
    const read = progressSchema.safeParse(row.progress);
    return read.success ? read.data : null;
  };
  return {
    read: (id) => readFrom(query, id),
    async write(id, progress, tx = query) {
      const row = {
        stateHash: progress.outside === null ? null : hashOf(progress.outside.state),
        progress,
        expiresAtMs: clock.now() + HOUR_MS,
      };
      await tx
        .insert(signIns)
        .values({ id, ...row })
        .onConflictDoUpdate({ target: signIns.id, set: row });
    },
    begin: (id, guestOf) =>
      database.transaction(async (tx) => {
        const expiresAtMs = clock.now() + HOUR_MS;
        const fresh = { id, stateHash: null, progress: NO_PROGRESS, expiresAtMs };
        const made = await tx
          .insert(signIns)
          .values(fresh)
          .onConflictDoNothing()
          .returning({ id: signIns.id });
        if (made.length === 0) return (await readFrom(tx, id)) ?? NO_PROGRESS;
        const progress = { ...NO_PROGRESS, guestId: await guestOf(tx) };
        await tx.update(signIns).set({ progress }).where(eq(signIns.id, id));
        return progress;
      }),
    async byState(state) {
      const rows = await query
        .select({ id: signIns.id })
        .from(signIns)
        .where(eq(signIns.stateHash, hashOf(state)))
        .limit(1);
      return rows[0]?.id ?? null;
    },
    async remove(id) {
      await query.delete(signIns).where(eq(signIns.id, id));
    },
    async sweep(tx) {
      await tx.delete(signIns).where(lt(signIns.expiresAtMs, clock.now()));
    },
  };
}
