import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MAIL_FAULTS, type MailServer, startMail } from '../../tests/fakes/mail/index.ts';
import { Outage } from '../platform/outage.ts';
import { letterOf } from './letters.ts';
import { type Mail, Undeliverable } from './mail.ts';
import { createSmtp } from './smtp.ts';

let server: MailServer;
let mail: Mail;
beforeAll(async () => {
  server = await startMail();
  mail = createSmtp(server.url, 'Gesso <gesso@example.com>', { connectMs: 150, answerMs: 150 });
});
afterEach(() => server.fault(null));
afterAll(async () => {
  await mail.close();
  await server.stop();
});

const letter = letterOf('signInCode', 'ines@example.com', { code: '123456', minutes: 10 });

describe('a letter over SMTP', () => {
  it('arrives as it is: plain, to one person, without anything else', async () => {
    await mail.send(letter);
    const [seen] = server.latest('ines@example.com');
    expect(seen).toMatchObject({ from: 'gesso@example.com', to: ['ines@example.com'], html: null });
    expect([seen?.subject, seen?.text]).toEqual([
      '123456 is your Gesso code',
      expect.stringContaining('123456'),
    ]);
  });

  it.each(MAIL_FAULTS.filter((fault) => fault !== 'refuse-recipient'))(
    'is an outage when the server is in trouble: %s',
    async (fault) => {
      server.fault(fault);
      await expect(mail.send(letter)).rejects.toMatchObject({ part: 'mail' });
      server.fault(null);
      await mail.send(letter);
    },
  );

  it('is undeliverable when there is no such mailbox, and an outage when our own name is refused', async () => {
    server.fault('refuse-recipient');
    await expect(mail.send(letter)).rejects.toThrow(Undeliverable);
    server.fault(null);
    const stranger = createSmtp(server.url.replace(/:[^:@]+@/, ':wrong@'), 'gesso@example.com');
    await expect(stranger.send(letter)).rejects.toThrow(Outage);
    await stranger.close();
  });

  it('takes no second recipient and no header out of an address', async () => {
    const before = server.mails.length;
    for (const to of [
      'a@example.com\r\nBcc: b@example.com',
      'a@example.com>,<b@example.com',
      'a@example.com, b@example.com',
    ])
      await mail.send({ ...letter, to }).catch(() => undefined);
    for (const { to, headers } of server.mails.slice(before)) {
      expect(to).toHaveLength(1);
      expect(headers.has('bcc')).toBe(false);
    }
    expect(server.latest('b@example.com')).toEqual([]);
  });
});
