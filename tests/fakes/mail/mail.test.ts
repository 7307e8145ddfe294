import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type MailFault, type MailServer, startMail } from './index.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMail();
});
afterEach(() => server.fault(null));
afterAll(() => server.stop());

const letter = {
  from: 'Gesso <no-reply@gesso.test>',
  to: 'ines@example.test',
  subject: 'Dein Code für Gesso — 123456, und ein langer Satz, der umbrochen werden muss',
  text: 'Der Code ist 123456.\n\nEr gilt zehn Minuten. = ist ein Gleichheitszeichen, ü ein Umlaut.',
  html: '<p>Der Code ist <b>123456</b>, größer.</p>',
  headers: { 'X-Gesso-Kind': 'code' },
};

function send(url = server.url): Promise<unknown> {
  const { hostname, port, username, password } = new URL(url);
  const transport = createTransport({
    host: hostname,
    port: Number(port),
    auth: { user: username, pass: password },
    greetingTimeout: 700,
    socketTimeout: 700,
    connectionTimeout: 700,
  });
  return transport.sendMail(letter).finally(() => transport.close());
}

describe('a mail that arrives', () => {
  test('is read as it was written: subject, both bodies, headers, envelope', async () => {
    await send();
    const [mail] = server.latest('INES@example.test');
    expect(mail).toMatchObject({
      from: 'no-reply@gesso.test',
      to: ['ines@example.test'],
      subject: letter.subject,
      html: expect.stringContaining(letter.html),
    });
    expect(mail?.text?.replaceAll('\r\n', '\n').trim()).toBe(letter.text);
    expect(mail?.headers.get('x-gesso-kind')).toBe('code');
    expect(server.latest('nobody@example.test')).toEqual([]);
  });

  test('needs the right password', async () => {
    const url = server.url.replace('mail-double', 'guessed');
    await expect(send(url)).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
  });
});

describe('a server in trouble', () => {
  const cases: readonly (readonly [MailFault, object, number])[] = [
    ['refuse-connection', { code: expect.stringMatching(/ECONNRESET|ESOCKET|ECONNECTION/) }, 0],
    ['too-busy', { responseCode: 421 }, 0],
    ['hang', { code: 'ETIMEDOUT' }, 0],
    ['refuse-recipient', { code: 'EENVELOPE', responseCode: 550 }, 0],
    ['defer-recipient', { code: 'EENVELOPE', responseCode: 451 }, 0],
    ['die-in-data', { code: expect.stringMatching(/ECONNRESET|ESOCKET|ECONNECTION/) }, 0],
    ['hang-in-data', { code: 'ETIMEDOUT' }, 0],
    ['refuse-content', { responseCode: 554 }, 0],
    ['lost-answer', { code: expect.stringMatching(/ECONNRESET|ESOCKET|ECONNECTION/) }, 1],
  ];
  test.each(cases)('%s', async (fault, error, kept) => {
    const before = server.mails.length;
    server.fault(fault);
    await expect(send()).rejects.toMatchObject(error);
    expect(server.mails.length - before).toBe(kept);
    server.fault(null);
    await send();
    expect(server.mails.length - before).toBe(kept + 1);
  });
});
