import type { Migration } from '../../../electron/db/migration.ts';
import { MIGRATIONS } from '../../../electron/db/migrations/index.ts';

const next = MIGRATIONS.length + 1;

/** A made-up step after the real ones that rebuilds a table, as a later version may have to. */
export const rewriting: Migration = {
  number: next,
  name: `${String(next).padStart(4, '0')}-rewriting`,
  rewrites: true,
  leastSafeVersion: next,
  sql: `
    CREATE TABLE setting_new (name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at_ms INTEGER NOT NULL) STRICT;
    INSERT INTO setting_new SELECT key, value, 0 FROM setting;
    DROP TABLE setting;
    ALTER TABLE setting_new RENAME TO setting;
  `,
};

export const REWRITING: readonly Migration[] = [...MIGRATIONS, rewriting];
