import nodemailer from 'nodemailer';
import { Outage } from '../platform/outage.ts';
import { type Mail, Undeliverable } from './mail.ts';

/** How long a server is waited for, before its first word and before each answer. */
export interface MailPatience {
  readonly connectMs: number;
  readonly answerMs: number;
}

const PATIENCE: MailPatience = { connectMs: 5_000, answerMs: 10_000 };

/** Mail over SMTP. The address of the server may hold a user and a password; neither is ever logged. */
export function createSmtp(url: string, from: string, patience: MailPatience = PATIENCE): Mail {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    socketTimeout: patience.answerMs,
    // Letters are made here and hold no files; nothing may be read from a disk or an address for them.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
      } catch (error) {
        if (isForGood(error)) throw new Undeliverable();
        throw new Outage('mail', { cause: error, retryAfterMs: 30_000 });
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** The server's no to the recipient itself. One to the sender or the letter is about us, and somebody has to see to it. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EENVELOPE') return false;
  const answer = 'responseCode' in error ? Number(error.responseCode) : 0;
  return 'command' in error && error.command === 'RCPT TO' && answer >= 500;
}
