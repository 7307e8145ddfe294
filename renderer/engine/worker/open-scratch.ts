import { createFileSpill, type ScratchFile, type SpillStore } from '../tiles/index.ts';

const FOLDER = 'tiles';

/** What a worker has over the window's types: a file that needs no waiting. */
interface SyncFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<ScratchFile>;
}

/**
 * A file of this worker alone in the browser's private file system, for the pixels that undo holds and nobody looks at.
 * Null where there is none (a private window, a full disk): then memory is all there is.
 */
export async function openScratch(newId: () => string): Promise<SpillStore | null> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    await clear(folder);
    const handle = await folder.getFileHandle(newId(), { create: true });
    return createFileSpill(await (handle as SyncFileHandle).createSyncAccessHandle());
  } catch {
    return null;
  }
}

/** What workers left that are gone: a file that is open elsewhere cannot be removed, and is not. */
async function clear(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) await folder.removeEntry(name).catch(() => {});
}
