import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Failpoints, Log } from '../../shared/kernel/index.ts';
import type { WriteHandle } from './handles.ts';
import type { Migration } from './migration.ts';
import { selectOne } from './statements.ts';

export interface MigrateOptions {
  readonly migrations: readonly Migration[];
  readonly failpoints: Failpoints;
  readonly log: Log;
}

/**
 * Brings the file to the newest schema, one transaction for each step, so that a run killed anywhere is
 * picked up where it stopped. A file that is ahead of us is left as it is: whether it may be used at all was
 * decided by its least safe version before this.
 */
export function migrate(db: WriteHandle, options: MigrateOptions): void {
  const from = schemaVersion(db);
  for (const migration of options.migrations) {
    if (migration.number <= from) continue;
    if (migration.rewrites) {
      backUp(db, migration);
      options.failpoints.hit('migrate.backed-up');
    }
    step(db, migration, options.failpoints);
    options.failpoints.hit('migrate.committed');
    options.log.info('db.migrated', { to: migration.number, name: migration.name });
  }
}

export function schemaVersion(db: WriteHandle): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Where the copy made before a rewriting migration is kept. */
export function backupPath(path: string, migration: Migration): string {
  return `${path}.before-${String(migration.number).padStart(4, '0')}`;
}

function step(db: WriteHandle, migration: Migration, failpoints: Failpoints): void {
  // Rebuilding a table that others point to needs the references unchecked until the step is whole, and
  // SQLite ignores this pragma inside a transaction.
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      db.exec(migration.sql);
      db.prepare(
        `INSERT INTO meta (key, value) VALUES ('least_safe_version', ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      ).run(String(migration.leastSafeVersion));
      db.pragma(`user_version = ${migration.number}`);
      const broken = selectOne<{ table: string }>(db, 'PRAGMA foreign_key_check');
      if (broken !== undefined)
        throw new Error(`migration ${migration.name} breaks references in ${broken.table}`);
      failpoints.hit('migrate.stepped');
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/**
 * A whole copy under its final name, or none: the copy is made beside, reaches the disk, then is renamed.
 * One left by an interrupted run is made again, since an older version may have written in between.
 */
function backUp(db: WriteHandle, migration: Migration): void {
  const path = backupPath(db.name, migration);
  const part = `${path}.part`;
  rmSync(part, { force: true });
  db.prepare('VACUUM INTO ?').run(part);
  syncPath(part, 'r+');
  renameSync(part, path);
  // Windows cannot open a folder to flush it; its journal keeps renames in order.
  if (process.platform !== 'win32') syncPath(dirname(path), 'r');
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
