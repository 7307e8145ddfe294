import { type ReadHandle, selectAll } from '../db/index.ts';

export interface SettingRow {
  readonly key: string;
  readonly value: string;
}

export function all(db: ReadHandle): readonly SettingRow[] {
  return selectAll<SettingRow>(db, 'SELECT key, value FROM setting');
}
