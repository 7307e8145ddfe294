import { type ReadHandle, selectAll, selectOne } from '../db/index.ts';
import type { CandidateRow, GenerationRow, GenerationSummaryRow, SpendingRow } from './rows.ts';

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

/** What was taken of documents for runs that go on, or whose set waits for a decision. */
export function framesInUse(db: ReadHandle): readonly string[] {
  const sql = `
    SELECT DISTINCT input ->> '$.place.frameId' AS frame FROM generation
    WHERE (state IN ${OPEN} OR decision = 'pending') AND input ->> '$.place.frameId' IS NOT NULL`;
  return selectAll<{ frame: string }>(db, sql).map((row) => row.frame);
}

/**
 * What a run with the person's own key counts for: what its provider said; nothing where that is known; else its
 * estimate, because a run that waits, runs, broke off or ended without a word may be charged in full.
 */
const SPENT = `
  SELECT created_at_ms, model_id, cost IS NULL AS unsaid,
    CASE
      WHEN cost IS NOT NULL THEN coalesce(cost ->> '$.micros', 0)
      WHEN reason ->> '$.charged' = 'no' THEN 0
      ELSE quote ->> '$.micros'
    END AS micros
  FROM generation
  WHERE quote ->> '$.kind' = 'estimate'`;

/** The calendar month that a moment belongs to, on this computer's clock. */
export function spentInMonth(db: ReadHandle, nowMs: number): number {
  const sql = `
    WITH month AS (SELECT
      unixepoch(s, 'unixepoch', 'localtime', 'start of month', 'utc') * 1000 AS from_ms,
      unixepoch(s, 'unixepoch', 'localtime', 'start of month', '+1 month', 'utc') * 1000 AS to_ms
      FROM (SELECT ? / 1000 AS s))
    SELECT coalesce(sum(micros), 0) AS micros FROM (${SPENT}
      AND created_at_ms >= (SELECT from_ms FROM month) AND created_at_ms < (SELECT to_ms FROM month))`;
  return selectOne<{ micros: number }>(db, sql, nowMs)?.micros ?? 0;
}

const SPENDING_DAYS = 62;
const SPENDING_MONTHS = 24;
const SPENDING_MODELS = 100;

/** Sums by local day and month, newest first, and by model, dearest first; `now` names today. One pass over all runs. */
export function spending(db: ReadHandle, nowMs: number): readonly SpendingRow[] {
  const sums = 'sum(micros) AS micros, sum(unsaid_micros) AS unsaid_micros, sum(runs) AS runs';
  const sql = `
    WITH daily AS MATERIALIZED (
      SELECT date(created_at_ms / 1000, 'unixepoch', 'localtime') AS day, model_id, sum(micros) AS micros,
        sum(iif(unsaid, micros, 0)) AS unsaid_micros, count(*) AS runs
      FROM (${SPENT}) WHERE micros > 0 GROUP BY day, model_id)
    SELECT 'now' AS per, date(? / 1000, 'unixepoch', 'localtime') AS name, 0 AS micros, 0 AS unsaid_micros, 0 AS runs
    UNION ALL SELECT * FROM (
      SELECT 'day', day, ${sums} FROM daily GROUP BY day ORDER BY day DESC LIMIT ${SPENDING_DAYS})
    UNION ALL SELECT * FROM (
      SELECT 'month', substr(day, 1, 7) AS month, ${sums} FROM daily GROUP BY month ORDER BY month DESC
      LIMIT ${SPENDING_MONTHS})
    UNION ALL SELECT * FROM (
      SELECT 'model', model_id, ${sums} FROM daily GROUP BY model_id ORDER BY sum(micros) DESC, model_id
      LIMIT ${SPENDING_MODELS})`;
  return selectAll<SpendingRow>(db, sql, nowMs);
}
