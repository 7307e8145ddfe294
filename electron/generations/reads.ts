import { type ReadHandle, selectAll, selectOne } from '../db/index.ts';
import type { CandidateRow, GenerationRow, GenerationSummaryRow } from './rows.ts';

const ENDED_SHOWN = 50;
const SETS_SHOWN = 60;

const OPEN = `('queued', 'submitting', 'running')`;

const SUMMARY = `
  SELECT g.*,
    (SELECT count(*) FROM picture p WHERE p.generation_id = g.id) AS delivered,
    (SELECT p.sha256 FROM picture p WHERE p.generation_id = g.id ORDER BY p.ordinal LIMIT 1) AS thumbnail,
    (SELECT json_group_array(p.id ORDER BY p.ordinal) FROM picture p
      WHERE p.generation_id = g.id AND p.trashed_at_ms IS NULL) AS picture_ids
  FROM generation g`;

/** Everything that runs, then what waits, and the last fifty that ended, each newest first. */
export function recent(db: ReadHandle): readonly GenerationSummaryRow[] {
  const open = `${SUMMARY} WHERE g.state IN ${OPEN} ORDER BY g.state = 'queued', g.id DESC LIMIT 100`;
  const ended = `${SUMMARY} WHERE g.state NOT IN ${OPEN} ORDER BY g.id DESC LIMIT ?`;
  return [
    ...selectAll<GenerationSummaryRow>(db, open),
    ...selectAll<GenerationSummaryRow>(db, ended, ENDED_SHOWN),
  ];
}

/** What a restart has to look at, oldest first. */
export function unfinished(db: ReadHandle): readonly GenerationRow[] {
  return selectAll<GenerationRow>(db, `SELECT * FROM generation WHERE state IN ${OPEN} ORDER BY id`);
}

export function byId(db: ReadHandle, id: string): GenerationRow | null {
  return selectOne<GenerationRow>(db, 'SELECT * FROM generation WHERE id = ?', id) ?? null;
}

export function deliveredOrdinals(db: ReadHandle, id: string): readonly number[] {
  const sql = 'SELECT ordinal FROM picture WHERE generation_id = ? ORDER BY ordinal';
  return selectAll<{ ordinal: number }>(db, sql, id).map((row) => row.ordinal);
}

/** Sets that wait for a decision: running, or with something to choose from. Oldest first. */
export function pendingSets(db: ReadHandle): {
  readonly generations: readonly GenerationRow[];
  readonly pictures: readonly CandidateRow[];
} {
  const generations = selectAll<GenerationRow>(
    db,
    `
      SELECT * FROM (
        SELECT * FROM generation g
        WHERE g.decision = 'pending' AND (
          (g.state IN ${OPEN} AND g.interrupted = 0)
          OR EXISTS (SELECT 1 FROM picture p WHERE p.generation_id = g.id AND p.trashed_at_ms IS NULL)
        )
        ORDER BY g.id DESC LIMIT ?
      ) ORDER BY id`,
    SETS_SHOWN,
  );
  const pictures = selectAll<CandidateRow>(
    db,
    `
      SELECT generation_id, id, ordinal, sha256, width, height FROM picture
      WHERE generation_id IN (SELECT value FROM json_each(?)) AND trashed_at_ms IS NULL
      ORDER BY generation_id, ordinal`,
    JSON.stringify(generations.map((generation) => generation.id)),
  );
  return { generations, pictures };
}
