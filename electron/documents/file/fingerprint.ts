import { stat } from 'node:fs/promises';
import { codeOf, hashFile } from '../../platform/files/index.ts';

/** Tells whether a file is the one we know. The hash is null while nobody has read the file whole. */
export interface Fingerprint {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly sha256: string | null;
}

export type FileState = 'same' | 'changed' | 'missing';

/** Size and time alone: for lists, where a file that was only touched may be called changed. */
export async function glance(path: string, known: Fingerprint | null): Promise<FileState> {
  const info = await stat(path).catch(() => null);
  if (info === null || !info.isFile()) return 'missing';
  // Never read here yet: there is nothing it could differ from.
  if (known === null) return 'same';
  return info.size === known.sizeBytes && info.mtimeMs === known.mtimeMs ? 'same' : 'changed';
}

/** Looks at the bytes when size or time differ: a copy put back, or a sync, is no change. */
export async function compareFile(path: string, known: Fingerprint | null): Promise<FileState> {
  const state = await glance(path, known);
  if (state !== 'changed' || known === null || known.sha256 === null) return state;
  const info = await stat(path).catch(() => null);
  if (info === null) return 'missing';
  if (info.size !== known.sizeBytes) return 'changed';
  return (await hashFile(path)) === known.sha256 ? 'same' : 'changed';
}

/** The file as it stands now; null when there is none. @throws for a folder that can't be looked into */
export async function printOf(path: string): Promise<Fingerprint | null> {
  try {
    const info = await stat(path);
    return { sizeBytes: info.size, mtimeMs: info.mtimeMs, sha256: null };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
