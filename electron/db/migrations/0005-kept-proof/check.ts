import type { ReadHandle } from '../../handles.ts';
import { selectAll, selectOne } from '../../statements.ts';

export function check(db: ReadHandle): string[] {
  const wrong: string[] = [];
  const names = selectAll<{ name: string }>(db, 'SELECT name FROM sqlite_schema');
  if (!names.some((row) => row.name === 'kept_proof')) wrong.push('there is no kept_proof');
  if (selectOne(db, "SELECT 1 FROM picture WHERE id = 'p1'") === undefined) wrong.push('the picture is gone');
  if (selectOne(db, 'SELECT 1 FROM kept_proof') !== undefined) wrong.push('a proof came from nowhere');
  return wrong;
}
