import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** What a noun's store asks: the database itself, or the transaction it was given. Both drivers look alike through it. */
export type Queryable = PgDatabase<PgQueryResultHKT>;

export interface Database {
  readonly kind: 'pglite' | 'postgres';
  /** For one statement that stands alone. */
  readonly query: Queryable;
  /**
   * One transaction under READ COMMITTED. Inside it only `tx` may be asked: the embedded database has one connection,
   * and a statement beside the transaction would wait for it for ever.
   * @throws Outage('database') when the database is away; nothing of the work stays then
   */
  transaction<Value>(work: (tx: Queryable) => Promise<Value>): Promise<Value>;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
