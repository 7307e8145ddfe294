export { type LetterName, letterOf } from './letters.ts';
export { type KeptLetter, type Letter, type Mail, type Mailbox, Undeliverable } from './mail.ts';
export { createMailbox } from './mailbox.ts';
export { createSmtp } from './smtp.ts';
