import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Each process of the desktop is one file: the main process, and what it starts by address. */
const ENTRIES = [
  { in: 'electron/hosts/electron/entry.ts', out: 'entry' },
  // The decoder asks for its child by that name; here it is the one that speaks Electron's channel.
  { in: 'electron/hosts/electron/decoder-entry.ts', out: 'child' },
  { in: 'electron/app/database-worker.ts', out: 'database-worker' },
  { in: 'providers/sandbox/paint-worker.ts', out: 'paint-worker' },
];

/** Native packages are shipped as they are; Electron brings itself. */
export const EXTERNAL = ['electron', 'better-sqlite3', 'sharp', '@github/keytar'];

/** Bundles the desktop for Electron into `build/electron`. Answers with esbuild's metafile, for the tidy tests. */
export async function buildElectron() {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: 'build/electron',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: EXTERNAL,
    metafile: true,
    logLevel: 'warning',
    // CommonJS packages inside an ES module bundle still look for these.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    plugins: [neighbours],
  });
  return result.metafile;
}

/**
 * In the source a worker stands beside its starter as `new URL('./x.ts', import.meta.url)`; in the bundle every
 * entry lies in one folder as `x.js`.
 */
const neighbours: Plugin = {
  name: 'neighbours',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(
        /new URL\('([^']+)\.ts', import\.meta\.url\)/g,
        (_, from: string) => `new URL('./${basename(from)}.js', import.meta.url)`,
      );
      return { contents, loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const metafile = await buildElectron();
  for (const [file, output] of Object.entries(metafile.outputs))
    console.log(`${join(file)} ${output.bytes} bytes`);
}
