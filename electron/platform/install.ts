import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ids } from '../../shared/kernel/index.ts';

const installSchema = z.object({
  installId: z.uuid(),
  /** The port chosen once, so that the window's address (and what hangs on it) stays the same. */
  port: z.int().min(1024).max(65535).nullable(),
});

export interface Install {
  readonly installId: string;
  readonly port: number | null;
  rememberPort(port: number): void;
}

/** Who this install is. A file that can't be read is written anew: only the remembered port is lost. */
export function openInstall(dataFolder: string, ids: Ids): Install {
  const path = join(dataFolder, 'install.json');
  let current: z.infer<typeof installSchema>;
  try {
    current = installSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    current = { installId: ids.uuid(), port: null };
  }
  const save = (port: number | null): void => {
    current = { installId: current.installId, port };
    try {
      writeFileSync(`${path}.part`, `${JSON.stringify(current)}\n`, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    } catch {
      // A folder that can't be written is shown as trouble by the database; the port is a convenience.
    }
  };
  return { installId: current.installId, port: current.port, rememberPort: save };
}
