import type { JobState } from '../../shared/contracts/desktop/index.ts';
import type { WriteHandle } from '../db/index.ts';
import type { Decision, GenerationRow } from './rows.ts';

export function insert(db: WriteHandle, row: GenerationRow): void {
  db.prepare(`
    INSERT INTO generation (id, operation, model_id, provider_id, state, interrupted, input, prompt, seed, quote,
      cost, reason, handle, decision, count, created_at_ms, updated_at_ms, ended_at_ms)
    VALUES (@id, @operation, @model_id, @provider_id, @state, @interrupted, @input, @prompt, @seed, @quote,
      @cost, @reason, @handle, @decision, @count, @created_at_ms, @updated_at_ms, @ended_at_ms)`).run(row);
}

/** A state only moves forward: the update names the states it may come from. */
const BEFORE: Readonly<Record<'submitting' | 'running', string>> = {
  submitting: `('queued', 'submitting', 'running')`,
  running: `('submitting', 'running')`,
};

export interface Advance {
  readonly id: string;
  readonly state: 'submitting' | 'running';
  readonly handle: string | null;
  readonly nowMs: number;
}

/** Moves a job on; false when it had ended meanwhile. A handle once saved stays. */
export function advance(db: WriteHandle, change: Advance): boolean {
  const result = db
    .prepare(`
      UPDATE generation SET state = @state, interrupted = 0, handle = coalesce(@handle, handle), updated_at_ms = @nowMs
      WHERE id = @id AND state IN ${BEFORE[change.state]}`)
    .run(change);
  return result.changes === 1;
}

export interface End {
  readonly id: string;
  readonly state: Exclude<JobState, 'queued' | 'submitting' | 'running'>;
  readonly reason: string | null;
  readonly cost: string | null;
  readonly nowMs: number;
}

/** The job's last word, once. A run that made nothing has nothing to decide about. */
export function end(db: WriteHandle, change: End): boolean {
  const result = db
    .prepare(`
      UPDATE generation SET state = @state, interrupted = 0, reason = @reason, cost = @cost,
        updated_at_ms = @nowMs, ended_at_ms = @nowMs,
        decision = CASE WHEN decision = 'pending' AND NOT EXISTS (SELECT 1 FROM picture WHERE generation_id = @id)
          THEN 'none' ELSE decision END
      WHERE id = @id AND state IN ('queued', 'submitting', 'running')`)
    .run(change);
  return result.changes === 1;
}

/** The last run stopped without a known end, and this kind of call is never sent twice. */
export function interrupt(db: WriteHandle, change: { readonly id: string; readonly nowMs: number }): void {
  db.prepare(`
    UPDATE generation SET interrupted = 1, updated_at_ms = @nowMs
    WHERE id = @id AND state IN ('submitting', 'running')`).run(change);
}

export interface Decide {
  readonly generationId: string;
  readonly decision: Exclude<Decision, 'none'>;
  /** The picture taken, for `accepted`. */
  readonly pictureId: string | null;
}

/** Settles a set of candidates, or opens it again. False when there is no such set or picture. */
export function decide(db: WriteHandle, change: Decide): boolean {
  const found = db
    .prepare(`UPDATE generation SET decision = @decision WHERE id = @generationId AND decision <> 'none'`)
    .run({ decision: change.decision, generationId: change.generationId });
  if (found.changes === 0) return false;
  const verdict = { accepted: 'passed', discarded: 'discarded', pending: 'pending' }[change.decision];
  db.prepare('UPDATE picture SET verdict = ? WHERE generation_id = ?').run(verdict, change.generationId);
  if (change.decision === 'accepted') {
    db.prepare(`UPDATE picture SET verdict = 'accepted' WHERE id = ?`).run(change.pictureId);
  }
  return true;
}

export interface Accept {
  readonly pictureId: string;
  /** JSON of what was done to it in a document; null for one that was put into none. */
  readonly kept: string | null;
}

/** The set a picture belongs to, read in the transaction that decides on it. */
export function acceptPicture(db: WriteHandle, { pictureId, kept }: Accept): string | null {
  const row = db
    .prepare<[string], { generation_id: string; document_id: string | null }>(`
      SELECT p.generation_id, g.input ->> '$.place.documentId' AS document_id
      FROM picture p LEFT JOIN generation g ON g.id = p.generation_id
      WHERE p.id = ? AND p.trashed_at_ms IS NULL`)
    .get(pictureId);
  if (row === undefined) return null;
  const change = { generationId: row.generation_id, decision: 'accepted', pictureId } as const;
  if (!decide(db, change)) return null;
  if (kept !== null) {
    db.prepare(`
      INSERT INTO kept_proof (picture_id, document_id, proof) VALUES (?, ?, ?)
      ON CONFLICT (picture_id) DO UPDATE SET document_id = excluded.document_id, proof = excluded.proof`).run(
      pictureId,
      row.document_id,
      kept,
    );
  }
  return row.generation_id;
}
