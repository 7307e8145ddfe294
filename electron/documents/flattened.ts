import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { PART_SUFFIX, removeFile } from '../platform/files/index.ts';
import type { Body } from './journal/write-frames.ts';

/** What is sent on its way out must be smaller than the decoder reads. */
const FLATTENED_MAX_BYTES = 512 * 1024 * 1024;
export const FLATTENED_NAME = 'flattened.png';

export interface Flattened {
  readonly path: string;
  readonly sha256: string;
}

/** The picture of a document as it was last flattened: kept for an export, and gone when the document is closed. */
export interface FlattenedPictures {
  /** False for more than is taken. The one before stays until the new one is whole. */
  keep(id: string, body: Body): Promise<boolean>;
  get(id: string): Flattened | null;
  drop(id: string): Promise<void>;
}

export function createFlattenedPictures(folder: string): FlattenedPictures {
  const kept = new Map<string, Flattened>();
  const pathOf = (id: string): string => join(folder, id, FLATTENED_NAME);
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
          if (sizeBytes > FLATTENED_MAX_BYTES) break;
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
      if (sizeBytes > FLATTENED_MAX_BYTES) {
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
