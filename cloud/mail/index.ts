export { type LetterName, letterOf } from './letters.ts';
export type { KeptLetter, Letter, Mail, Mailbox } from './mail.ts';
export { createMailbox } from './mailbox.ts';
export { createSmtp } from './smtp.ts';
