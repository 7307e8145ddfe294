import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXTERNAL } from '../../scripts/build-electron.ts';
import { projectFiles, ROOT, read } from './tree.ts';

// Part of electron-builder, which does not export its own check of the configuration.
const builderRequire = createRequire(join(ROOT, 'node_modules/electron-builder/package.json'));
const { getConfig, validateConfiguration } = builderRequire('app-builder-lib/out/util/config/config');
const { DebugLogger } = builderRequire('builder-util');
const builderConfig = await getConfig(ROOT, 'electron-builder.yml', null);

const manifest = JSON.parse(read('package.json'));

describe('packages', () => {
  it('the three lists of native packages agree', () => {
    const shipped = Object.keys(manifest.dependencies).sort();
    const notBundled = EXTERNAL.filter((name) => name !== 'electron').sort();
    const patterns: string[] = builderConfig.asarUnpack;
    const unpacked = patterns
      .map((pattern) => /^node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\/\*\*\/\*$/.exec(pattern)?.[1])
      // sharp's own binaries lie in packages of their own, one a platform.
      .filter((name) => name !== undefined && !name.startsWith('@img'));
    expect(notBundled).toEqual(shipped);
    expect(unpacked.sort()).toEqual(shipped);
  });

  it('every version is exact', () => {
    const all: [string, string][] = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('the lock file names no download host', () => {
    const lock = read('package-lock.json');
    expect(lock).not.toMatch(/"resolved"/);
  });

  it('electron-builder accepts its configuration', async () => {
    await validateConfiguration(builderConfig, new DebugLogger(false));
    await expect(
      validateConfiguration({ ...builderConfig, nonsense: true }, new DebugLogger(false)),
    ).rejects.toThrow(/nonsense/);
  });

  it('no file tells where it was written', () => {
    const own = 'tests/tidy/packages.test.ts';
    const places = new RegExp(
      `(^|[^A-Za-z])/(${['work', 'root', 'home/[a-z]+', 'Users/[a-z]+'].join('|')})/[a-z]`,
    );
    const found = projectFiles(/\.(tsx?|cjs|json|md|ya?ml|css|html|sh)$/)
      .filter((file) => file !== own && file !== 'package-lock.json')
      .filter((file) => places.test(read(file)));
    expect(found, ROOT.length > 0 ? 'paths of a machine' : '').toEqual([]);
  });
});
