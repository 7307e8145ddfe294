import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { EXTENSIONS } from '../../media/pictures/index.ts';
import { hashFile, isFile, PART_SUFFIX, removeFile } from '../platform/files/index.ts';
import type { FileRow } from './rows.ts';
import { isFolder, type SweepParts } from './sweep.ts';

const PAGE = 1_000;

/** How far a lost file is looked for: what a person moves within their folder, not what a disk holds. */
const SOUGHT_MAX = 500;
const ENTRIES_MAX = 50_000;
const DEPTH_MAX = 4;
const HASHED_MAX_BYTES = 2_000_000_000;

/** Our temporaries are named by a UUID, which no person types. */
const OUR_PART = new RegExp(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\${PART_SUFFIX}$`);

const PICTURE_ENDS: ReadonlySet<string> = new Set(
  Object.values(EXTENSIONS).map((extension) => `.${extension}`),
);

export interface Census {
  readonly missing: number;
  readonly found: number;
}

/**
 * Compares every row with the folders, one listing per month, and looks for what is missing by its hash. A
 * folder that is not there at all is skipped: an unplugged drive is not a hundred thousand lost pictures.
 */
export async function takeCensus(parts: SweepParts, libraryFolder: string): Promise<Census> {
  const folders = await parts.rows.read.folders();
  let missing = 0;
  let found = 0;
  for (const folder of folders) {
    if (!(await isFolder(folder))) continue;
    const counted = await countFolder(parts, folder);
    missing += counted.missing;
    found += counted.found;
  }
  if (missing > 0 || (await parts.rows.read.missingFiles(1)).length > 0) {
    found += await seek(parts, new Set([libraryFolder, ...folders]));
  }
  if (missing + found > 0) parts.deps.log.info('library.census', { missing, found });
  return { missing, found };
}

async function countFolder(parts: SweepParts, folder: string): Promise<Census> {
  let after = '';
  let missing = 0;
  let found = 0;
  let month: { readonly name: string; readonly names: ReadonlySet<string> } = { name: '', names: new Set() };
  for (;;) {
    const page = await parts.rows.read.filesAfter({ folder, after, limit: PAGE });
    const lost: string[] = [];
    for (const row of page) {
      const name = dirname(row.name);
      if (name !== month.name) month = { name, names: await namesIn(parts, join(folder, name)) };
      // The listing may spell a name otherwise than we wrote it (decomposed), so the file itself decides.
      const stands = month.names.has(row.name.slice(name.length + 1)) || (await standsAt(folder, row));
      if (!stands && row.missing_since_ms === null) lost.push(row.sha256);
      if (stands && row.missing_since_ms !== null) {
        await parts.rows.write.markFound(row);
        found += 1;
      }
    }
    if (lost.length > 0) await parts.rows.write.markMissing({ hashes: lost, nowMs: parts.deps.clock.now() });
    missing += lost.length;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return { missing, found };
    after = last.name;
  }
}

function standsAt(folder: string, row: FileRow): Promise<boolean> {
  return isFile(join(folder, row.name), row.size_bytes);
}

/**
 * The names in a month's folder; unfinished files of ours that no intent speaks of are cleared away. The intents
 * are read after the listing: a file being written now had its intent before it was there to be listed.
 */
async function namesIn(parts: SweepParts, path: string): Promise<ReadonlySet<string>> {
  const names = await readdir(path).catch(() => []);
  const unfinished = names.filter((name) => OUR_PART.test(name));
  if (unfinished.length > 0) {
    const underWay = new Set((await parts.rows.read.intents()).map((intent) => basename(intent.temporary)));
    for (const name of unfinished) if (!underWay.has(name)) await removeFile(join(path, name));
  }
  return new Set(names);
}

/** Looks through the folders for files that no row names and whose size and hash are those of a missing one. */
async function seek(parts: SweepParts, folders: ReadonlySet<string>): Promise<number> {
  const sought = new Map<number, FileRow[]>();
  for (const row of await parts.rows.read.missingFiles(SOUGHT_MAX)) {
    sought.set(row.size_bytes, [...(sought.get(row.size_bytes) ?? []), row]);
  }
  let hashedBytes = 0;
  let found = 0;
  for (const folder of folders) {
    for await (const path of walk(folder)) {
      const size = (await stat(path).catch(() => null))?.size ?? -1;
      const rows = sought.get(size);
      if (rows === undefined || rows.length === 0) continue;
      const name = relative(folder, path).replaceAll(sep, '/');
      if (await parts.rows.read.isNamed({ folder, name })) continue;
      hashedBytes += size;
      if (hashedBytes > HASHED_MAX_BYTES) return found;
      const sha256 = await hashFile(path);
      const row = rows.find((each) => each.sha256 === sha256);
      if (row === undefined) continue;
      await parts.rows.write.markFound({ sha256: row.sha256, folder, name });
      sought.set(
        size,
        rows.filter((each) => each !== row),
      );
      found += 1;
    }
  }
  return found;
}

async function* walk(root: string): AsyncGenerator<string, void, void> {
  const open: { path: string; depth: number }[] = [{ path: root, depth: 0 }];
  let seen = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readdir(folder.path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      seen += 1;
      if (seen > ENTRIES_MAX) return;
      const path = join(folder.path, entry.name);
      // Links are not followed: they could lead round in a circle.
      if (entry.isDirectory() && folder.depth < DEPTH_MAX) open.push({ path, depth: folder.depth + 1 });
      if (entry.isFile() && PICTURE_ENDS.has(extname(entry.name).toLowerCase())) yield path;
    }
  }
}
