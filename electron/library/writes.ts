import { execute, selectOne, type WriteHandle } from '../db/index.ts';
import { POSITIONS_PER_MS } from './positions.ts';
import { IMPORT_OPERATION } from './rows.ts';

export interface Parent {
  readonly pictureId: string;
  /** `goes-on-from`, or what its pixels were sent for: source, style, subject, palette. */
  readonly role: string;
}

/** A picture as it is about to be kept: everything its row needs, decided before the first byte is written. */
export interface NewPicture {
  readonly id: string;
  readonly generationId: string;
  readonly ordinal: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
  readonly madeAtMs: number;
  readonly day: string;
  readonly modelId: string;
  readonly providerId: string;
  readonly operation: string;
  readonly seed: number | null;
  readonly prompt: string;
  readonly revisedPrompt: string | null;
  readonly parents: readonly Parent[];
}

/** Where a picture's file will stand, written down before the file is. Names are within `folder`. */
export interface StoreIntent {
  readonly folder: string;
  readonly name: string;
  readonly temporary: string;
  readonly picture: NewPicture;
}

export function intend(db: WriteHandle, intent: StoreIntent): void {
  const { folder, name, temporary, picture } = intent;
  execute(
    db,
    `INSERT INTO store_intent (generation_id, ordinal, folder, name, temporary, picture) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (generation_id, ordinal) DO UPDATE
     SET folder = excluded.folder, name = excluded.name, temporary = excluded.temporary, picture = excluded.picture`,
    picture.generationId,
    picture.ordinal,
    folder,
    name,
    temporary,
    JSON.stringify(picture),
  );
}

export function dropIntent(db: WriteHandle, place: { generationId: string; ordinal: number }): void {
  const sql = 'DELETE FROM store_intent WHERE generation_id = ? AND ordinal = ?';
  execute(db, sql, place.generationId, place.ordinal);
}

export interface Finish {
  readonly picture: NewPicture;
  /** Where the file stands now; null when a file of these bytes was there already and is named by a row. */
  readonly place: { readonly folder: string; readonly name: string } | null;
  readonly nowMs: number;
}

/** A picture that comes after its set was decided shares the set's fate; one that was brought in waits for nothing. */
const VERDICT_OF_SET = `coalesce(
  (SELECT CASE decision WHEN 'accepted' THEN 'passed' WHEN 'discarded' THEN 'discarded' END FROM generation WHERE id = ?),
  ?)`;

/**
 * The file is there: its row, the picture's, its parent and the end of the intent, all or none.
 * Sending it twice leaves what the first one did, and answers with the id that was kept.
 */
export function finish(db: WriteHandle, { picture, place, nowMs }: Finish): { id: string } {
  if (place !== null) {
    execute(
      db,
      `INSERT INTO file (sha256, folder, name, media_type, size_bytes, stored_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (sha256) DO UPDATE SET folder = excluded.folder, name = excluded.name, missing_since_ms = NULL`,
      picture.sha256,
      place.folder,
      place.name,
      picture.mediaType,
      picture.sizeBytes,
      nowMs,
    );
  }
  dropIntent(db, picture);
  const kept = selectOne<{ id: string }>(
    db,
    'SELECT id FROM picture WHERE generation_id = ? AND ordinal = ?',
    picture.generationId,
    picture.ordinal,
  );
  if (kept !== undefined) return kept;
  execute(
    db,
    `INSERT INTO picture (position, id, generation_id, ordinal, sha256, width, height, made_at_ms, day, model_id,
       provider_id, operation, seed, verdict, prompt, revised_prompt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${VERDICT_OF_SET}, ?, ?)`,
    freePosition(db, picture.madeAtMs),
    picture.id,
    picture.generationId,
    picture.ordinal,
    picture.sha256,
    picture.width,
    picture.height,
    picture.madeAtMs,
    picture.day,
    picture.modelId,
    picture.providerId,
    picture.operation,
    picture.seed,
    picture.generationId,
    picture.operation === IMPORT_OPERATION ? 'accepted' : 'pending',
    picture.prompt,
    picture.revisedPrompt,
  );
  const lineage = 'INSERT OR IGNORE INTO lineage (child_id, parent_id, role) VALUES (?, ?, ?)';
  for (const parent of picture.parents) execute(db, lineage, picture.id, parent.pictureId, parent.role);
  return { id: picture.id };
}

/** The next free position of that millisecond, or of the first later one with room. */
function freePosition(db: WriteHandle, madeAtMs: number): number {
  for (let atMs = madeAtMs; ; atMs++) {
    const first = atMs * POSITIONS_PER_MS;
    const last = first + POSITIONS_PER_MS - 1;
    const taken = selectOne<{ position: number | null }>(
      db,
      'SELECT max(position) AS position FROM picture WHERE position BETWEEN ? AND ?',
      first,
      last,
    );
    const next = taken?.position == null ? first : taken.position + 1;
    if (next <= last) return next;
  }
}

export interface Trashing {
  readonly ids: readonly string[];
  readonly nowMs: number;
}

/** @returns the ids that were not in the trash before */
export function trash(db: WriteHandle, { ids, nowMs }: Trashing): string[] {
  const sql = 'UPDATE picture SET trashed_at_ms = ? WHERE id = ? AND trashed_at_ms IS NULL';
  return ids.filter((id) => execute(db, sql, nowMs, id) > 0);
}

/** @returns the ids that were in the trash before */
export function restore(db: WriteHandle, { ids }: { readonly ids: readonly string[] }): string[] {
  const sql = 'UPDATE picture SET trashed_at_ms = NULL WHERE id = ? AND trashed_at_ms IS NOT NULL';
  return ids.filter((id) => execute(db, sql, id) > 0);
}

/** Notes since when these files cannot be found; one already noted keeps its time. */
export function markMissing(
  db: WriteHandle,
  change: { readonly hashes: readonly string[]; readonly nowMs: number },
): void {
  const sql = 'UPDATE file SET missing_since_ms = ? WHERE sha256 = ? AND missing_since_ms IS NULL';
  for (const sha256 of change.hashes) execute(db, sql, change.nowMs, sha256);
}

export interface FoundFile {
  readonly sha256: string;
  readonly folder: string;
  readonly name: string;
}

/** The person moved it, or it came back: the row follows. */
export function markFound(db: WriteHandle, found: FoundFile): void {
  const sql = 'UPDATE file SET folder = ?, name = ?, missing_since_ms = NULL WHERE sha256 = ?';
  execute(db, sql, found.folder, found.name, found.sha256);
}
