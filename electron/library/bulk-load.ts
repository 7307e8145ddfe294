import { resumeSearch, suspendSearch, type WriteHandle } from '../db/index.ts';
import type { NewPicture } from './writes.ts';

/** A transaction of this many keeps the log small and the disk seldom waited for. */
const BATCH = 5_000;

export interface BulkPicture extends NewPicture {
  readonly position: number;
  readonly verdict: 'pending' | 'accepted' | 'passed' | 'discarded';
}

export interface BulkFile {
  readonly sha256: string;
  readonly folder: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly storedAtMs: number;
}

/**
 * Loads many pictures whose files are already there. Other connections see each batch as it is committed, and
 * the search sees all of them at the end; `each` runs inside a batch's transaction, for what goes along.
 * @returns how many were loaded
 */
export function bulkLoad(
  db: WriteHandle,
  files: readonly BulkFile[],
  pictures: Iterable<BulkPicture>,
  each: (picture: BulkPicture) => void = () => undefined,
): number {
  suspendSearch(db);
  try {
    db.transaction(() => insertFiles(db, files)).immediate();
    return insertPictures(db, pictures, each);
  } finally {
    resumeSearch(db);
  }
}

function insertFiles(db: WriteHandle, files: readonly BulkFile[]): void {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO file (sha256, folder, name, media_type, size_bytes, stored_at_ms)
     VALUES (@sha256, @folder, @name, @mediaType, @sizeBytes, @storedAtMs)`,
  );
  for (const file of files) insert.run(file);
}

function insertPictures(
  db: WriteHandle,
  pictures: Iterable<BulkPicture>,
  each: (picture: BulkPicture) => void,
): number {
  const insert = db.prepare(
    `INSERT INTO picture (position, id, generation_id, ordinal, sha256, width, height, made_at_ms, day, model_id,
       provider_id, operation, seed, verdict, prompt, revised_prompt)
     VALUES (@position, @id, @generationId, @ordinal, @sha256, @width, @height, @madeAtMs, @day, @modelId,
       @providerId, @operation, @seed, @verdict, @prompt, @revisedPrompt)`,
  );
  let batch: BulkPicture[] = [];
  let total = 0;
  const flush = db.transaction(() => {
    for (const picture of batch) {
      insert.run(picture);
      each(picture);
    }
  });
  for (const picture of pictures) {
    batch.push(picture);
    if (batch.length < BATCH) continue;
    flush.immediate();
    total += batch.length;
    batch = [];
  }
  flush.immediate();
  return total + batch.length;
}
