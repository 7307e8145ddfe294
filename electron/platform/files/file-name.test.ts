import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileStem } from './index.ts';

describe('a prompt as the beginning of a file name', () => {
  test.each([
    ['Quinces on linen', 'quinces-on-linen'],
    ['', 'picture'],
    ['!!! ???', 'picture'],
    ['CON', 'picture'],
    ['com1', 'picture'],
    ['con artist', 'con-artist'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\System32', 'c-windows-system32'],
    ['a/b\0c', 'a-b-c'],
    ['cafe\u0301', 'café'],
    ['café', 'café'],
    ['夜の森', '夜の森'],
    ['one two three four five six seven eight nine', 'one-two-three-four-five-six-seven-eight'],
    ['🍋🍋', 'picture'],
    ['trailing dots...', 'trailing-dots'],
  ])('%j becomes %j', (prompt, stem) => {
    expect(fileStem(prompt)).toBe(stem);
  });

  test('whatever is typed, every system takes it: short, composed, no path, no control, no reserved name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme' })),
        (prompt) => {
          const stem = fileStem(prompt);
          expect(Buffer.byteLength(stem)).toBeGreaterThan(0);
          expect(Buffer.byteLength(stem)).toBeLessThanOrEqual(100);
          expect(stem).toBe(stem.normalize('NFC'));
          expect(stem).toMatch(/^[\p{L}\p{N}\p{M}-]+$/u);
          expect(stem).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
        },
      ),
    );
  });
});
