import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

interface Progress {
  readonly transferred: number;
  readonly total: number | null;
}

interface ElectronGet {
  downloadArtifact(request: {
    version: string;
    artifactName: string;
    platform: string;
    arch: string;
    checksums: unknown;
    downloadOptions: { quiet: boolean; getProgressCallback(progress: Progress): Promise<void> };
  }): Promise<string>;
}

/**
 * Fetches Electron's archive into its own cache, saying how far it is, checked against the hashes that came with the
 * package. Runs as a process of its own, so that a key can end it. Unpacking is the package's own installer's work.
 */
const electronRequire = createRequire(new URL('../node_modules/electron/package.json', import.meta.url));
const { version }: { version: string } = electronRequire('./package.json');
const get: ElectronGet = await import(pathToFileURL(electronRequire.resolve('@electron/get')).href);

try {
  await download();
  // Unpacks what lies in the cache now, and writes where the executable is.
  await import(new URL('../node_modules/electron/install.js', import.meta.url).href);
} catch (error) {
  process.stderr.write(
    `Electron could not be fetched: ${error instanceof Error ? error.message : 'no reason given'}\n`,
  );
  process.exitCode = 1;
}

async function download(): Promise<void> {
  let saidPercent = -1;
  await get.downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: electronRequire('./checksums.json'),
    downloadOptions: {
      quiet: true,
      async getProgressCallback({ transferred, total }) {
        const percent = total === null ? -1 : Math.floor((transferred / total) * 100);
        if (percent === saidPercent) return;
        saidPercent = percent;
        const size = total === null ? '' : ` of ${Math.round(total / 1e6)} MB`;
        process.stderr.write(`\rElectron: ${percent < 0 ? '' : `${percent} %`}${size}   `);
      },
    },
  });
  process.stderr.write('\n');
}
