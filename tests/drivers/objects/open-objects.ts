import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Database, migrate, openPglite, openPostgres, rowsOf } from '../../../cloud/db/index.ts';
import {
  type Access,
  createObjects,
  type ObjectStore,
  type Objects,
  UPLOAD_DECODER,
} from '../../../cloud/objects/index.ts';
import { systemRandom } from '../../../cloud/platform/chance.ts';
import { createFailpoints } from '../../../cloud/platform/failpoints.ts';
import { createDecoder, type Decoder, forkNode } from '../../../media/decoder/index.ts';
import { createIds, type Deps } from '../../../shared/kernel/index.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../postgres.ts';
import { quiet } from '../storage/deps.ts';
import type { HandClock } from './hand-clock.ts';

export interface OpenedDatabase {
  readonly database: Database;
  close(): Promise<void>;
}

/** PostgreSQL in this process, in a folder that goes with it. */
export async function openEmbedded(): Promise<OpenedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-pglite-'));
  const database = await openPglite(folder);
  await migrate(database, bareDeps());
  return {
    database,
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A database of a real server, which goes with it. */
export async function openServed(): Promise<OpenedDatabase> {
  const server: PostgresServer = await startPostgres();
  const database = openPostgres(await freshDatabase(server), 20, quiet);
  await migrate(database, bareDeps());
  return {
    database,
    async close() {
      await database.close();
      await server.stop();
    },
  };
}

function bareDeps(): Pick<Deps, 'clock' | 'log' | 'failpoints'> {
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  return { clock, log: quiet, failpoints: createFailpoints(null) };
}

export interface OpenedObjects extends Objects {
  readonly accesses: Access[];
  readonly deps: Deps;
}

export interface ObjectsWorld {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly decoder: Decoder;
  readonly clock: HandClock;
  readonly failpoint?: string | null;
}

export function openObjects({ clock, failpoint = null, ...world }: ObjectsWorld): OpenedObjects {
  const accesses: Access[] = [];
  const ids = createIds(clock, systemRandom);
  const deps = { clock, ids, random: systemRandom, log: quiet, failpoints: createFailpoints(failpoint) };
  const access = { note: (noted: Access) => void accesses.push(noted) };
  return { ...createObjects({ ...world, access, deps }), accesses, deps };
}

/** One for all of a test file, whose children start once; closed by whoever made it. */
export function createUploadDecoder(clock: HandClock): Decoder {
  return createDecoder({ fork: forkNode, clock, log: quiet, limits: UPLOAD_DECODER });
}

/** An open account, as sign-in makes one. */
export async function insertOpenAccount(
  database: Database,
  id: string,
  kind: 'guest' | 'member' = 'member',
): Promise<string> {
  await database.query.execute(
    sql`INSERT INTO accounts (id, kind, state, created_at_ms) VALUES (${id}, ${kind}, 'open', 0)`,
  );
  return id;
}

export async function objectRows(database: Database, accountId: string) {
  const found = await database.query.execute(
    sql`SELECT id, state, key FROM objects WHERE account_id = ${accountId} ORDER BY id`,
  );
  return rowsOf(found).map(({ id, state, key }) => ({
    id: String(id),
    state: String(state),
    key: String(key),
  }));
}

/** A UUIDv7 by its form alone, for what no clock is asked about. */
export function anyId(): string {
  return randomUUID().replace(/^(.{14})4/, '$17');
}
