import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { exists } from '../../platform/files/index.ts';

/** What a document is written as; a name without one of these gets the first. */
const EXTENSIONS = ['.ora', '.psd'];
/** The large kind of Photoshop file is read alone. */
const READ_EXTENSIONS = [...EXTENSIONS, '.psb'];
const NAME_MAX_BYTES = 255;

export type TargetRefusal =
  | 'NAME_TAKEN'
  | 'NAME_REFUSED'
  | 'FOLDER_MISSING'
  | 'FOLDER_NOT_WRITABLE'
  | 'FOLDER_IN_APPLICATION_DATA';

export interface Target {
  readonly path: string;
  /** Without the extension. */
  readonly name: string;
}

/**
 * Where a document may be saved: in the folder that the person names and that is there, under the name they gave. The
 * last part is never followed: a link of that name is a taken name, and is itself replaced when that is wished.
 */
export async function findTarget(
  wish: { readonly path: string; readonly overwrite: boolean },
  dataFolder: string,
): Promise<Target | { readonly refusal: TargetRefusal }> {
  if (!isAbsolute(wish.path) || wish.path.includes('\0')) return { refusal: 'NAME_REFUSED' };
  const given = resolve(wish.path);
  const name = withExtension(basename(given));
  if (!isName(name) || /[\\/]$/.test(wish.path)) return { refusal: 'NAME_REFUSED' };
  const folder = await realpath(dirname(given)).catch(() => null);
  if (folder === null || !(await stat(folder)).isDirectory()) return { refusal: 'FOLDER_MISSING' };
  // Leaving Gesso must be possible by copying one's own folders.
  const data = await realpath(dataFolder).catch(() => resolve(dataFolder));
  if (isWithin(join(data, 'documents'), folder) || folder === data)
    return { refusal: 'FOLDER_IN_APPLICATION_DATA' };
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return { refusal: 'FOLDER_NOT_WRITABLE' };
  const path = join(folder, name);
  if (await exists(path)) {
    if (!wish.overwrite || (await lstat(path)).isDirectory()) return { refusal: 'NAME_TAKEN' };
  }
  return { path, name: nameOf(path) };
}

/** A file's name as a document's: without the extension, and never empty. */
export function nameOf(path: string): string {
  const name = basename(path);
  const extension = READ_EXTENSIONS.find((one) => name.toLowerCase().endsWith(one)) ?? '';
  const stem = name.slice(0, name.length - extension.length);
  return (stem.trim() === '' ? name : stem).slice(0, 255);
}

function withExtension(name: string): string {
  return EXTENSIONS.some((one) => name.toLowerCase().endsWith(one)) ? name : `${name}${EXTENSIONS[0]}`;
}

/** The rules of every system at once, so that a folder can be carried from one to another. */
function isName(name: string): boolean {
  const stem = name.slice(0, name.lastIndexOf('.'));
  if (stem.trim() === '' || Buffer.byteLength(name) > NAME_MAX_BYTES) return false;
  for (const letter of name) if ((letter.codePointAt(0) ?? 0) < 32) return false;
  return !/[<>:"|?*\\]/.test(name) && !/^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem);
}

function isWithin(parent: string, folder: string): boolean {
  const from = relative(parent, folder);
  return from === '' || (!from.startsWith(`..${sep}`) && from !== '..' && !isAbsolute(from));
}
