import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { backupPath } from '../../electron/db/migrate.ts';
import { MIGRATIONS } from '../../electron/db/migrations/index.ts';
import { openForWriting } from '../../electron/db/open-file.ts';
import { quiet } from '../drivers/storage/deps.ts';
import { runChild } from '../drivers/storage/killed-child.ts';
import { REWRITING, rewriting } from '../drivers/storage/rewriting-migration.ts';
import { temporaryFolder } from '../drivers/storage/temporary-folder.ts';

const never = { hit: () => undefined };

/** A library of today's schema with a setting in it. */
function begun(): string {
  const path = join(temporaryFolder(), 'library.db');
  const opened = openForWriting(path, { migrations: MIGRATIONS, failpoints: never, log: quiet });
  if (!opened.ok) throw new Error(opened.trouble);
  opened.db.exec(`INSERT INTO setting (key, value) VALUES ('theme', '"dark"')`);
  opened.db.close();
  return path;
}

describe('a desktop killed while it migrates', () => {
  test.each([
    ['migrate.backed-up', MIGRATIONS.length],
    ['migrate.stepped', MIGRATIONS.length],
    ['migrate.committed', MIGRATIONS.length + 1],
  ])('at %s leaves a whole library of one version, a whole copy, and goes on', async (point, version) => {
    const path = begun();
    expect((await runChild('./migrating-child.ts', [path, point])).signal).toBe('SIGKILL');

    const look = new Sqlite(path, { readonly: true });
    expect(look.pragma('user_version', { simple: true })).toBe(version);
    expect(look.pragma('integrity_check', { simple: true })).toBe('ok');
    look.close();
    const copy = new Sqlite(backupPath(path, rewriting), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(copy.prepare('SELECT key, value FROM setting').all()).toEqual([{ key: 'theme', value: '"dark"' }]);
    copy.close();

    const ended = await runChild('./migrating-child.ts', [path]);
    expect(ended).toMatchObject({ code: 0, output: '{"ok":true}\n' });
    const after = new Sqlite(path, { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(REWRITING.length);
    expect(after.prepare('SELECT name, value FROM setting').all()).toEqual([
      { name: 'theme', value: '"dark"' },
    ]);
    after.close();
    expect(existsSync(`${backupPath(path, rewriting)}.part`)).toBe(false);
  });

  test.each(['migrate.stepped', 'migrate.stepped:2', 'migrate.committed', 'migrate.committed:2'])(
    'a new library killed at %s is begun again where it stopped',
    async (point) => {
      const path = join(temporaryFolder(), 'library.db');
      expect((await runChild('./migrating-child.ts', [path, point])).signal).toBe('SIGKILL');
      expect(await runChild('./migrating-child.ts', [path])).toMatchObject({
        code: 0,
        output: '{"ok":true}\n',
      });
    },
  );
});
