import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Log } from '../../shared/kernel/index.ts';
import type { Database } from './database.ts';
import { asOutage } from './failures.ts';
import { patientSocket } from './patient-socket.ts';

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
    ...(waits ? {} : patientSocket),
  });
  // A server that stops breaks connections that nobody is waiting on; unheard, that would end the process.
  pool.on('error', (error) =>
    log.warn('database.connection-lost', { code: 'code' in error ? String(error.code) : null }),
  );
  const query = drizzle(pool);
  return {
    kind: 'postgres',
    query,
    transaction: (work) =>
      query.transaction(work).catch((error: unknown) => {
        throw asOutage(error);
      }),
    async ping() {
      await pool.query('SELECT 1');
    },
    close: () => pool.end(),
  };
}
