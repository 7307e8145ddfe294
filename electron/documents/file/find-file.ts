import { open, realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { codeOf } from '../../platform/files/index.ts';

/** As far as a zip without its 64-bit extension reaches. */
export const FILE_MAX_BYTES = 4 * 1024 * 1024 * 1024 - 1;

export type FileRefusal = 'FILE_MISSING' | 'NOT_A_FILE' | 'NOT_LAYERED' | 'TOO_LARGE' | 'FILE_UNREADABLE';

/** Of a zip, whose first entry says that it is OpenRaster, and of a Photoshop file. @source OpenRaster, file layout */
const STARTS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x38, 0x42, 0x50, 0x53],
];

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
      const isKnown = STARTS.some((start) => start.every((byte, at) => head[at] === byte));
      if (!isKnown) return { refusal: 'NOT_LAYERED' };
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
