import { join } from 'node:path';
import type { Deps } from '../../shared/kernel/index.ts';
import { DatabaseOutage } from '../db/index.ts';
import { StorageOutage, storageOutage } from '../platform/files/index.ts';
import type { Turns } from '../platform/turns.ts';
import type { Journals } from './journal/journals.ts';
import type { DocumentRow, DocumentRows } from './rows.ts';

/** What the parts of this noun share. */
export interface DocumentsParts {
  readonly rows: DocumentRows;
  readonly journals: Journals;
  readonly deps: Deps;
  readonly dataFolder: string;
  /** Holds one folder a document. */
  readonly folder: string;
  /** One piece of work at a time on a row's file. */
  readonly turns: Turns;
  readonly announce: (ids: readonly string[]) => void;
}

/** The copy of a file that a duplicate begins with, when there is no base to begin with yet. */
export function sourcePath(parts: Pick<DocumentsParts, 'folder'>, id: string): string {
  return join(parts.folder, id, 'source.ora');
}

/** Failures of the application's own disk as outages. @throws Outage */
export async function onOurDisk<Value>(
  parts: Pick<DocumentsParts, 'dataFolder'>,
  neededBytes: number,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseOutage) throw new StorageOutage(error.reason, parts.dataFolder, null, error);
    throw storageOutage(error, parts.dataFolder, neededBytes);
  }
}

/** The row, unless there is none or it was discarded. */
export async function liveRow(parts: DocumentsParts, id: string): Promise<DocumentRow | null> {
  const row = await parts.rows.read.one(id);
  return row === null || row.discarded_at_ms !== null ? null : row;
}
