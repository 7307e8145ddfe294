import { connect, type Socket } from 'node:net';

/** What came back on a connection that was written to letter by letter. */
export interface Heard {
  /** Of the first answer; 0 when there was none. */
  readonly status: number;
  /** Header lines of the first answer, in lower case. */
  readonly head: string;
  readonly all: string;
  /** How many answers there were. */
  readonly answers: number;
  /** Whether the other side closed, and after how long. */
  readonly closedAfterMs: number | null;
}

export interface RawOptions {
  /** Sent after the first bytes, one by one, in this time of each other. */
  readonly drip?: { readonly text: string; readonly everyMs: number };
  /** Bytes that are sent later, by what was heard until then. */
  readonly rest?: (heard: () => string) => Promise<string>;
  /** When to stop listening though nobody closed. */
  readonly patienceMs?: number;
}

/** Writes bytes to a port of this computer as no client library would, and listens until the other side closes. */
export function rawHttp(port: number, text: string, options: RawOptions = {}): Promise<Heard> {
  const { drip, rest, patienceMs = 5_000 } = options;
  return new Promise((resolve) => {
    const began = performance.now();
    const socket: Socket = connect(port, '127.0.0.1');
    let all = '';
    let closedAfterMs: number | null = null;
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    const drops = drip === undefined ? null : setInterval(dropOne, drip.everyMs);
    let at = 0;
    function dropOne(): void {
      const letter = drip?.text[at];
      at += 1;
      if (letter !== undefined && socket.writable) socket.write(letter);
    }
    socket.on('data', (chunk) => {
      all += chunk.toString('latin1');
    });
    // A reset is a way of closing.
    socket.on('error', () => undefined);
    socket.on('end', () => {
      closedAfterMs ??= performance.now() - began;
    });
    socket.on('close', (hadError) => {
      clearTimeout(timer);
      if (drops !== null) clearInterval(drops);
      if (hadError) closedAfterMs ??= performance.now() - began;
      // A word of encouragement is no answer.
      resolve({ ...readAnswer(all.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')), closedAfterMs });
    });
    socket.write(text, 'latin1');
    rest?.(() => all).then(
      (more) => socket.write(more, 'latin1'),
      () => socket.destroy(),
    );
  });
}

function readAnswer(all: string): Omit<Heard, 'closedAfterMs'> {
  return {
    all,
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(all)?.[1] ?? 0),
    head: (all.split('\r\n\r\n')[0] ?? '').toLowerCase(),
    answers: all.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0,
  };
}

/** A whole request; headers are lines as they are sent. */
export function rawRequest(
  first: string,
  headers: readonly string[],
  body = '',
  length: number | null = body === '' ? null : Buffer.byteLength(body),
): string {
  const all = length === null ? headers : [...headers, `Content-Length: ${length}`];
  return `${first}\r\n${all.map((line) => `${line}\r\n`).join('')}\r\n${body}`;
}
