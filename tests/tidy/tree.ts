import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What is or would be in a commit: tracked files, and new ones that git does not ignore. */
export function projectFiles(pattern?: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = [...new Set(listed.split('\n'))].filter(
    (file) => file !== '' && existsSync(join(ROOT, file)),
  );
  return pattern === undefined ? files : files.filter((file) => pattern.test(file));
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The product's own code: no tests, no data. The conformance suite is a test that providers share. */
export function productFiles(): string[] {
  return projectFiles(/^(shared|providers|media|electron|renderer|cloud)\/.*\.tsx?$/).filter(
    (file) => !/\.(test|spec)\.tsx?$|^providers\/conformance\//.test(file),
  );
}

/** The text with comments and string contents blanked, line by line, so that words in them do not count. */
export function codeOnly(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
    .replace(
      /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g,
      (text) => `'${' '.repeat(Math.max(0, text.length - 2))}'`,
    );
}
