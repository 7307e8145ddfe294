import { AsyncLocalStorage } from 'node:async_hooks';
import type { Queryable } from '../db/index.ts';

/** A change that waits for the end of the request. */
export type Write = (tx: Queryable) => Promise<void>;

/**
 * What a token request changes, held back until all of it can be written in one transaction. The library writes one record
 * after the other; a process that dies between two of them would leave a token that is used up and its successor unwritten.
 */
export interface Unit {
  readonly writes: Write[];
  /** What was written, as it will be read: the record by its model and id, or null once it is removed. */
  readonly overlay: Map<string, unknown>;
}

const store = new AsyncLocalStorage<Unit>();

export function currentUnit(): Unit | undefined {
  return store.getStore();
}

export function inUnit<Value>(work: (unit: Unit) => Promise<Value>): Promise<Value> {
  const unit: Unit = { writes: [], overlay: new Map() };
  return store.run(unit, () => work(unit));
}

/** Writes with the rest of the token request, or at once where there is none. */
export async function writeInUnit(query: Queryable, write: Write): Promise<void> {
  const unit = currentUnit();
  if (unit === undefined) await write(query);
  else unit.writes.push(write);
}
