import { describe, expect, it } from 'vitest';
import { projectFiles, read } from './tree.ts';

/** The worker takes these modules whole, so that the dead-code check can't see which procedures nobody calls. */
describe('reads and writes of the database', () => {
  const modules = projectFiles(/^electron\/[^/]+\/(reads|writes|sweep-reads)\.ts$/);
  const callers = projectFiles(/^electron\/.*\.ts$/)
    .filter((file) => !/\.test\.ts$/.test(file))
    .map(read)
    .join('\n');

  it.each(modules)('%s: every procedure is called', (module) => {
    const kind = module.endsWith('writes.ts') ? 'write' : 'read';
    const names = [...read(module).matchAll(/^export function (\w+)\(/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(0);
    const uncalled = names.filter((name) => !new RegExp(`\\.${kind}\\s*\\.${name}\\(`).test(callers));
    expect(uncalled).toEqual([]);
  });
});
