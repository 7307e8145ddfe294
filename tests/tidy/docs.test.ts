import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT, read } from './tree.ts';

const ROOTS = /^(shared|providers|media|electron|renderer|cloud|resources|scripts|tests|docs)\//;

/** `path/like/this.ts` in backticks, and (links.md). Patterns with * or <> or … are not paths. */
function pathsIn(text: string): string[] {
  const ticked = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  const linked = [...text.matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1] ?? '');
  return [
    ...ticked.filter((path) => ROOTS.test(path)),
    ...linked.filter((path) => !/^[a-z]+:/.test(path)),
  ].filter((path) => !/[*<>…{}\s]|NNNN|YYYY/.test(path));
}

describe('documents', () => {
  it('name only paths that exist', () => {
    const gone = projectFiles(/\.md$/).flatMap((file) =>
      pathsIn(read(file))
        .filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, dirname(file), path)))
        .map((path) => `${file}: ${path}`),
    );
    expect(gone).toEqual([]);
  });

  it('find a path that does not exist', () => {
    expect(pathsIn('see `shared/nowhere/at-all.ts` and [this](./gone.md)')).toEqual([
      'shared/nowhere/at-all.ts',
      './gone.md',
    ]);
  });

  it('name every script of package.json that a person runs', () => {
    const readme = read('README.md');
    const scripts: string[] = Object.keys(JSON.parse(read('package.json')).scripts);
    const unnamed = scripts.filter(
      (name) => !readme.includes(`npm run ${name}`) && !readme.includes(`npm ${name}`),
    );
    expect(unnamed).toEqual([]);
  });

  it('decisions are dated', () => {
    const undated = projectFiles(/^docs\/decisions\/.*\.md$/).filter(
      (file) => !/^docs\/decisions\/(\d{4}-\d{2}-\d{2}-[a-z0-9-]+|README)\.md$/.test(file),
    );
    expect(undated).toEqual([]);
  });
});
