import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';

export class FolderTaken extends Error {
  constructor(folder: string) {
    super(`Another Gesso cloud has ${folder} open.`);
  }
}

const DAMAGED: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

/**
 * One service for each data folder: PGlite does not look whether another one has its files. The lock is an exclusive
 * SQLite transaction, as on the desktop, because the system lets go of it in whatever way the process ends.
 * @throws FolderTaken when another process holds it
 */
export function lockFolder(folder: string, tries = 2): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'cloud.lock');
  const lock = new SQLite(path, { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (tries > 1 && error instanceof SQLite.SqliteError && DAMAGED.has(error.code)) {
      // The file holds nothing but the lock; a damaged one must not switch the rule off.
      rmSync(path, { force: true });
      return lockFolder(folder, tries - 1);
    }
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new FolderTaken(folder);
    throw error;
  }
  return { release: () => void lock.close() };
}
