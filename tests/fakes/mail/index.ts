export { MAIL_FAULTS, type MailFault, type MailServer, startMail } from './mail-server.ts';
export type { SeenMail } from './read-mail.ts';
