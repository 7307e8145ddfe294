import { and, eq, lt, type SQL } from 'drizzle-orm';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../shared/kernel/index.ts';
import { type Database, oauthRecords, type Queryable, refreshAnswers } from '../db/index.ts';
import { hashOf } from '../platform/chance.ts';
import { clientOf } from './clients.ts';
import { noteTrouble } from './outages.ts';
import { currentUnit, type Write, writeInUnit } from './unit.ts';

/** A token that is presented again within this time was probably not heard the first time. */
export const GRACE_MS = 10_000;

/** Ids that are no secret: a grant's is the session's, which its owner sees in a list. */
const PLAIN_IDS: ReadonlySet<string> = new Set(['Grant']);

/** Under which id a record is kept. Where the id is the token itself, what is kept can't be used as one. */
export function keptId(model: string, id: string): string {
  return PLAIN_IDS.has(model) ? id : hashOf(id);
}

/** What the authorization server remembers, in our database. One for each of its models. */
export class Records implements Adapter {
  readonly #model: string;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(model: string, database: Database, clock: Clock) {
    this.#model = model;
    this.#database = database;
    this.#clock = clock;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInS: number): Promise<void> {
    // The token is not written down: the id is given back to the record when it is found.
    const { jti: _, ...kept } = payload;
    const row = {
      model: this.#model,
      id: keptId(this.#model, id),
      payload: kept,
      grantId: payload.grantId ?? null,
      uid: payload.uid ?? null,
      expiresAtMs: Number.isFinite(expiresInS) ? this.#clock.now() + expiresInS * 1000 : null,
    };
    await this.#write(id, { ...payload }, async (tx) => {
      await tx
        .insert(oauthRecords)
        .values(row)
        .onConflictDoUpdate({ target: [oauthRecords.model, oauthRecords.id], set: row });
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === 'Client') return clientOf(id);
    const pending = currentUnit()?.overlay.get(this.#key(id));
    if (pending !== undefined) return isPayload(pending) ? pending : undefined;
    return this.#read(await this.#first(this.#at(id)), id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#read(
      await this.#first(and(eq(oauthRecords.model, this.#model), eq(oauthRecords.uid, uid))),
      null,
    );
  }

  /** There is no device flow here. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const consumedAtMs = this.#clock.now();
    await this.#write(id, undefined, async (tx) => {
      await tx.update(oauthRecords).set({ consumedAtMs }).where(this.#at(id));
    });
  }

  async destroy(id: string): Promise<void> {
    await this.#write(id, null, async (tx) => {
      await tx.delete(oauthRecords).where(this.#at(id));
    });
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#write(null, null, async (tx) => {
      await tx
        .delete(oauthRecords)
        .where(and(eq(oauthRecords.model, this.#model), eq(oauthRecords.grantId, grantId)));
    });
  }

  #read(row: typeof oauthRecords.$inferSelect | undefined, id: string | null): AdapterPayload | undefined {
    if (row === undefined || !isPayload(row.payload)) return undefined;
    const { consumedAtMs } = row;
    const graceLasts =
      this.#model === 'RefreshToken' && consumedAtMs !== null && this.#clock.now() - consumedAtMs < GRACE_MS;
    return {
      ...row.payload,
      ...(id === null ? {} : { jti: id }),
      // Within the grace it is taken for unused; the end of the request sees that it is not, and answers as before.
      ...(consumedAtMs === null || graceLasts ? {} : { consumed: Math.floor(consumedAtMs / 1000) }),
    };
  }

  async #first(which: SQL | undefined): Promise<typeof oauthRecords.$inferSelect | undefined> {
    const rows = await noting(this.#database.query.select().from(oauthRecords).where(which).limit(1));
    return rows[0];
  }

  async #write(id: string | null, after: unknown, write: Write): Promise<void> {
    await noting(writeInUnit(this.#database.query, write));
    if (id !== null && after !== undefined) currentUnit()?.overlay.set(this.#key(id), after);
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }

  #at(id: string) {
    return and(eq(oauthRecords.model, this.#model), eq(oauthRecords.id, keptId(this.#model, id)));
  }
}

async function noting<Value>(work: PromiseLike<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    noteTrouble(error);
    throw error;
  }
}

function isPayload(value: unknown): value is AdapterPayload {
  return typeof value === 'object' && value !== null;
}

/** Whether a record was used, held until the transaction ends; null when there is none. */
export async function lockRecord(
  tx: Queryable,
  model: string,
  id: string,
): Promise<{ readonly consumedAtMs: number | null; readonly grantId: string | null } | null> {
  const rows = await tx
    .select({ consumedAtMs: oauthRecords.consumedAtMs, grantId: oauthRecords.grantId })
    .from(oauthRecords)
    .where(and(eq(oauthRecords.model, model), eq(oauthRecords.id, keptId(model, id))))
    .for('update');
  return rows[0] ?? null;
}

export async function sweepRecords(query: Queryable, now: number): Promise<void> {
  await query.delete(oauthRecords).where(lt(oauthRecords.expiresAtMs, now));
  await query.delete(refreshAnswers).where(lt(refreshAnswers.expiresAtMs, now));
}
