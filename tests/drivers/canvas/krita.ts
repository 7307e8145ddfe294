import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether Debian's Krita is here, and a display for it that nobody sees: it insists on one even to convert. */
export function hasKrita(): boolean {
  return ['krita', 'xvfb-run'].every((name) => spawnSync('which', [name]).status === 0);
}

/** Has Krita open a file and write it as another: `from` and `to` are names that say the formats. */
export async function convert(
  folder: string,
  from: string,
  bytes: Uint8Array,
  to: string,
): Promise<Uint8Array> {
  await writeFile(join(folder, from), bytes);
  const target = join(folder, to);
  await rm(target, { force: true });
  // A home of its own: what a person set there must not change what is measured.
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  // Two that look for a free display at once take the same one: each process begins at a number of its own.
  const display = String(1_000 + (process.pid % 3_000) * 10);
  const args = ['-a', '-n', display, 'krita', '--export', '--export-filename', target, join(folder, from)];
  await run('xvfb-run', args, { env, timeout: 100_000 });
  return readFile(target);
}
