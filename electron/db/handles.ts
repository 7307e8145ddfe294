import type Sqlite from 'better-sqlite3';
import type { Brand } from '../../shared/kernel/index.ts';

/**
 * A connection that may only be read. A `WriteHandle` passes where this is asked for, never the other way
 * round: a procedure in a noun's `reads.ts` cannot be handed to the writer by mistake and write.
 */
export type ReadHandle = Brand<Sqlite.Database, 'read' | 'write'>;

/** The one connection that writes; it lives in the writer worker, inside a transaction. */
export type WriteHandle = Brand<Sqlite.Database, 'write'>;
