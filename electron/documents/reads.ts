import { type ReadHandle, selectAll, selectOne } from '../db/index.ts';
import type { DocumentRow } from './rows.ts';

const RECENT_MAX = 200;

export function one(db: ReadHandle, id: string): DocumentRow | null {
  return selectOne<DocumentRow>(db, 'SELECT * FROM document WHERE id = ?', id) ?? null;
}

/** Those that are not discarded come first: a file that is opened again is theirs. */
export function ofFile(db: ReadHandle, path: string): DocumentRow | null {
  const sql = `SELECT * FROM document WHERE file_path = ?
    ORDER BY discarded_at_ms IS NOT NULL, is_open DESC, opened_at_ms DESC LIMIT 1`;
  return selectOne<DocumentRow>(db, sql, path) ?? null;
}

export function recent(db: ReadHandle): readonly DocumentRow[] {
  const sql = `SELECT * FROM document WHERE discarded_at_ms IS NULL
    ORDER BY max(opened_at_ms, changed_at_ms) DESC, id DESC LIMIT ?`;
  return selectAll<DocumentRow>(db, sql, RECENT_MAX);
}

export function discarded(db: ReadHandle): readonly string[] {
  const sql = 'SELECT id FROM document WHERE discarded_at_ms IS NOT NULL';
  return selectAll<{ id: string }>(db, sql).map((row) => row.id);
}

export function saving(db: ReadHandle): readonly DocumentRow[] {
  return selectAll<DocumentRow>(db, 'SELECT * FROM document WHERE saving IS NOT NULL');
}

export function known(db: ReadHandle): readonly string[] {
  return selectAll<{ id: string }>(db, 'SELECT id FROM document').map((row) => row.id);
}
