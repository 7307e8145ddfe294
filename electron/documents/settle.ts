import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Deps } from '../../shared/kernel/index.ts';
import { codeOf, hashFile, PART_SUFFIX, removeFile } from '../platform/files/index.ts';
import { printOf } from './file/fingerprint.ts';
import { nameOf } from './file/target.ts';
import { FILE_HEADER_BYTES } from './journal/frames.ts';
import { JOURNAL_NAME } from './journal/journal.ts';
import { KEPT_NAMES } from './kept-files.ts';
import type { DocumentRow, DocumentRows, Saving } from './rows.ts';

export interface SettleParts {
  readonly rows: DocumentRows;
  /** Holds one folder a document. */
  readonly folder: string;
  readonly deps: Pick<Deps, 'clock' | 'log'>;
}

/**
 * Ends a save that was cut off: when the new file stands in its place the row says so; otherwise what was written beside
 * it goes, and the earlier file is as it was. False while its drive is away.
 */
export async function settleSave(parts: SettleParts, row: DocumentRow): Promise<boolean> {
  if (row.saving === null) return true;
  const saving = JSON.parse(row.saving) as Saving;
  const { path, temporary, sha256, sequence } = saving;
  if ((await readdir(dirname(path)).catch(() => null)) === null) return false;
  await removeFile(temporary);
  const print = await printOf(path).catch(() => null);
  if (sha256 === null || print === null || (await hashFile(path)) !== sha256) {
    await parts.rows.write.intendSave({ id: row.id, saving: null });
    return true;
  }
  await parts.rows.write.saved({
    id: row.id,
    path,
    name: path === row.file_path ? row.name : nameOf(path),
    print: { ...print, sha256 },
    sequence,
    // Its journal is not open here; it may hold more, and says so itself when it is.
    ahead: row.ahead === 1,
    nowMs: parts.deps.clock.now(),
  });
  return true;
}

/**
 * What the last run left: saves cut off, documents discarded, files without their names. A folder that no row names is
 * removed only when its journal is empty: anything else may be a person's work, whatever became of its row.
 */
export async function sweepDocuments(parts: SettleParts): Promise<void> {
  const { rows, folder, deps } = parts;
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    // One that can't be settled now must not keep the others, or the library, from opening.
    await work().catch((error: unknown) => deps.log.warn('documents.sweep-left', { code: codeOf(error) }));
  };
  for (const row of await rows.read.saving()) await attempt(() => settleSave(parts, row));
  for (const id of await rows.read.discarded()) {
    // The row first: a folder without a row is nobody's, a row without its folder would be a loss.
    await attempt(async () => {
      await rows.write.remove(id);
      await rm(join(folder, id), { recursive: true, force: true });
    });
  }
  const known = new Set(await rows.read.known());
  for (const name of await readdir(folder).catch(() => [])) {
    await attempt(() => sweepFolder(join(folder, name), known.has(name)));
  }
}

const KEPT: readonly string[] = Object.values(KEPT_NAMES);

async function sweepFolder(path: string, known: boolean): Promise<void> {
  for (const file of await readdir(path)) {
    if (file.endsWith(PART_SUFFIX) || KEPT.includes(file)) await removeFile(join(path, file));
  }
  if (known) return;
  const left = await readdir(path);
  const journal = await printOf(join(path, JOURNAL_NAME));
  const isEmpty =
    left.every((file) => file === JOURNAL_NAME) && (journal?.sizeBytes ?? 0) <= FILE_HEADER_BYTES;
  if (isEmpty) await rm(path, { recursive: true, force: true });
}
