import type { OutageReason } from '../../../shared/contracts/desktop/index.ts';
import { Outage } from '../outage.ts';

const REASONS: Readonly<Record<string, OutageReason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EROFS: 'folder-read-only',
  EACCES: 'folder-read-only',
  EPERM: 'folder-read-only',
  ENOENT: 'folder-missing',
  ENOTDIR: 'folder-missing',
  EEXIST: 'folder-missing',
};

/** The person's folder could not take a file. Nothing half-written stays; trying again can help. */
export class StorageOutage extends Outage {
  override readonly name = 'StorageOutage';
  readonly reason: OutageReason;
  readonly path: string;
  readonly neededBytes: number | null;

  constructor(reason: OutageReason, path: string, neededBytes: number | null, cause?: unknown) {
    super(reason, { path, cause, ...(neededBytes === null ? {} : { neededBytes }) });
    this.reason = reason;
    this.path = path;
    this.neededBytes = neededBytes;
  }
}

/** A failed file call as an outage; what is no system error is a bug and stays what it is. */
export function storageOutage(error: unknown, path: string, neededBytes: number): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof Outage || !('code' in error) || !('syscall' in error)) return error;
  const reason = REASONS[String(error.code)] ?? 'disk-error';
  return new StorageOutage(reason, path, reason === 'disk-full' ? neededBytes : null, error);
}
