import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelSchema } from '../../shared/operations/index.ts';
import { ROOT, read } from './tree.ts';

/** Folders of `providers` that are not an adapter. */
const NOT_ADAPTERS = ['contract', 'conformance'];

/** Providers that are a dialect of another one's wire, with a folder of their own inside that one's. */
const DIALECTS: Readonly<Record<string, { readonly folder: string; readonly conformance: string }>> = {
  'own-server': {
    folder: 'providers/openai/own-server',
    conformance: 'providers/conformance/openai-compatible.test.ts',
  },
};

const adapters = readdirSync(join(ROOT, 'providers'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !NOT_ADAPTERS.includes(entry.name))
  .map((entry) => entry.name);

describe('providers', () => {
  it('each adapter passes the one conformance suite', () => {
    const without = adapters.filter((name) => {
      const test = `providers/conformance/${name}.test.ts`;
      return !existsSync(join(ROOT, test)) || !read(test).includes('describeProvider(');
    });
    expect(without).toEqual([]);
  });

  it('each dialect has its folder and passes it as well', () => {
    for (const { folder, conformance } of Object.values(DIALECTS)) {
      expect(existsSync(join(ROOT, folder)), folder).toBe(true);
      expect(read(conformance)).toContain('describeProvider(');
    }
  });

  it('the catalogue knows each adapter and each dialect by its folder name', () => {
    const known = [...adapters, ...Object.keys(DIALECTS)];
    expect([...modelSchema.shape.provider.options].sort()).toEqual(known.sort());
    for (const [name, { folder }] of Object.entries(DIALECTS)) expect(folder.endsWith(`/${name}`)).toBe(true);
  });
});
