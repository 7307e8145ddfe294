import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';

/** Ends every file that is not whole yet, so that the sweep can tell ours from the person's. */
export const PART_SUFFIX = '.gesso-part';

/**
 * Writes the whole file and waits for the disk. Whatever fails, no part of it stays. `readable` hears when the file can
 * be read whole, which is before it is on the disk.
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
  readable: () => void = () => undefined,
): Promise<void> {
  await fillDurably(path, readable, async (file) => {
    for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten;
  });
}

/** The same from a file, a piece at a time: a picture may be half a gigabyte. */
export async function copyDurably(from: string, path: string, readable: () => void): Promise<void> {
  await fillDurably(path, readable, async (file) => {
    const source = await open(from, 'r');
    try {
      const piece = new Uint8Array(PIECE_BYTES);
      for (;;) {
        const { bytesRead } = await source.read(piece, 0, piece.byteLength);
        if (bytesRead === 0) return;
        for (let at = 0; at < bytesRead; ) at += (await file.write(piece, at, bytesRead - at)).bytesWritten;
      }
    } finally {
      await source.close();
    }
  });
}

const PIECE_BYTES = 1024 * 1024;

async function fillDurably(
  path: string,
  readable: () => void,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await fill(file);
    readable();
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
  await file.close();
}

/**
 * Gives a finished file its name without ever replacing another; false when the name is taken. The name is
 * linked first, because a rename would silently replace what stands there. Where there are no links (exFAT, some
 * network folders) the name is looked at first, which leaves a gap of microseconds.
 */
export async function nameDurably(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    await unlink(temporary);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if ((await stat(path).catch(() => null)) !== null) return false;
    await rename(temporary, path);
  }
  await syncFolder(dirname(path));
  return true;
}

/** Gives a finished file its name in the place of whatever has it, in one step: there is always one of the two, whole. */
export async function replaceDurably(temporary: string, path: string): Promise<void> {
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/**
 * Puts a file in its place, replacing what stands there, without waiting for the disk: only for what can be made again
 * and whose reader notices when power was lost before it was written out.
 */
export async function replaceUnsynced(temporary: string, path: string, bytes: Uint8Array): Promise<void> {
  const put = async (): Promise<void> => {
    await writeFile(temporary, bytes, { flag: 'wx', mode: 0o644 });
    await rename(temporary, path);
  };
  try {
    await put();
  } catch (error) {
    await removeFile(temporary);
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(dirname(temporary), { recursive: true });
    await mkdir(dirname(path), { recursive: true });
    await put();
  }
}

/** A new name is on the disk only when its folder is. Windows cannot open a folder, and journals names. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes `path` inside `root`, but never `root`: an unplugged drive must not become a folder of the same name. */
export async function makeFolderInside(root: string, path: string): Promise<void> {
  const info = await stat(root);
  if (!info.isDirectory())
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR', syscall: 'stat' });
  await makeFolder(path);
}

/**
 * Makes a folder and those above it. One by one: Node's own recursive call says "missing" of a disk that is only
 * to be read, and the person would look for the wrong fault.
 */
export async function makeFolder(path: string, parentMade = false): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && !parentMade && dirname(path) !== path) {
      await makeFolder(dirname(path));
      await makeFolder(path, true);
      return;
    }
    // What is there already may itself be on a disk that refuses: only whether it is a folder matters.
    const info = await stat(path).catch(() => null);
    if (info === null) throw error;
    if (!info.isDirectory())
      throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR', syscall: 'mkdir' });
    return;
  }
  await syncFolder(dirname(path));
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Whether a file of this size stands there; any failure to look counts as no. */
export async function isFile(path: string, sizeBytes: number): Promise<boolean> {
  const info = await stat(path).catch(() => null);
  return info?.isFile() === true && info.size === sizeBytes;
}

/** Best effort: what cannot be removed now is removed by the next sweep. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
