import type Sqlite from 'better-sqlite3';
import type { ReadHandle, WriteHandle } from './handles.ts';

export type Bindable = string | number | bigint | null | Uint8Array;

/** More distinct texts than this means that somebody pastes values into SQL; the cache is then emptied. */
const CACHE_MAX = 500;

const caches = new WeakMap<ReadHandle, Map<string, Sqlite.Statement<Bindable[], unknown>>>();

function prepared(db: ReadHandle, sql: string): Sqlite.Statement<Bindable[], unknown> {
  let cache = caches.get(db);
  if (cache === undefined || cache.size >= CACHE_MAX) {
    cache = new Map();
    caches.set(db, cache);
  }
  let statement = cache.get(sql);
  if (statement === undefined) {
    statement = db.prepare<Bindable[], unknown>(sql);
    cache.set(sql, statement);
  }
  return statement;
}

/** Every row. `Row` is trusted: our own STRICT tables and the SQL beside the call are the proof of it. */
export function selectAll<Row>(db: ReadHandle, sql: string, ...values: Bindable[]): Row[] {
  return prepared(db, sql).all(...values) as Row[];
}

export function selectOne<Row>(db: ReadHandle, sql: string, ...values: Bindable[]): Row | undefined {
  return prepared(db, sql).get(...values) as Row | undefined;
}

/** @returns how many rows it changed */
export function execute(db: WriteHandle, sql: string, ...values: Bindable[]): number {
  return prepared(db, sql).run(...values).changes;
}
