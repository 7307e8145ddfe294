import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'renderer/engine/kernel/assembly');
const BUILT = join(ROOT, 'build/kernel/kernel.wasm');

/** Compiles the kernel when a source is newer than what was built, and answers where it lies. */
export function ensureKernelBuilt(): string {
  const files = readdirSync(SOURCES).map((name) => join(SOURCES, name));
  const newest = Math.max(
    ...[...files, join(ROOT, 'package-lock.json')].map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(BUILT) && newest <= statSync(BUILT).mtimeMs) return BUILT;
  mkdirSync(dirname(BUILT), { recursive: true });
  // Written beside and renamed: several test workers may find it missing at once.
  const own = `${BUILT}.${process.pid}`;
  const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
  const args = [join(SOURCES, 'index.ts'), '-o', own, '-Ospeed', '--noAssert', '--runtime', 'stub'];
  const result = spawnSync(process.execPath, [compiler, ...args, '--enable', 'simd'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    rmSync(own, { force: true });
    throw new Error(`The kernel could not be compiled.\n${result.stdout}${result.stderr}`);
  }
  renameSync(own, BUILT);
  return BUILT;
}
