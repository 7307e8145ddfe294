import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const FOLDERS_MAX = 500;

export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly folders: { readonly name: string; readonly path: string }[];
  readonly places: { readonly name: string; readonly path: string }[];
  readonly writable: boolean;
  readonly freeBytes: number;
}

export type ListingAnswer =
  | { readonly listing: FolderListing }
  | { readonly refusal: 'FOLDER_MISSING' | 'FOLDER_UNREADABLE' };

/**
 * One folder as the in-window picker shows it: folders only, hidden ones left out. The window names paths only
 * to look at them; what is chosen is checked again when it is set.
 */
export async function listFolder(path: string | null): Promise<ListingAnswer> {
  const folder = resolve(path ?? homedir());
  const info = await stat(folder).catch(() => null);
  if (info === null || !info.isDirectory()) return { refusal: 'FOLDER_MISSING' };
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) return { refusal: 'FOLDER_UNREADABLE' };
  const folders = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name) }))
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, FOLDERS_MAX);
  const parent = dirname(folder);
  return {
    listing: {
      path: folder,
      parent: parent === folder ? null : parent,
      folders,
      places: await places(),
      writable: await isWritable(folder),
      freeBytes: (await freeBytes(folder)) ?? 0,
    },
  };
}

async function places(): Promise<FolderListing['places']> {
  const home = homedir();
  const wanted = [
    { name: 'home', path: home },
    { name: 'pictures', path: join(home, 'Pictures') },
    { name: 'documents', path: join(home, 'Documents') },
    { name: 'drives', path: process.platform === 'darwin' ? '/Volumes' : '/media' },
  ];
  const there = await Promise.all(
    wanted.map((place) =>
      stat(place.path)
        .then((s) => s.isDirectory())
        .catch(() => false),
    ),
  );
  return wanted.filter((_, index) => there[index] === true);
}

export async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Bytes this user may still write where the folder is, or will be; null when the system does not say. */
export async function freeBytes(folder: string): Promise<number | null> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const info = await statfs(at).catch(() => null);
    if (info !== null) return info.bavail * info.bsize;
    if (dirname(at) === at) return null;
  }
}
