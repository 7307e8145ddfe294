import { rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Noun, type Settings, settingsSchema } from '../../shared/contracts/desktop/index.ts';
import type { Ids } from '../../shared/kernel/index.ts';
import type { Database } from '../db/index.ts';
import { makeFolder } from '../platform/files/index.ts';
import { freeBytes, type ListingAnswer, listFolder } from './folder-listing.ts';
import type * as reads from './reads.ts';
import type * as writes from './writes.ts';

export { freeBytes } from './folder-listing.ts';
export { type KeptValue, keptValue } from './kept-value.ts';

export type FolderAnswer =
  | { readonly settings: Settings }
  | { readonly refusal: 'FOLDER_NOT_WRITABLE' | 'FOLDER_MISSING' | 'FOLDER_IN_APPLICATION_DATA' };

export interface Storage {
  readonly libraryFolder: string;
  readonly dataFolder: string;
  readonly freeBytes: number | null;
  readonly pictureBytes: number;
  readonly pictureCount: number;
}

export interface SettingsNoun {
  current(): Settings;
  update(change: { readonly [Key in keyof Settings]?: Settings[Key] | undefined }): Promise<Settings>;
  setLibraryFolder(path: string): Promise<FolderAnswer>;
  listFolder(path: string | null): Promise<ListingAnswer>;
  storage(): Promise<Storage>;
}

export interface SettingsParts {
  readonly database: Database;
  readonly ids: Ids;
  readonly dataFolder: string;
  readonly defaultLibraryFolder: string;
  readonly usage: () => Promise<{ readonly bytes: number; readonly count: number }>;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

/** What the person chose, one row a setting. A value this version can't read falls back to its default. */
export async function openSettings(parts: SettingsParts): Promise<SettingsNoun> {
  const rows = parts.database.noun<typeof reads, typeof writes>('settings');
  let current = readAll(await rows.read.all(), defaults(parts.defaultLibraryFolder));

  const save = async (next: Settings): Promise<Settings> => {
    const parsed = settingsSchema.parse(next);
    const changed = Object.entries(parsed)
      .map(([key, value]) => ({ key, value: JSON.stringify(value) }))
      .filter(({ key, value }) => JSON.stringify(current[key as keyof Settings]) !== value);
    await rows.write.put(changed);
    current = parsed;
    if (changed.length > 0) parts.announce('settings', []);
    return current;
  };

  return {
    current: () => current,
    update: (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      return save({ ...current, ...given });
    },
    async setLibraryFolder(path) {
      if (!isAbsolute(path)) return { refusal: 'FOLDER_MISSING' };
      const folder = resolve(path);
      if (isInside(folder, parts.dataFolder)) return { refusal: 'FOLDER_IN_APPLICATION_DATA' };
      const refusal = await tryFolder(folder, parts.ids);
      if (refusal !== null) return { refusal };
      return { settings: await save({ ...current, libraryFolder: folder }) };
    },
    listFolder,
    async storage() {
      const usage = await parts.usage();
      return {
        libraryFolder: current.libraryFolder,
        dataFolder: parts.dataFolder,
        freeBytes: await freeBytes(current.libraryFolder),
        pictureBytes: usage.bytes,
        pictureCount: usage.count,
      };
    },
  };
}

function defaults(libraryFolder: string): Settings {
  return {
    firstRunDone: false,
    theme: 'system',
    surround: null,
    libraryFolder,
    modelId: 'sandbox',
    studioPictureId: null,
    studioDocumentId: null,
    rowHeight: 124,
    draft: null,
    cautionSeen: false,
    runCapMicros: null,
    monthCapMicros: null,
  };
}

function readAll(rows: readonly reads.SettingRow[], start: Settings): Settings {
  let settings = start;
  for (const row of rows) {
    const changed = settingsSchema.safeParse({ ...settings, [row.key]: tryJson(row.value) });
    if (changed.success) settings = changed.data;
  }
  return settings;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The person's own default may lie inside a data folder given on the command line; theirs to choose. */
function isInside(folder: string, parent: string): boolean {
  const from = relative(join(parent, 'thumbnails'), folder);
  return folder === resolve(parent) || from === '' || (!from.startsWith('..') && !from.startsWith(sep));
}

/** Only a written file proves that a folder can be written: permissions and mounts say yes too easily. */
async function tryFolder(folder: string, ids: Ids): Promise<'FOLDER_NOT_WRITABLE' | 'FOLDER_MISSING' | null> {
  try {
    await makeFolder(folder);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'FOLDER_MISSING'
      : 'FOLDER_NOT_WRITABLE';
  }
  const probe = join(folder, `.gesso-${ids.uuid()}.part`);
  try {
    await writeFile(probe, '');
    await rm(probe, { force: true });
    return null;
  } catch {
    return 'FOLDER_NOT_WRITABLE';
  }
}
