import type { ReadHandle } from '../../handles.ts';
import { selectAll, selectOne } from '../../statements.ts';

export function check(db: ReadHandle): string[] {
  const wrong: string[] = [];
  const names = selectAll<{ name: string }>(db, 'SELECT name FROM sqlite_schema');
  for (const wanted of ['document', 'document_file', 'document_saving']) {
    if (!names.some((row) => row.name === wanted)) wrong.push(`there is no ${wanted}`);
  }
  if (selectOne(db, "SELECT 1 FROM setting WHERE key = 'theme'") === undefined)
    wrong.push('the setting is gone');
  return wrong;
}
