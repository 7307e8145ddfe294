import { open, realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { codeOf } from '../../platform/files/index.ts';

/** As far as a zip without its 64-bit extension reaches. */
export const FILE_MAX_BYTES = 4 * 1024 * 1024 * 1024 - 1;

export type FileRefusal = 'FILE_MISSING' | 'NOT_A_FILE' | 'NOT_OPENRASTER' | 'TOO_LARGE' | 'FILE_UNREADABLE';

/** The first bytes of a zip whose first entry, stored, says what it is. @source OpenRaster, file layout */
const ZIP_START = [0x50, 0x4b, 0x03, 0x04];

/**
 * A file that the person wants to open, by the one path it really has: a file reached in two ways is still one document.
 * Only its first bytes are looked at; the rest is read in the window's worker, which is nobody's trusted side.
 */
export async function findFile(
  path: string,
): Promise<{ readonly path: string } | { readonly refusal: FileRefusal }> {
  if (!isAbsolute(path) || path.includes('\0')) return { refusal: 'NOT_A_FILE' };
  try {
    const real = await realpath(path);
    const info = await stat(real);
    // A pipe or a device would never end.
    if (!info.isFile()) return { refusal: 'NOT_A_FILE' };
    if (info.size > FILE_MAX_BYTES) return { refusal: 'TOO_LARGE' };
    const file = await open(real, 'r');
    try {
      const head = new Uint8Array(4);
      await file.read(head, 0, 4, 0);
      if (ZIP_START.some((byte, at) => head[at] !== byte)) return { refusal: 'NOT_OPENRASTER' };
    } finally {
      await file.close();
    }
    return { path: real };
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return { refusal: code === 'ENOENT' || code === 'ENOTDIR' ? 'FILE_MISSING' : 'FILE_UNREADABLE' };
  }
}
