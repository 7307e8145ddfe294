import nodemailer from 'nodemailer';
import { Outage } from '../platform/outage.ts';
import type { Mail } from './mail.ts';

const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;

/** Mail over SMTP. The address of the server may hold a user and a password; neither is ever logged. */
export function createSmtp(url: string, from: string): Mail {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    // Letters are made here and hold no files; nothing may be read from a disk or an address for them.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
      } catch (error) {
        throw new Outage('mail', { cause: error, retryAfterMs: 30_000 });
      }
    },
    async close() {
      transport.close();
    },
  };
}
