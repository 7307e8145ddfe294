import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SystemBrowser {
  /** For the environment of a desktop: the stand-in is found before the system's own. */
  readonly PATH: string;
  /** The addresses that were to be opened, oldest first. */
  asked(): readonly string[];
}

/** Stands where Linux opens pages in the person's browser, and only writes down which. */
export function standInBrowser(folder: string): SystemBrowser {
  const list = join(folder, 'asked');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(list, '');
  const program = join(bin, 'xdg-open');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$1" >> "${list}"\n`);
  chmodSync(program, 0o755);
  return {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    asked: () =>
      readFileSync(list, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
  };
}
