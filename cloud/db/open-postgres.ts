import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Log } from '../../shared/kernel/index.ts';
import { patientSocket } from '../platform/patient-socket.ts';
import type { Database } from './database.ts';
import { asOutage } from './failures.ts';

/** Nothing the service asks takes longer when it goes well; a wait that does is answered as an outage. */
const STATEMENT_MS = 15_000;
const LOCK_MS = 5_000;
const CONNECT_MS = 5_000;

export interface PostgresOptions {
  /** For what may have to wait for other processes, as long as they take. */
  readonly waits?: boolean;
}

/** A PostgreSQL server, by its address. Several processes may have it open at once. */
export function openPostgres(
  url: string,
  connections: number,
  log: Log,
  { waits = false }: PostgresOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    ...(waits ? {} : patientSocket()),
  });
  // A server that stops breaks connections that nobody is waiting on, in the pool or between two statements of a transaction.
  // Unheard, that would end the process; whoever asks next hears it as an outage.
  const lost = (error: Error): void =>
    log.warn('database.connection-lost', { code: 'code' in error ? String(error.code) : null });
  pool.on('connect', (client) => client.on('error', lost));
  pool.on('error', () => undefined);
  const query = drizzle(pool);
  return {
    kind: 'postgres',
    query,
    // Not drizzle's own, which keeps a connection for ever whose first statement failed: a few of those and none is left.
    async transaction(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw asOutage(error);
      });
      try {
        await client.query('BEGIN');
        const value = await work(drizzle(client));
        await client.query('COMMIT');
        client.release();
        return value;
      } catch (error) {
        // A connection that can't take back what it did is closed, and the server takes it back.
        const undone = await client.query('ROLLBACK').then(
          () => true,
          () => false,
        );
        client.release(!undone);
        throw asOutage(error);
      }
    },
    async ping() {
      await pool.query('SELECT 1');
    },
    close: () => pool.end(),
  };
}
