import texts from '../../resources/locales/en/mail.json' with { type: 'json' };
import type { Letter } from './mail.ts';

type Words = Readonly<Record<string, string | number>>;

/** The letters there are, by what they say. */
export type LetterName = keyof typeof texts;

/** A letter with its words filled in. A value never adds a line: what a person typed can't pretend to be ours. */
export function letterOf(name: LetterName, to: string, words: Words = {}): Letter {
  const { subject, text } = texts[name];
  return { to, subject: fill(subject, words), text: `${fill(text.join('\n'), words)}\n` };
}

function fill(text: string, words: Words): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String(words[name] ?? '').replace(/[\r\n]+/g, ' '),
  );
}
