import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from '../tests/bench/result.ts';
import { ensureWindowBuilt } from './build-window.ts';

/** `npm run bench -- NAME` prints one JSON line per result and fails when one misses its limit. */
const FOLDER = fileURLToPath(new URL('../tests/bench/', import.meta.url));
const [name, ...options] = process.argv.slice(2);
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));

if (name === undefined || !existsSync(`${FOLDER}${name}.bench.ts`)) {
  console.error(`Say which: npm run bench -- ${names.join(' | ')}`);
  process.exit(2);
}
ensureWindowBuilt((line) => console.error(line));
const module: { run(options: readonly string[]): AsyncIterable<BenchResult> } = await import(
  `../tests/bench/${name}.bench.ts`
);
let missed = 0;
for await (const result of module.run(options)) {
  console.log(JSON.stringify(result));
  if (result.pass === false) missed += 1;
}
process.exit(missed === 0 ? 0 : 1);
