import type { WriteHandle } from '../db/index.ts';
import type { SettingRow } from './reads.ts';

/** Puts these settings, all or none. */
export function put(db: WriteHandle, rows: readonly SettingRow[]): void {
  const statement = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  for (const row of rows) statement.run(row.key, row.value);
}
