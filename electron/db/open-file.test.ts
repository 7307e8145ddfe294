import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { quiet } from '../../tests/drivers/storage/deps.ts';
import { canMount, mountTmpfs } from '../../tests/drivers/storage/mounts.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { APPLICATION_ID, openForReading, openForWriting } from './open-file.ts';
import { isSearchSuspended, suspendSearch } from './search-index.ts';

const options = { migrations: MIGRATIONS, failpoints: { hit: () => undefined }, log: quiet };

function begun(folder = temporaryFolder()): string {
  const path = join(folder, 'library.db');
  const opened = openForWriting(path, options);
  if (!opened.ok) throw new Error(opened.trouble);
  opened.db.close();
  return path;
}

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** It is refused with this code, and not one of its bytes changes. */
function expectRefused(path: string, trouble: string): void {
  const before = hashOf(path);
  expect(openForWriting(path, options)).toEqual({ ok: false, trouble });
  expect(hashOf(path)).toBe(before);
}

describe('a file that cannot be our library is named and left alone', () => {
  test('text, and a file too short to tell', () => {
    const path = join(temporaryFolder(), 'library.db');
    writeFileSync(path, 'Dear diary, '.repeat(100));
    expectRefused(path, 'not-a-database');
    writeFileSync(path, 'SQLite format 3\0');
    expectRefused(path, 'not-a-database');
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test("somebody else's SQLite file", () => {
    const path = join(temporaryFolder(), 'library.db');
    const other = new Sqlite(path);
    other.exec('CREATE TABLE bookmark (url TEXT)');
    other.close();
    expectRefused(path, 'not-a-database');
  });

  test('a folder of that name', () => {
    const path = join(temporaryFolder(), 'library.db');
    mkdirSync(path);
    expect(openForWriting(path, options)).toEqual({ ok: false, trouble: 'not-a-database' });
  });

  test('a library whose least safe version is ahead of us; one that is only newer is opened', () => {
    const path = begun();
    const newer = new Sqlite(path);
    newer.pragma('user_version = 99');
    newer.close();
    const opened = openForWriting(path, options);
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.db.close();

    const unsafe = new Sqlite(path);
    unsafe.exec("UPDATE meta SET value = '99' WHERE key = 'least_safe_version'");
    unsafe.pragma('journal_mode = DELETE');
    unsafe.close();
    expectRefused(path, 'newer-version');
  });

  test('a library with a hole in its middle, and one cut short', () => {
    const path = begun();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8192, 20480);
    writeFileSync(path, bytes);
    expectRefused(path, 'database-damaged');

    const short = begun();
    truncateSync(short, 8192);
    expectRefused(short, 'database-damaged');
  });

  test('a data folder that is a file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'data'), '');
    const trouble = openForWriting(join(folder, 'data', 'library.db'), options);
    expect(trouble).toEqual({ ok: false, trouble: 'data-folder-unusable' });
  });

  // The superuser may write anywhere, so permissions can only be tried as somebody else.
  test.skipIf(process.getuid?.() === 0)('a file that may only be read', () => {
    const path = begun();
    chmodSync(path, 0o444);
    expect(openForWriting(path, options)).toEqual({ ok: false, trouble: 'database-read-only' });
  });

  test.skipIf(!canMount())('a disk that may only be read (needs a mount)', () => {
    const folder = temporaryFolder();
    mountTmpfs(folder, '4m');
    const path = begun(folder);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expectRefused(path, 'database-read-only');
    expect(openForWriting(join(folder, 'other.db'), options)).toEqual({
      ok: false,
      trouble: 'data-folder-unusable',
    });
  });

  test.skipIf(!canMount())('a disk without room for a new library (needs a mount)', () => {
    const folder = temporaryFolder();
    mountTmpfs(folder, '64k');
    writeFileSync(join(folder, 'filler'), new Uint8Array(48 * 1024));
    expect(openForWriting(join(folder, 'library.db'), options)).toEqual({ ok: false, trouble: 'disk-full' });
  });
});

describe('our own file', () => {
  test('says whose it is in its header, is in WAL mode and waits for the disk', () => {
    const path = begun();
    expect(readFileSync(path).readUInt32BE(68)).toBe(APPLICATION_ID);
    const opened = openForWriting(path, options);
    if (!opened.ok) throw new Error(opened.trouble);
    onTestFinished(() => void opened.db.close());
    expect(opened.db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(opened.db.pragma('synchronous', { simple: true })).toBe(2);
    expect(opened.db.pragma('foreign_keys', { simple: true })).toBe(1);
    const tables = opened.db.pragma('table_list') as { name: string; type: string; strict: number }[];
    const loose = tables.filter(
      (table) => table.type === 'table' && !/^(sqlite_|picture_fts)/.test(table.name),
    );
    expect(loose.filter((table) => table.strict !== 1)).toEqual([]);
  });

  test('an empty file is begun as a library', () => {
    const path = join(temporaryFolder(), 'library.db');
    writeFileSync(path, '');
    const opened = openForWriting(path, options);
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.db.close();
  });

  test('the reader cannot write, whatever it is told', () => {
    const reader = openForReading(begun());
    expect(() => reader.exec("INSERT INTO setting (key, value) VALUES ('a', '1')")).toThrow(
      /readonly|read-only|query_only/i,
    );
    reader.close();
  });

  test('a bulk load killed in its middle: the next start finds its pictures again', () => {
    const path = begun();
    const opened = openForWriting(path, options);
    if (!opened.ok) throw new Error(opened.trouble);
    const sha256 = 'cd'.repeat(32);
    suspendSearch(opened.db);
    opened.db.exec(`
      INSERT INTO file (sha256, folder, name, media_type, size_bytes, stored_at_ms) VALUES ('${sha256}', '/p', 'n', 'image/png', 1, 1);
      INSERT INTO picture (position, id, generation_id, ordinal, sha256, width, height, made_at_ms, day, model_id,
        provider_id, operation, verdict, prompt)
      VALUES (1, 'p', 'g', 0, '${sha256}', 1, 1, 1, '2026-11-20', 'm', 'p', 'o', 'pending', 'quinces')`);
    opened.db.close();
    const again = openForWriting(path, options);
    if (!again.ok) throw new Error(again.trouble);
    expect(isSearchSuspended(again.db)).toBe(false);
    const found = again.db.prepare("SELECT rowid FROM picture_fts WHERE picture_fts MATCH 'quinces'").all();
    expect(found).toEqual([{ rowid: 1 }]);
    again.db.close();
  });
});
