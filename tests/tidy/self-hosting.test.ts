import { expect, it } from 'vitest';
import { OPTIONS } from '../../cloud/app/config.ts';
import { environmentSchema } from '../../cloud/app/environment.ts';
import { read } from './tree.ts';

/** What stands in backticks in the first column of the table behind a line. */
function namedBehind(line: string): readonly string[] {
  const table = read('docs/self-hosting.md').split(`\n${line}\n`)[1]?.split('\n\n')[0] ?? '';
  return table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''))
    .sort();
}

it("docs/self-hosting.md names every name of the service's configuration, and no other", () => {
  expect(namedBehind('## Every name')).toEqual(Object.keys(environmentSchema.shape).sort());
  expect(namedBehind('Arguments:')).toEqual(
    Object.keys(OPTIONS)
      .map((name) => `--${name}`)
      .sort(),
  );
});
