import type { NounRows } from '../db/index.ts';
import type { Fingerprint } from './file/fingerprint.ts';
import type * as reads from './reads.ts';
import type * as writes from './writes.ts';

export type DocumentRows = NounRows<typeof reads, typeof writes>;

export interface DocumentRow {
  readonly id: string;
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly file_path: string | null;
  readonly file_size: number | null;
  readonly file_mtime_ms: number | null;
  readonly file_sha256: string | null;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
  readonly opened_at_ms: number;
  readonly saved_at_ms: number | null;
  readonly saved_sequence: number;
  readonly ahead: number;
  readonly is_open: number;
  readonly discarded_at_ms: number | null;
  readonly saving: string | null;
}

/** What a save is about to do, so that a killed one can be finished or cleared away. */
export interface Saving {
  readonly path: string;
  readonly temporary: string;
  /** Null until the temporary is whole. */
  readonly sha256: string | null;
  readonly sequence: number;
}

export function fingerprintOf(row: DocumentRow): Fingerprint | null {
  const { file_size: sizeBytes, file_mtime_ms: mtimeMs, file_sha256: sha256 } = row;
  return sizeBytes === null || mtimeMs === null ? null : { sizeBytes, mtimeMs, sha256 };
}
