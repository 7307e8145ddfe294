import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { FAILPOINTS } from '../../shared/kernel/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACES = ['tests/recovery', 'electron/db'];

it('every failpoint is hit in the product and killed at in a recovery test', () => {
  const sources = (folder: string, pattern: RegExp): string =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => pattern.test(file) && !file.includes('every-failpoint'))
      .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
      .join('\n');
  const product = ['electron', 'cloud'].map((root) => sources(root, /(?<!\.test)\.ts$/)).join('\n');
  const tests = PLACES.map((place) => sources(place, /\.test\.ts$/)).join('\n');
  // The generating test takes whole families from the list itself.
  const byFamily = /\/\^\(generate\|store\)\\\.\//.test(tests);
  for (const name of FAILPOINTS) {
    expect(product, `${name} is hit nowhere`).toContain(`'${name}'`);
    const killed = tests.includes(name) || (byFamily && /^(generate|store)\./.test(name));
    expect(killed, `${name} has no recovery test`).toBe(true);
  }
});
