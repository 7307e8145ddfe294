/** Room for the folder, the suffix and the extension under every system's 255 bytes. */
const STEM_MAX_BYTES = 80;

const WORDS_MAX = 8;

/** Windows keeps these for devices, whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)$/;

const bytesOf = new TextEncoder();

/**
 * The first words of a text as the stem of a file name that Windows, macOS and Linux all take: letters and
 * digits joined by hyphens, lower case, composed. Never empty, never a path, never a reserved name.
 * @source https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export function fileStem(text: string): string {
  // Composed, because macOS and Linux would otherwise hold two spellings of one name.
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  let stem = '';
  for (const word of words.slice(0, WORDS_MAX)) {
    const longer = stem === '' ? word : `${stem}-${word}`;
    if (bytesOf.encode(longer).length > STEM_MAX_BYTES) {
      if (stem === '') stem = cut(word);
      break;
    }
    stem = longer;
  }
  stem = stem.normalize('NFC');
  return stem === '' || RESERVED.test(stem) ? 'picture' : stem;
}

function cut(word: string): string {
  let kept = '';
  for (const letter of word) {
    if (bytesOf.encode(kept + letter).length > STEM_MAX_BYTES) break;
    kept += letter;
  }
  return kept;
}
