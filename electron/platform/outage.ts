import type { OutageData, OutageReason } from '../../shared/contracts/desktop/index.ts';

/** The computer could not do it: a full disk, a lost folder, a busy database. Typed, so that it can be met. */
export class Outage extends Error {
  readonly data: OutageData;
  constructor(reason: OutageReason, about: { path?: string; neededBytes?: number; cause?: unknown } = {}) {
    super(reason, about.cause === undefined ? {} : { cause: about.cause });
    this.data = {
      reason,
      retryable: true,
      path: about.path ?? null,
      neededBytes: about.neededBytes ?? null,
    };
  }
}

const REASONS: Readonly<Record<string, OutageReason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'folder-read-only',
  EACCES: 'folder-read-only',
  EPERM: 'folder-read-only',
  ENOENT: 'folder-missing',
  ENOTDIR: 'folder-missing',
  EIO: 'disk-error',
};

/** A file system error as an outage; anything that is not one is a bug and stays what it is. */
export function fileOutage(error: unknown, path: string, neededBytes?: number): Outage | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  if (reason === undefined) return null;
  return new Outage(reason, { path, cause: error, ...(neededBytes === undefined ? {} : { neededBytes }) });
}
