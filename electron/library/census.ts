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

/** The folders we make in the person's: a year and a month. */
const MONTH = /^\d{4}-\d{2}$/;

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
  for (const folder of new Set([libraryFolder, ...folders])) await clearUnfinished(parts, folder);
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
      if (name !== month.name) month = { name, names: new Set(await namesIn(join(folder, name))) };
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
 * Clears away unfinished files of ours that no intent speaks of and nobody writes now, in every month, since a run may
 * have been killed before the month had its first picture. What is being written is asked before the intents: when a
 * file leaves that set, its intent is there.
 */
async function clearUnfinished(parts: SweepParts, folder: string): Promise<void> {
  const months = (await readdir(folder).catch(() => [])).filter((name) => MONTH.test(name));
  for (const month of months) {
    const unfinished = (await namesIn(join(folder, month))).filter((name) => OUR_PART.test(name));
    if (unfinished.length === 0) continue;
    const written = new Set(parts.unfinished);
    const intended = new Set((await parts.rows.read.intents()).map((intent) => basename(intent.temporary)));
    const abandoned = unfinished.filter((name) => !written.has(name) && !intended.has(name));
    for (const name of abandoned) await removeFile(join(folder, month, name));
  }
}

function namesIn(path: string): Promise<readonly string[]> {
  return readdir(path).catch(() => []);
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
