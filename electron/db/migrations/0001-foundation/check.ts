import type { ReadHandle } from '../../handles.ts';
import { selectAll } from '../../statements.ts';

export function check(db: ReadHandle): string[] {
  const names = selectAll<{ name: string }>(db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  return ['meta', 'setting', 'generation']
    .filter((table) => !names.some((row) => row.name === table))
    .map((table) => `there is no table ${table}`);
}
