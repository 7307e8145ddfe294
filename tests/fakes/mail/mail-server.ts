import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { readMail, type SeenMail } from './read-mail.ts';

export const MAIL_FAULTS = [
  /** Cut before a word is said. */
  'refuse-connection',
  /** 421 instead of a greeting. */
  'too-busy',
  /** Connects and stays silent. */
  'hang',
  /** 550: there is no such mailbox. */
  'refuse-recipient',
  /** 451: later, perhaps. */
  'defer-recipient',
  /** Takes the recipient, then cuts in the middle of the letter. */
  'die-in-data',
  /** Takes the letter and never answers. */
  'hang-in-data',
  /** 554 to the letter itself. */
  'refuse-content',
  /** Keeps the letter and cuts before saying so: the sender can't know. */
  'lost-answer',
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

export interface MailServer {
  /** With the name and password it wants. */
  readonly url: string;
  readonly port: number;
  /** In the order they came. */
  readonly mails: readonly SeenMail[];
  /** What came for that address, newest first. */
  latest(address: string): readonly SeenMail[];
  /** From now on, until another or null is set. Connections that are open already meet it too. */
  fault(name: MailFault | null): void;
  stop(): Promise<void>;
}

const USER = 'gesso';
const PASSWORD = 'mail-double';
const MAX_MAILS = 10_000;

function refusal(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

/** A real SMTP server on loopback that keeps what it is given and sends nothing on. */
export async function startMail(): Promise<MailServer> {
  const mails: SeenMail[] = [];
  const sockets = new Map<number, Socket>();
  let fault: MailFault | null = null;

  const cut = (port: number): void => void sockets.get(port)?.resetAndDestroy();

  const take = async (stream: SMTPServerDataStream, port: number): Promise<Buffer | null> => {
    const parts: Buffer[] = [];
    for await (const part of stream) {
      if (fault === 'die-in-data') {
        cut(port);
        return null;
      }
      parts.push(Buffer.from(part));
    }
    return Buffer.concat(parts);
  };

  const server = new SMTPServer({
    name: 'mail.gesso.test',
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onConnect(_session, answer) {
      if (fault === 'hang') return;
      answer(fault === 'too-busy' ? refusal(421, 'too busy') : null);
    },
    onAuth({ username, password }, _session, answer) {
      if (username === USER && password === PASSWORD) answer(null, { user: USER });
      else answer(refusal(535, 'wrong name or password'));
    },
    onRcptTo(_address, _session, answer) {
      if (fault === 'refuse-recipient') answer(refusal(550, 'no such mailbox'));
      else answer(fault === 'defer-recipient' ? refusal(451, 'try again later') : null);
    },
    onData(stream, session, answer) {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const to = rcptTo.map(({ address }) => address);
      take(stream, session.remotePort).then((raw) => {
        if (raw === null || fault === 'hang-in-data') return;
        if (fault === 'refuse-content') return answer(refusal(554, 'not this letter'));
        if (mails.length < MAX_MAILS) mails.push(readMail(raw, { from, to }));
        if (fault === 'lost-answer') cut(session.remotePort);
        else answer();
      }, answer);
    },
  });
  // A client that goes away in the middle is the tests' daily bread.
  server.on('error', () => undefined);
  server.server.prependListener('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
    if (fault === 'refuse-connection') socket.resetAndDestroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://${USER}:${PASSWORD}@127.0.0.1:${port}`,
    port,
    mails,
    latest: (address) =>
      mails.filter(({ to }) => to.some((one) => one.toLowerCase() === address.toLowerCase())).reverse(),
    fault(name) {
      fault = name;
    },
    async stop() {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}
