import { SQL, sql } from 'drizzle-orm';
import { fromDrizzle, fromPglite, PgBoss } from 'pg-boss';
import type { Log } from '../../shared/kernel/index.ts';
import { type EmbeddedDatabase, patientSocket, type Queryable, rowsOf } from '../db/index.ts';
import { withTrace } from '../platform/trace.ts';
import type { Handlers, JobName, Jobs, Queue } from './queue.ts';

export type QueueDatabase =
  | { readonly kind: 'postgres'; readonly url: string; readonly connections: number }
  | { readonly kind: 'pglite'; readonly database: EmbeddedDatabase };

const NAMES: readonly JobName[] = ['letter', 'purge', 'sweep'];

/** Without a notice of a new job, how often the queue is looked at. */
const POLL_S = 2;
const STOP_MS = 5_000;
/** A job that ended is kept for this long, since a letter's names an address. */
const KEPT_S = 3_600;

/** The queue in the service's own database, by pg-boss: it brings its own schema, clock and retries. */
export async function openQueue(where: QueueDatabase, log: Log): Promise<Queue> {
  const boss =
    where.kind === 'postgres'
      ? new PgBoss({
          connectionString: where.url,
          max: where.connections,
          useListenNotify: true,
          maintenanceIntervalSeconds: KEPT_S,
          ...patientSocket(),
        })
      : new PgBoss({
          db: fromPglite(where.database.pglite),
          backend: 'pglite',
          useListenNotify: true,
          maintenanceIntervalSeconds: KEPT_S,
        });
  boss.on('error', (error) => log.warn('queue.trouble', { error: error.name }));
  await boss.start();
  for (const name of NAMES) {
    await boss.createQueue(name, {
      retryLimit: name === 'sweep' ? 0 : 8,
      retryDelay: 5,
      retryBackoff: true,
      expireInSeconds: 300,
      deleteAfterSeconds: KEPT_S,
      ...(name === 'sweep' ? { policy: 'singleton' as const } : {}),
    });
  }
  return {
    async place(tx, name, data) {
      await boss.send(name, { ...data }, { db: fromDrizzle(executing(tx), sql) });
    },
    async work(handlers) {
      for (const name of NAMES) await workOn(boss, name, handlers, log);
      await boss.schedule('sweep', '*/15 * * * *');
      // What came due while nobody was here, or was cut off half way, is not left for another quarter of an hour.
      await boss.send('sweep', {});
      // What a process left that was killed in the middle is found at once, and not at the next quarter of an hour.
      await boss.send('sweep', {});
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: STOP_MS, close: true });
    },
  };
}

/** The part of a transaction that pg-boss asks, in the shape it expects. */
function executing(tx: Queryable): Parameters<typeof fromDrizzle>[0] {
  return {
    async execute(query) {
      if (!(query instanceof SQL)) throw new Error('pg-boss asked with something that is no statement');
      return { rows: [...rowsOf(await tx.execute(query))] };
    },
  };
}

async function workOn<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handlers: Handlers,
  log: Log,
): Promise<void> {
  await boss.work<Jobs[Name]>(
    name,
    { batchSize: 1, pollingIntervalSeconds: POLL_S, notifyPollingIntervalSeconds: POLL_S },
    async (jobs) => {
      for (const job of jobs) {
        await withTrace(job.id, async () => {
          try {
            await handlers[name](job.data);
            log.info('job.done', { job: name });
          } catch (error) {
            log.warn('job.failed', { job: name, error: error instanceof Error ? error.name : 'unknown' });
            throw error;
          }
        });
      }
    },
  );
}
