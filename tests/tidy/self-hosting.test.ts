import { expect, it } from 'vitest';
import { environmentSchema } from '../../cloud/app/environment.ts';
import { read } from './tree.ts';

it("docs/self-hosting.md names every name of the service's configuration, and no other", () => {
  const table = read('docs/self-hosting.md').split('## Every name')[1]?.split('\n\n')[0] ?? '';
  const named = table
    .split('\n')
    .flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/`([A-Z0-9_]+)`/g)].map((match) => match[1] ?? ''),
    );
  expect(named.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
});
