/** What stands in a round of 24 pixels for a name: `IM` for Ilse Maurer, `A` for ada@example.com. */
export function initialsOf(name: string): string {
  const [before = ''] = name.split('@', 1);
  const words = before.split(/[\s._-]+/).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}
