/** More words than this cost time and find nothing that the first ones do not decide. */
const WORDS_MAX = 32;

/** What FTS5's `unicode61` takes for part of a word; all else separates. */
const HAS_LETTER = /[\p{L}\p{N}\p{Co}]/u;

/**
 * What a person typed as an FTS5 query: every word must be there, the last one by its beginning. Each word is
 * quoted, so that nothing typed is ever an operator. Null when there is no word to look for.
 * @source https://www.sqlite.org/fts5.html, section 3.1
 */
export function matchOf(words: string): string | null {
  const typed = words
    .replaceAll('\0', ' ')
    .split(/\s+/u)
    .filter((word) => HAS_LETTER.test(word))
    .slice(0, WORDS_MAX);
  if (typed.length === 0) return null;
  const quoted = typed.map((word) => `"${word.replaceAll('"', '""')}"`);
  return `${quoted.join(' AND ')}*`;
}
