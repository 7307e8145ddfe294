import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Database, Queryable } from './database.ts';

export interface Migration {
  readonly name: string;
  readonly text: string;
}

/** The database was changed by a newer Gesso, or a step that was taken has another text now. Nothing was touched. */
export class MigrationRefused extends Error {}

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** Any number, as long as every process takes the same. */
const LOCK_KEY = 4_739_201;

export function knownMigrations(): readonly Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({
      name: name.replace(/\.sql$/, ''),
      text: readFileSync(`${FOLDER}/${name}`, 'utf8'),
    }));
}

/**
 * Brings the schema up to this version, as one transaction under one lock, so that of several processes that start at once
 * one does it and the others find it done. All steps or none.
 * @throws MigrationRefused
 */
export async function migrate(
  database: Database,
  deps: Pick<Deps, 'clock' | 'log' | 'failpoints'>,
  migrations: readonly Migration[] = knownMigrations(),
): Promise<void> {
  await database.transaction(async (tx) => {
    // Waiting for another's steps is neither a slow statement nor a lock that is held too long.
    await tx.execute(sql`SET LOCAL statement_timeout = 0`);
    await tx.execute(sql`SET LOCAL lock_timeout = 0`);
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${LOCK_KEY})`);
    await tx.execute(sql`CREATE TABLE IF NOT EXISTS schema_steps (
      name text PRIMARY KEY, sha256 text NOT NULL, taken_at_ms bigint NOT NULL)`);
    const taken = await takenSteps(tx);
    refuseForeign(taken, migrations);
    for (const { name, text } of migrations) {
      if (taken.has(name)) continue;
      for (const statement of statementsOf(text)) await tx.execute(sql.raw(statement));
      await tx.execute(
        sql`INSERT INTO schema_steps (name, sha256, taken_at_ms) VALUES (${name}, ${hashOf(text)}, ${deps.clock.now()})`,
      );
      deps.log.info('database.migrated', { step: name });
    }
    deps.failpoints.hit('cloud.migrated');
  });
}

async function takenSteps(tx: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.execute(sql`SELECT name, sha256 FROM schema_steps`);
  return new Map(rowsOf(rows).map((row) => [String(row.name), String(row.sha256)]));
}

function refuseForeign(taken: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, text }) => [name, hashOf(text)]));
  for (const [name, hash] of taken) {
    const ours = known.get(name);
    if (ours === undefined)
      throw new MigrationRefused(
        `The database was changed by a newer Gesso: this one does not know ${name}.`,
      );
    if (ours !== hash)
      throw new MigrationRefused(`The step ${name} was taken with another text than it has now.`);
  }
}

/** Rows of a raw statement, which both drivers hold in the same place. */
export function rowsOf(result: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof result !== 'object' || result === null || !('rows' in result) || !Array.isArray(result.rows))
    return [];
  return result.rows;
}

/**
 * One statement at a time, because a prepared statement holds one. A semicolon ends a statement at the end of a line,
 * outside of a function's body.
 */
export function statementsOf(text: string): readonly string[] {
  const statements: string[] = [];
  let current = '';
  let inBody = false;
  for (const line of text.split('\n')) {
    if (current === '' && (line.trim() === '' || line.startsWith('--'))) continue;
    current += `${line}\n`;
    if ((line.split('$$').length - 1) % 2 === 1) inBody = !inBody;
    if (!inBody && line.trimEnd().endsWith(';')) {
      statements.push(current.trim());
      current = '';
    }
  }
  if (current.trim() !== '') statements.push(current.trim());
  return statements;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
