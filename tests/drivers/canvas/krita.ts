import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether Debian's Krita is here, and a display for it that nobody sees: it insists on one even to convert. */
export function hasKrita(): boolean {
  return ['krita', 'xvfb-run'].every((name) => spawnSync('which', [name]).status === 0);
}

let displays = 0;

/**
 * Each run has a display that no other has: two that look for a free one at once take the same, and one that ends takes
 * away the socket of the next on its number. Should somebody else have that number, the next is tried.
 */
async function onDisplay(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  for (let left = 3; ; left--) {
    const display = String(1_000 + (process.pid % 250) * 200 + (displays++ % 200));
    try {
      await run('xvfb-run', ['-n', display, ...args], { env, timeout: 100_000 });
      return;
    } catch (error) {
      const noDisplay = error instanceof Error && /connect to display|Xvfb failed/.test(error.message);
      if (!noDisplay || left === 0) throw error;
    }
  }
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
  const args = ['krita', '--export', '--export-filename', target, join(folder, from)];
  await onDisplay(args, env);
  return readFile(target);
}
