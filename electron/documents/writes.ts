import { execute, type WriteHandle } from '../db/index.ts';
import type { Fingerprint } from './file/fingerprint.ts';
import type { Saving } from './rows.ts';

export interface NewDocument {
  readonly id: string;
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly filePath: string | null;
  readonly ahead: boolean;
  readonly nowMs: number;
}

/** A write may be sent twice: the second changes nothing. */
export function insert(db: WriteHandle, one: NewDocument): void {
  execute(
    db,
    `INSERT INTO document (id, name, width, height, file_path, created_at_ms, changed_at_ms, opened_at_ms,
       saved_sequence, ahead, is_open)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 1) ON CONFLICT (id) DO NOTHING`,
    one.id,
    one.name,
    one.width,
    one.height,
    one.filePath,
    one.nowMs,
    one.nowMs,
    one.nowMs,
    one.ahead ? 1 : 0,
  );
}

export function opened(db: WriteHandle, { id, nowMs }: { id: string; nowMs: number }): void {
  const sql =
    'UPDATE document SET is_open = 1, opened_at_ms = max(opened_at_ms, ?), discarded_at_ms = NULL WHERE id = ?';
  execute(db, sql, nowMs, id);
}

export function closed(db: WriteHandle, id: string): void {
  execute(db, 'UPDATE document SET is_open = 0 WHERE id = ?', id);
}

export function rename(db: WriteHandle, { id, name }: { id: string; name: string }): void {
  execute(db, 'UPDATE document SET name = ? WHERE id = ?', name, id);
}

export function resize(db: WriteHandle, one: { id: string; width: number; height: number }): void {
  execute(db, 'UPDATE document SET width = ?, height = ? WHERE id = ?', one.width, one.height, one.id);
}

/** Before the first step that the file does not have. */
export function aheadOfFile(db: WriteHandle, { id, nowMs }: { id: string; nowMs: number }): void {
  execute(db, 'UPDATE document SET ahead = 1, changed_at_ms = ? WHERE id = ?', nowMs, id);
}

export function readFile(db: WriteHandle, { id, print }: { id: string; print: Fingerprint }): void {
  const sql = 'UPDATE document SET file_size = ?, file_mtime_ms = ?, file_sha256 = ? WHERE id = ?';
  execute(db, sql, print.sizeBytes, print.mtimeMs, print.sha256, id);
}

export function intendSave(db: WriteHandle, { id, saving }: { id: string; saving: Saving | null }): void {
  const sql = 'UPDATE document SET saving = ? WHERE id = ?';
  execute(db, sql, saving === null ? null : JSON.stringify(saving), id);
}

export interface SavedFile {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly print: Fingerprint;
  readonly sequence: number;
  readonly ahead: boolean;
  readonly nowMs: number;
}

/** The file is the document's now, and no other's: what had been saved there before has lost it. */
export function saved(db: WriteHandle, one: SavedFile): void {
  execute(db, 'UPDATE document SET file_path = NULL WHERE file_path = ? AND id <> ?', one.path, one.id);
  execute(
    db,
    `UPDATE document SET file_path = ?, name = ?, file_size = ?, file_mtime_ms = ?, file_sha256 = ?, saved_at_ms = ?,
       saved_sequence = ?, ahead = ?, saving = NULL WHERE id = ?`,
    one.path,
    one.name,
    one.print.sizeBytes,
    one.print.mtimeMs,
    one.print.sha256,
    one.nowMs,
    one.sequence,
    one.ahead ? 1 : 0,
    one.id,
  );
}

export function discard(db: WriteHandle, { id, nowMs }: { id: string; nowMs: number }): void {
  execute(db, 'UPDATE document SET discarded_at_ms = ?, is_open = 0 WHERE id = ?', nowMs, id);
}

export function restore(db: WriteHandle, id: string): void {
  execute(db, 'UPDATE document SET discarded_at_ms = NULL WHERE id = ?', id);
}

export function remove(db: WriteHandle, id: string): void {
  execute(db, 'DELETE FROM document WHERE id = ? AND discarded_at_ms IS NOT NULL', id);
}
