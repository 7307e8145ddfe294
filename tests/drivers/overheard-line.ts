import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OverheardLine {
  /** The public address of whatever is behind it. */
  readonly origin: string;
  /** Where it leads, once that is known. */
  lead(port: number): void;
  /** Every token, code and ticket that went through, whichever way. */
  secrets(): ReadonlySet<string>;
  /** What was asked, in order. */
  readonly paths: readonly string[];
  stop(): Promise<void>;
}

/** The names under which a secret goes through, in forms, addresses and JSON. */
const NAMES = ['access_token', 'refresh_token', 'id_token', 'code', 'code_verifier', 'ticket', 'token'];
const LEAST_CHARS = 16;

/** A proxy on loopback that notes every secret that goes through it, so that a test can look where else they are. */
export async function overhearLine(): Promise<OverheardLine> {
  const found = new Set<string>();
  const paths: string[] = [];
  let behind = 0;
  const note = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= LEAST_CHARS) found.add(value);
  };
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    paths.push(`${method} ${pathname}`);
    for (const name of NAMES) note(searchParams.get(name));
    note(headers.authorization?.replace(/^Bearer /, ''));
    const options = { host: '127.0.0.1', port: behind, method, path: url, headers };
    const through = request(options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        for (const value of valuesOf(body.toString('latin1'))) note(value);
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
      });
    });
    through.on('error', () => outgoing.destroy());
    const sent: Buffer[] = [];
    incoming.on('data', (part: Buffer) => sent.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(sent);
      const form = new URLSearchParams(body.toString('latin1'));
      for (const name of NAMES) note(form.get(name));
      through.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    lead(to) {
      behind = to;
    },
    secrets: () => found,
    paths,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function valuesOf(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, one]) => (NAMES.includes(name) ? [one] : []));
  } catch {
    return [];
  }
}
