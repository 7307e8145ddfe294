import type { LibraryQuery, Picture } from '../../shared/contracts/desktop/index.ts';
import { type ReadHandle, selectAll, selectOne } from '../db/index.ts';
import { matchOf } from './match.ts';
import { type DetailsRow, type FileRow, PICTURE_COLUMNS, type PictureRow, toPicture } from './rows.ts';

/** With words, counting stops here: the window says "more than". */
const COUNT_MAX = 10_000;

const PARENTS_MAX = 20;
const SIBLINGS_MAX = 20;
const CHILDREN_MAX = 50;

export interface SearchInput extends LibraryQuery {
  readonly before: number | null;
  readonly limit: number;
}

export interface Page {
  readonly pictures: Picture[];
  readonly end: boolean;
}

/**
 * A page, newest first. Both ways walk row ids downwards from `before`, so a page costs the same at any depth
 * and nothing is sorted.
 */
export function search(db: ReadHandle, input: SearchInput): Page {
  const match = matchOf(input.words);
  const before = input.before ?? Number.MAX_SAFE_INTEGER;
  const wanted = input.limit + 1;
  const state = stateOf(input.trashed);
  const rows =
    match === null
      ? selectAll<PictureRow>(
          db,
          `SELECT ${PICTURE_COLUMNS} FROM picture p ${input.trashed ? 'INDEXED BY picture_trashed' : 'NOT INDEXED'}
           WHERE p.position < ? AND ${state} ORDER BY p.position DESC LIMIT ?`,
          before,
          wanted,
        )
      : selectAll<PictureRow>(
          db,
          `SELECT ${PICTURE_COLUMNS} FROM picture_fts f CROSS JOIN picture p ON p.position = f.rowid
           WHERE f.picture_fts MATCH ? AND f.rowid < ? AND ${state} ORDER BY f.rowid DESC LIMIT ?`,
          match,
          before,
          wanted,
        );
  return { pictures: rows.slice(0, input.limit).map(toPicture), end: rows.length < wanted };
}

export interface DayCountsInput extends LibraryQuery {
  readonly days: readonly string[];
}

/** How many each of these days holds. */
export function dayCounts(db: ReadHandle, input: DayCountsInput): Record<string, number> {
  const match = matchOf(input.words);
  const counts: Record<string, number> = Object.fromEntries(input.days.map((day) => [day, 0]));
  if (match === null) {
    const sql = `SELECT count(*) AS total FROM picture p WHERE p.day = ? AND ${stateOf(input.trashed)}`;
    for (const day of input.days) counts[day] = selectOne<{ total: number }>(db, sql, day)?.total ?? 0;
    return counts;
  }
  for (const run of runsOf(input.days)) {
    for (const row of runMatches(db, input.trashed, run, match)) {
      // Days between the wanted ones were counted along the way, and are not answered.
      if (row.day in counts) counts[row.day] = row.total;
    }
  }
  return counts;
}

interface DayRun {
  readonly first: string;
  readonly last: string;
}

/**
 * Days grouped by month: setting up a search by the beginning of a word costs more than walking a month of its
 * matches, and walking the whole library between two far days costs more than both.
 */
function runsOf(days: readonly string[]): DayRun[] {
  const runs = new Map<string, DayRun>();
  for (const day of days.toSorted()) {
    const month = day.slice(0, 7);
    runs.set(month, { first: runs.get(month)?.first ?? day, last: day });
  }
  return [...runs.values()];
}

/** A run of days is one stretch of positions, found through the day index; the words are looked for within it. */
function runMatches(
  db: ReadHandle,
  trashed: boolean,
  run: DayRun,
  match: string,
): readonly { readonly day: string; readonly total: number }[] {
  const state = stateOf(trashed);
  const stretch = selectOne<{ first: number | null; last: number | null }>(
    db,
    `SELECT min(p.position) AS first, max(p.position) AS last FROM picture p
     WHERE p.day BETWEEN ? AND ? AND ${state}`,
    run.first,
    run.last,
  );
  if (stretch?.first == null || stretch.last === null) return [];
  return selectAll(
    db,
    `SELECT p.day AS day, count(*) AS total FROM picture_fts f CROSS JOIN picture p ON p.position = f.rowid
     WHERE f.picture_fts MATCH ? AND f.rowid BETWEEN ? AND ? AND ${state} GROUP BY p.day`,
    match,
    stretch.first,
    stretch.last,
  );
}

/** Exact without words; with words it stops at the bound and says so. */
export function count(db: ReadHandle, query: LibraryQuery): { total: number; more: boolean } {
  const match = matchOf(query.words);
  const state = stateOf(query.trashed);
  if (match === null) {
    // The planner would walk the whole table; the partial index holds just these rows and is a tenth of it.
    const index = query.trashed ? 'picture_trashed' : 'picture_day';
    const sql = `SELECT count(*) AS total FROM picture p INDEXED BY ${index} WHERE ${state}`;
    const all = selectOne<{ total: number }>(db, sql);
    return { total: all?.total ?? 0, more: false };
  }
  const found = selectOne<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM (
       SELECT 1 FROM picture_fts f CROSS JOIN picture p ON p.position = f.rowid
       WHERE f.picture_fts MATCH ? AND ${state} LIMIT ${COUNT_MAX + 1})`,
    match,
  );
  const total = found?.total ?? 0;
  return { total: Math.min(total, COUNT_MAX), more: total > COUNT_MAX };
}

function stateOf(trashed: boolean): string {
  return trashed ? 'p.trashed_at_ms IS NOT NULL' : 'p.trashed_at_ms IS NULL';
}

export interface Details {
  readonly row: DetailsRow;
  readonly file: FileRow;
  readonly parents: Picture[];
  readonly siblings: Picture[];
  readonly children: Picture[];
}

export function details(db: ReadHandle, id: string): Details | null {
  const row = selectOne<DetailsRow>(
    db,
    `SELECT ${PICTURE_COLUMNS}, p.generation_id, p.prompt, p.revised_prompt, p.provider_id, p.seed,
       p.trashed_at_ms, g.input, g.quote, g.cost, k.proof AS kept
     FROM picture p LEFT JOIN generation g ON g.id = p.generation_id
       LEFT JOIN kept_proof k ON k.picture_id = p.id
     WHERE p.id = ?`,
    id,
  );
  if (row === undefined) return null;
  const fileRow = file(db, row.sha256);
  if (fileRow === null) throw new Error(`picture ${id} names a file that has no row`);
  const related = (sql: string, value: string, max: number) =>
    selectAll<PictureRow>(db, `SELECT ${PICTURE_COLUMNS} FROM ${sql} LIMIT ${max}`, value).map(toPicture);
  return {
    row,
    file: fileRow,
    parents: related(
      `picture p WHERE p.id IN (SELECT parent_id FROM lineage WHERE child_id = ?) ORDER BY p.position DESC`,
      id,
      PARENTS_MAX,
    ),
    siblings: related(
      'picture p WHERE p.generation_id = ? ORDER BY p.ordinal',
      row.generation_id,
      SIBLINGS_MAX + 1,
    )
      .filter((picture) => picture.id !== id)
      .slice(0, SIBLINGS_MAX),
    children: related(
      `picture p WHERE p.id IN (SELECT child_id FROM lineage WHERE parent_id = ?) ORDER BY p.position DESC`,
      id,
      CHILDREN_MAX,
    ),
  };
}

export function file(db: ReadHandle, sha256: string): FileRow | null {
  const sql = `SELECT ${FILE_COLUMNS} FROM file WHERE sha256 = ?`;
  return selectOne<FileRow>(db, sql, sha256) ?? null;
}

export function fileOfPicture(db: ReadHandle, id: string): FileRow | null {
  const sql = `SELECT ${FILE_COLUMNS} FROM file WHERE sha256 = (SELECT sha256 FROM picture WHERE id = ?)`;
  return selectOne<FileRow>(db, sql, id) ?? null;
}

const FILE_COLUMNS = 'sha256, folder, name, media_type, size_bytes, missing_since_ms';

/** What was stored for this place in a job's set, if anything. */
export function delivered(
  db: ReadHandle,
  place: { generationId: string; ordinal: number },
): PictureRow | null {
  const sql = `SELECT ${PICTURE_COLUMNS} FROM picture p WHERE p.generation_id = ? AND p.ordinal = ?`;
  return selectOne<PictureRow>(db, sql, place.generationId, place.ordinal) ?? null;
}

export function usage(db: ReadHandle): { bytes: number; count: number } {
  const sql = `SELECT (SELECT coalesce(sum(size_bytes), 0) FROM file) AS bytes,
                      (SELECT count(*) FROM picture) AS count`;
  return selectOne<{ bytes: number; count: number }>(db, sql) ?? { bytes: 0, count: 0 };
}
