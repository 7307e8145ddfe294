import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import type { WriteHandle } from '../handles.ts';
import { migrate } from '../migrate.ts';
import type { Before, Check } from '../migration.ts';
import { before as beforeFoundation } from './0001-foundation/before.ts';
import { check as checkFoundation } from './0001-foundation/check.ts';
import { before as beforeLibrary } from './0002-library/before.ts';
import { check as checkLibrary } from './0002-library/check.ts';
import { before as beforeSearch } from './0003-search/before.ts';
import { check as checkSearch } from './0003-search/check.ts';
import { before as beforeDocuments } from './0004-documents/before.ts';
import { check as checkDocuments } from './0004-documents/check.ts';
import { before as beforeProof } from './0005-kept-proof/before.ts';
import { check as checkProof } from './0005-kept-proof/check.ts';
import { MIGRATIONS } from './index.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = { hit: () => undefined };

const CASES: readonly { number: number; before: Before; check: Check }[] = [
  { number: 1, before: beforeFoundation, check: checkFoundation },
  { number: 2, before: beforeLibrary, check: checkLibrary },
  { number: 3, before: beforeSearch, check: checkSearch },
  { number: 4, before: beforeDocuments, check: checkDocuments },
  { number: 5, before: beforeProof, check: checkProof },
];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function emptyFile(): WriteHandle {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-migrations-'));
  folders.push(folder);
  return new Sqlite(join(folder, 'library.db')) as WriteHandle;
}

describe('each migration', () => {
  test('is numbered without gaps, and asks for nothing newer than itself', () => {
    expect(MIGRATIONS.map((migration) => migration.number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    for (const migration of MIGRATIONS) {
      expect(migration.leastSafeVersion).toBeLessThanOrEqual(migration.number);
      expect(migration.name.startsWith(String(migration.number).padStart(4, '0'))).toBe(true);
    }
    expect(CASES).toHaveLength(MIGRATIONS.length);
  });

  for (const { number, before, check } of CASES) {
    test(`${MIGRATIONS[number - 1]?.name} keeps what was there and holds what it promises`, () => {
      const db = emptyFile();
      migrate(db, { migrations: MIGRATIONS.slice(0, number - 1), failpoints: never, log: quiet });
      before(db);
      migrate(db, { migrations: MIGRATIONS.slice(0, number), failpoints: never, log: quiet });
      expect(check(db)).toEqual([]);
      expect(db.pragma('user_version', { simple: true })).toBe(number);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      db.close();
    });
  }

  test('a proof goes with its picture', () => {
    const db = emptyFile();
    migrate(db, { migrations: MIGRATIONS, failpoints: never, log: quiet });
    db.pragma('foreign_keys = ON');
    beforeProof(db);
    db.exec("INSERT INTO kept_proof (picture_id, document_id, proof) VALUES ('p1', NULL, '{}')");
    db.exec("DELETE FROM picture WHERE id = 'p1'");
    expect(db.prepare('SELECT * FROM kept_proof').all()).toEqual([]);
    db.close();
  });

  test('search follows what is written afterwards: the triggers insert, change and delete', () => {
    const db = emptyFile();
    migrate(db, { migrations: MIGRATIONS, failpoints: never, log: quiet });
    beforeSearch(db);
    expect(checkSearch(db)).toEqual([]);
    db.exec("UPDATE picture SET prompt = 'pears' WHERE id = 'p2'; DELETE FROM picture WHERE id = 'p1'");
    const rows = (words: string) =>
      db.prepare('SELECT rowid FROM picture_fts WHERE picture_fts MATCH ?').all(words);
    expect(rows('quinces')).toEqual([]);
    expect(rows('pears')).toEqual([{ rowid: 2048 }]);
    expect(rows('creme')).toEqual([]);
    expect(() =>
      db.exec("INSERT INTO picture_fts (picture_fts, rank) VALUES ('integrity-check', 1)"),
    ).not.toThrow();
    db.close();
  });
});
