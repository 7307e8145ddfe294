import type { OutageData, OutageReason, Trouble } from '../../shared/contracts/desktop/index.ts';
import { Outage } from '../platform/outage.ts';

export type TroubleCode = Trouble['code'];

/**
 * The database could not do it now. What it was asked to write was rolled back, except when its worker died
 * under the call (`outcomeKnown` is false): every write is therefore one that may be sent again.
 */
export class DatabaseOutage extends Outage {
  override readonly name = 'DatabaseOutage';
  override readonly data: OutageData;
  readonly reason: OutageReason;
  readonly retryable: boolean;
  readonly outcomeKnown: boolean;

  constructor(
    reason: OutageReason,
    about: { retryable: boolean; path: string; detail: string; outcomeKnown: boolean },
  ) {
    super(reason, { path: about.path, cause: about.detail });
    this.data = { reason, retryable: about.retryable, path: about.path, neededBytes: null };
    this.reason = reason;
    this.retryable = about.retryable;
    this.outcomeKnown = about.outcomeKnown;
  }
}

/** The `code` of a SQLite or system error, or null for anything else. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What a failed statement means to a person, or null when it is our own mistake (a constraint, a typo). */
export function outageOf(code: string): { reason: OutageReason; retryable: boolean } | null {
  // The shared-memory file is grown by writing to it: this failure is a full disk by another name.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE')
    return { reason: 'disk-full', retryable: true };
  if (code.startsWith('SQLITE_READONLY')) return { reason: 'folder-read-only', retryable: true };
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') {
    return { reason: 'database-busy', retryable: true };
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) {
    return { reason: 'disk-error', retryable: true };
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return { reason: 'disk-error', retryable: false };
  }
  return null;
}

/** Why the file could not be opened or brought up to date, or null when it is our own mistake. */
export function troubleOf(code: string): TroubleCode | null {
  if (code === 'SQLITE_NOTADB') return 'not-a-database';
  if (code.startsWith('SQLITE_CORRUPT')) return 'database-damaged';
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE' || code === 'ENOSPC' || code === 'EDQUOT') {
    return 'disk-full';
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return 'database-read-only';
  }
  if (/^(SQLITE_(IOERR|CANTOPEN|BUSY|LOCKED|PROTOCOL)|E[A-Z]+$)/.test(code)) return 'data-folder-unusable';
  return null;
}
