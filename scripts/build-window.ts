import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(ROOT, 'build/renderer/index.html');
const SOURCES = ['renderer', 'shared', 'resources', 'vite.config.ts', 'package-lock.json'];

/** Builds the window when a source is newer than what was built. True when it had to. */
export function ensureWindowBuilt(say: (line: string) => void): boolean {
  if (existsSync(BUILT) && newest(SOURCES.map((name) => join(ROOT, name))) <= statSync(BUILT).mtimeMs)
    return false;
  say('Building the window, a few seconds.');
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (result.status !== 0)
    throw new Error(`The window could not be built.\n${result.stdout}${result.stderr}`);
  return true;
}

function newest(paths: readonly string[]): number {
  return Math.max(
    ...paths.map((path) => {
      if (!existsSync(path)) return 0;
      const info = statSync(path);
      if (!info.isDirectory()) return info.mtimeMs;
      return newest([...readdirSync(path).map((name) => join(path, name)), '']);
    }),
  );
}
