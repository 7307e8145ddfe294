const TITLE_MAX_CHARS = 48;

/**
 * A picture's name in the window, from its prompt: the first clause, cut at a word. Prompts begin with the
 * subject, so the first clause is what a person would call the picture.
 */
export function pictureTitle(prompt: string): string {
  const clause =
    prompt
      .trim()
      .split(/[,.;:\n]/, 1)[0]
      ?.trim() ?? '';
  const plain = clause.replace(/^(an?|the)\s+/i, '');
  const cut = plain.length <= TITLE_MAX_CHARS ? plain : cutAtWord(plain);
  return cut.charAt(0).toUpperCase() + cut.slice(1);
}

function cutAtWord(text: string): string {
  const head = text.slice(0, TITLE_MAX_CHARS);
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > 16 ? space : TITLE_MAX_CHARS)}…`;
}
