import { basename } from 'node:path';
import type { DocumentSummary } from '../../shared/contracts/desktop/index.ts';
import type { FileState, Fingerprint } from './file/fingerprint.ts';
import { type DocumentRow, fingerprintOf } from './rows.ts';

export type Look = (path: string, known: Fingerprint | null) => Promise<FileState>;

/** A row as the window sees it; `look` says how closely its file is looked at. */
export async function summaryOf(row: DocumentRow, look: Look): Promise<DocumentSummary> {
  const path = row.file_path;
  return {
    id: row.id,
    name: row.name,
    width: row.width,
    height: row.height,
    file:
      path === null
        ? null
        : { path, name: basename(path), state: await look(path, fingerprintOf(row)).catch(() => 'missing') },
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    openedAtMs: row.opened_at_ms,
    savedAtMs: row.saved_at_ms,
    ahead: row.ahead === 1,
    open: row.is_open === 1,
    discarded: row.discarded_at_ms !== null,
  };
}
