import { describe, expect, it } from 'vitest';
import type { InputPicture } from '../contract/index.ts';
import { promptWithRoles } from './role-words.ts';

function pictures(...roles: InputPicture['role'][]): InputPicture[] {
  return roles.map((role) => ({ role, bytes: new Uint8Array([1]), mediaType: 'image/png' }));
}

describe('what the prompt says of the pictures beside it', () => {
  it.each([
    ['no pictures', [], 'a vase'],
    ['one picture to edit', ['source'], 'a vase'],
    ['a style', ['style'], 'a vase\n\nUse picture 1 for its style alone.'],
    [
      'the edited one is always the first, as in the upload',
      ['palette', 'source', 'subject'],
      'a vase\n\nUse picture 1 for what is edited, picture 2 for its colours alone, picture 3 for its subject.',
    ],
  ] as const)('%s', (_name, roles, expected) => {
    expect(promptWithRoles({ prompt: 'a vase', references: pictures(...roles) }, 32_000)).toBe(expected);
  });

  it('a prompt that fills the room goes as it was written', () => {
    const prompt = 'x'.repeat(31_990);
    expect(promptWithRoles({ prompt, references: pictures('style') }, 32_000)).toBe(prompt);
  });
});
