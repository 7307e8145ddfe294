import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deps } from '../../shared/kernel/index.ts';
import { codeOf, PART_SUFFIX } from '../platform/files/index.ts';

/** As long as a person may want to look at what was sent, or run it again. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What has one of our ids for its name, and nothing else: a stranger's folder is left alone. */
const OURS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.gesso-part)?$/;

/** Removes the halves a killed run left, and whole frames that are old and that no run waits for. */
export async function sweepFrames(
  folder: string,
  inUse: ReadonlySet<string>,
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => OURS.test(each) && !inUse.has(each))) {
    const path = join(folder, name);
    try {
      const { mtimeMs } = await stat(path);
      if (name.endsWith(PART_SUFFIX) || clock.now() - mtimeMs > KEPT_MS)
        await rm(path, { recursive: true, force: true });
    } catch (error) {
      // One that can't be removed now must not keep the others, or the library, from opening.
      log.warn('frames.sweep-left', { code: codeOf(error) });
    }
  }
}
