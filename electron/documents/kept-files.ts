import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { PART_SUFFIX, removeFile } from '../platform/files/index.ts';
import type { Body } from './journal/write-frames.ts';

/** What a document is kept as for an export, beside its journal. */
export const KEPT_NAMES = { flattened: 'flattened.png', psd: 'layered.psd', ora: 'layered.ora' } as const;
export type KeptName = keyof typeof KEPT_NAMES;

export interface KeptFile {
  readonly path: string;
  readonly sha256: string;
}

/** One file a document, as it was last sent: kept for an export, and gone when the document is closed. */
export interface KeptFiles {
  /** False for more than is taken. The one before stays until the new one is whole. */
  keep(id: string, body: Body): Promise<boolean>;
  get(id: string): KeptFile | null;
  drop(id: string): Promise<void>;
}

export function createKeptFiles(folder: string, name: KeptName, maxBytes: number): KeptFiles {
  const kept = new Map<string, KeptFile>();
  const pathOf = (id: string): string => join(folder, id, KEPT_NAMES[name]);
  return {
    async keep(id, body) {
      const path = pathOf(id);
      const temporary = `${path}${PART_SUFFIX}`;
      const hash = createHash('sha256');
      const file = await open(temporary, 'w');
      let sizeBytes = 0;
      try {
        for await (const bytes of body) {
          sizeBytes += bytes.byteLength;
          if (sizeBytes > maxBytes) break;
          hash.update(bytes);
          for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten;
        }
      } catch (error) {
        // A window that went away in the middle leaves nothing behind.
        await removeFile(temporary);
        throw error;
      } finally {
        await file.close();
      }
      if (sizeBytes > maxBytes) {
        await removeFile(temporary);
        return false;
      }
      // It can be made again at any time, so nothing waits for the disk.
      await rename(temporary, path);
      kept.set(id, { path, sha256: hash.digest('hex') });
      return true;
    },
    get: (id) => kept.get(id) ?? null,
    async drop(id) {
      kept.delete(id);
      await removeFile(pathOf(id));
    },
  };
}
