import { accessSync, closeSync, constants, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { ReadHandle, WriteHandle } from './handles.ts';
import { type MigrateOptions, migrate } from './migrate.ts';
import { errorCode, type TroubleCode, troubleOf } from './outage.ts';
import { isSearchSuspended, resumeSearch } from './search-index.ts';

/** "Gess" in the header tells our libraries from other people's SQLite files. */
export const APPLICATION_ID = 0x47657373;

const BUSY_TIMEOUT_MS = 5_000;

/** A file up to this size is checked page by page at each start; a larger one would delay the window. */
const CHECKED_MAX_BYTES = 16 * 1024 * 1024;

export type Opened =
  | { readonly ok: true; readonly db: WriteHandle }
  | { readonly ok: false; readonly trouble: TroubleCode };

/** Opens the library for the writer, making or migrating it. With a trouble, the file was left as it was. */
export function openForWriting(path: string, options: MigrateOptions): Opened {
  let db: WriteHandle | null = null;
  try {
    const trouble = unusable(path) ?? tooNewOrDamaged(path, newestOf(options));
    if (trouble !== null) return { ok: false, trouble };
    db = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS }) as WriteHandle;
    begin(db);
    migrate(db, options);
    // A bulk load was killed in its middle.
    if (isSearchSuspended(db)) resumeSearch(db);
    return { ok: true, db };
  } catch (error) {
    db?.close();
    const code = errorCode(error);
    const trouble = code === null ? null : troubleOf(code);
    if (trouble === null) throw error;
    options.log.warn('db.not-opened', { trouble, code });
    return { ok: false, trouble };
  }
}

/** Opens what the writer has already brought up to date. */
export function openForReading(path: string): ReadHandle {
  const db = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS }) as ReadHandle;
  db.pragma('query_only = ON');
  db.pragma('cache_size = -32000');
  db.pragma('temp_store = MEMORY');
  return db;
}

function newestOf(options: MigrateOptions): number {
  return options.migrations.at(-1)?.number ?? 0;
}

function begin(db: WriteHandle): void {
  // In the old journal mode this reaches the file itself before anything else does. In WAL it could still
  // be in the log when a crash comes, and the next start would take the file for somebody else's.
  if (db.pragma('page_count', { simple: true }) === 0) db.pragma(`application_id = ${APPLICATION_ID}`);
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw Object.assign(new Error('the folder cannot hold a write-ahead log'), { code: 'SQLITE_CANTOPEN' });
  }
  // "Saved" is said to the person after the commit, so the commit waits for the disk.
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16000');
  db.pragma('temp_store = MEMORY');
  db.pragma('journal_size_limit = 67108864');
}

/** What can be known of the file without SQLite, which would already write beside it. */
function unusable(path: string): TroubleCode | null {
  const exists = statSync(path, { throwIfNoEntry: false }) !== undefined;
  try {
    // One level only: a recursive call never comes back from places like /proc, where nothing can be made.
    if (statSync(dirname(path), { throwIfNoEntry: false }) === undefined) mkdirSync(dirname(path));
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    if (exists) accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    if (exists) return 'database-read-only';
    return errorCode(error) === 'ENOSPC' ? 'disk-full' : 'data-folder-unusable';
  }
  return exists && isForeign(path) ? 'not-a-database' : null;
}

/** @source https://www.sqlite.org/fileformat2.html, section 1.3: the database header */
function isForeign(path: string): boolean {
  if (!statSync(path).isFile()) return true;
  const header = Buffer.alloc(100);
  const descriptor = openSync(path, 'r');
  try {
    const length = readSync(descriptor, header, 0, header.length, 0);
    if (length === 0) return false;
    if (length < header.length || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return true;
    return header.readUInt32BE(68) !== APPLICATION_ID;
  } finally {
    closeSync(descriptor);
  }
}

/** Looks through a connection that can neither write nor, at its end, tidy up the file. */
function tooNewOrDamaged(path: string, newest: number): TroubleCode | null {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes === 0) return null;
  const db = new Sqlite(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    if (Number(db.pragma('user_version', { simple: true })) === 0) return null;
    const leastSafe = db.prepare("SELECT value FROM meta WHERE key = 'least_safe_version'").pluck().get();
    if (Number(leastSafe) > newest) return 'newer-version';
    if (sizeBytes > CHECKED_MAX_BYTES) return null;
    return db.pragma('quick_check(1)', { simple: true }) === 'ok' ? null : 'database-damaged';
  } catch (error) {
    // A version above zero without its meta row is a file that lost its beginning.
    if (errorCode(error) === 'SQLITE_ERROR' || errorCode(error) === 'SQLITE_NOTADB')
      return 'database-damaged';
    throw error;
  } finally {
    db.close();
  }
}
