import type { ReadHandle } from '../../handles.ts';
import { selectAll, selectOne } from '../../statements.ts';

export function check(db: ReadHandle): string[] {
  const wrong: string[] = [];
  const names = selectAll<{ name: string }>(db, 'SELECT name FROM sqlite_schema');
  for (const wanted of ['file', 'picture', 'lineage', 'store_intent', 'picture_day', 'picture_trashed']) {
    if (!names.some((row) => row.name === wanted)) wrong.push(`there is no ${wanted}`);
  }
  const job = selectOne<{ prompt: string }>(db, 'SELECT prompt FROM generation');
  if (job?.prompt !== 'quinces on linen') wrong.push('the job from before is gone');
  if (selectOne(db, "SELECT 1 FROM setting WHERE key = 'theme'") === undefined)
    wrong.push('the setting is gone');
  return wrong;
}
