import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from './database.ts';
import { asOutage } from './failures.ts';
import { lockFolder } from './folder-lock.ts';

/** A quarter less memory for a database that serves one computer. */
const SMALL = ['-c', 'shared_buffers=16MB'];

export interface EmbeddedDatabase extends Database {
  readonly pglite: PGlite;
}

/**
 * The embedded database: PostgreSQL in this process, its files in `folder`. It does not sync its files, so it survives
 * any end of the process but not a power cut; what charges real money uses a server.
 * @throws FolderTaken when another service has the folder
 */
export async function openPglite(folder: string): Promise<EmbeddedDatabase> {
  const lock = lockFolder(folder);
  let pglite: PGlite;
  try {
    const files = join(folder, 'database');
    mkdirSync(files, { recursive: true, mode: 0o700 });
    pglite = await PGlite.create({
      dataDir: files,
      startParams: [...PGlite.defaultStartParams, ...SMALL],
    });
  } catch (error) {
    lock.release();
    throw error;
  }
  const query = drizzle(pglite);
  return {
    kind: 'pglite',
    pglite,
    query,
    transaction: (work) =>
      query.transaction(work).catch((error: unknown) => {
        throw asOutage(error);
      }),
    async ping() {
      await pglite.query('SELECT 1');
    },
    async close() {
      await pglite.close();
      lock.release();
    },
  };
}
