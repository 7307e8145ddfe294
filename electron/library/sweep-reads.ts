import { type ReadHandle, selectAll, selectOne } from '../db/index.ts';
import type { FileRow } from './rows.ts';
import type { StoreIntent } from './writes.ts';

interface IntentRow {
  readonly folder: string;
  readonly name: string;
  readonly temporary: string;
  readonly picture: string;
}

/** What an earlier run had begun to store and not finished. */
export function intents(db: ReadHandle): StoreIntent[] {
  return selectAll<IntentRow>(db, 'SELECT folder, name, temporary, picture FROM store_intent').map(toIntent);
}

export function intentFor(
  db: ReadHandle,
  place: { generationId: string; ordinal: number },
): StoreIntent | null {
  const row = selectOne<IntentRow>(
    db,
    'SELECT folder, name, temporary, picture FROM store_intent WHERE generation_id = ? AND ordinal = ?',
    place.generationId,
    place.ordinal,
  );
  return row === undefined ? null : toIntent(row);
}

/** Our own row, written by `intend`: its JSON is trusted as far as its types. */
function toIntent(row: IntentRow): StoreIntent {
  return { ...row, picture: JSON.parse(row.picture) as StoreIntent['picture'] };
}

/** Every folder that pictures were ever stored in: few, however many pictures. */
export function folders(db: ReadHandle): string[] {
  const found: string[] = [];
  let next = selectOne<{ folder: string | null }>(db, 'SELECT min(folder) AS folder FROM file')?.folder;
  while (next != null) {
    found.push(next);
    next = selectOne<{ folder: string | null }>(
      db,
      'SELECT min(folder) AS folder FROM file WHERE folder > ?',
      next,
    )?.folder;
  }
  return found;
}

export interface FilesAfter {
  readonly folder: string;
  readonly after: string;
  readonly limit: number;
}

/** Files of one folder in the order of their names, which is the order of months. */
export function filesAfter(db: ReadHandle, page: FilesAfter): FileRow[] {
  return selectAll<FileRow>(
    db,
    `SELECT sha256, folder, name, media_type, size_bytes, missing_since_ms FROM file
     WHERE folder = ? AND name > ? ORDER BY name LIMIT ?`,
    page.folder,
    page.after,
    page.limit,
  );
}

export function missingFiles(db: ReadHandle, limit: number): FileRow[] {
  return selectAll<FileRow>(
    db,
    `SELECT sha256, folder, name, media_type, size_bytes, missing_since_ms FROM file
     WHERE missing_since_ms IS NOT NULL ORDER BY missing_since_ms DESC LIMIT ?`,
    limit,
  );
}

/** Whether a row names this file: what no row names may be a picture that was moved there. */
export function isNamed(db: ReadHandle, place: { folder: string; name: string }): boolean {
  return (
    selectOne(db, 'SELECT 1 FROM file WHERE folder = ? AND name = ?', place.folder, place.name) !== undefined
  );
}
