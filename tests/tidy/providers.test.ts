import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelSchema } from '../../shared/operations/index.ts';
import { ROOT, read } from './tree.ts';

/** Folders of `providers` that are not an adapter. */
const NOT_ADAPTERS = ['contract', 'conformance'];

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

  it('the catalogue knows each adapter by its folder name', () => {
    expect([...modelSchema.shape.provider.options].sort()).toEqual([...adapters].sort());
  });
});
