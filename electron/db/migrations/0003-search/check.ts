import type { ReadHandle } from '../../handles.ts';
import { selectAll } from '../../statements.ts';

export function check(db: ReadHandle): string[] {
  const found = (words: string) =>
    selectAll<{ rowid: number }>(
      db,
      'SELECT rowid FROM picture_fts WHERE picture_fts MATCH ? ORDER BY rowid',
      words,
    )
      .map((row) => row.rowid)
      .join();
  const wanted: readonly (readonly [string, string])[] = [
    ['creme', '1024'],
    ['qui*', '2048'],
    ['"on" "linen"', '2048'],
    ['sandbox', '1024'],
    ['on', '1024,2048'],
  ];
  return wanted
    .filter(([words, rows]) => found(words) !== rows)
    .map(([words]) => `${words} finds ${found(words)}`);
}
