import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productFiles, projectFiles, ROOT, read } from './tree.ts';

const ROOTS = ['shared', 'providers', 'media', 'electron', 'renderer', 'cloud'];
const FILE_LINES_MAX = 400;
const README_WORDS_MIN = 60;

/** Files past the limit when this was last looked at. A number may fall; a new name needs a reason in review. */
const TOLERATED: Readonly<Record<string, number>> = {};

describe('folders and files', () => {
  it('every second-level folder tells its story in a README', () => {
    const missing = ROOTS.flatMap((root) =>
      readdirSync(join(ROOT, root), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${root}/${entry.name}/README.md`),
    ).filter((file) => !existsSync(join(ROOT, file)) || read(file).split(/\s+/).length < README_WORDS_MIN);
    expect(missing).toEqual([]);
  });

  it(`no source file is over ${FILE_LINES_MAX} lines`, () => {
    const long = projectFiles(/\.(tsx?|cjs|css)$/)
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > (TOLERATED[file] ?? FILE_LINES_MAX));
    expect(long).toEqual([]);
  });

  it('no tolerated file has become short enough to lose its tolerance', () => {
    const stale = Object.keys(TOLERATED).filter(
      (file) => read(file).split('\n').length - 1 <= FILE_LINES_MAX,
    );
    expect(stale).toEqual([]);
  });

  it('names avoid the words that mean nothing', () => {
    const vague = /(^|[-/])(manager|helpers?|utils?|misc|common-stuff|service|base|v2)([-./]|$)/;
    expect(productFiles().filter((file) => vague.test(file))).toEqual([]);
  });
});
