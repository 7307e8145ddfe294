import type { WriteHandle } from './handles.ts';
import { FTS_TRIGGERS } from './migrations/0003-search/triggers.ts';
import { selectOne } from './statements.ts';

const TRIGGERS = ['picture_fts_insert', 'picture_fts_delete', 'picture_fts_update'] as const;

/**
 * Stops the index from following, for a bulk load: several times faster, and the index is built once at its end.
 * The note of it is written with it, so that a load that is killed does not leave pictures nobody can find.
 */
export function suspendSearch(db: WriteHandle): void {
  db.transaction(() => {
    for (const trigger of TRIGGERS) db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
    db.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('search_suspended', 'yes')");
  }).immediate();
}

/** Builds the index anew from the pictures and lets it follow again. */
export function resumeSearch(db: WriteHandle): void {
  db.transaction(() => {
    db.exec("INSERT INTO picture_fts (picture_fts) VALUES ('rebuild')");
    for (const trigger of TRIGGERS) db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
    db.exec(FTS_TRIGGERS);
    db.exec("DELETE FROM meta WHERE key = 'search_suspended'");
  }).immediate();
}

export function isSearchSuspended(db: WriteHandle): boolean {
  return selectOne(db, "SELECT 1 FROM meta WHERE key = 'search_suspended'") !== undefined;
}
