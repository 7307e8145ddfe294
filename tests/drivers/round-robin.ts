import { createServer, request } from 'node:http';

export interface RoundRobin {
  readonly port: number;
  /** Where the next requests go, in turn. */
  targets: readonly number[];
  stop(): Promise<void>;
}

/** A proxy as an operator puts one before the service: keeps the Host, adds the client's address, takes one after the other. */
export async function startRoundRobin(port: number): Promise<RoundRobin> {
  let next = 0;
  const robin = { port, targets: [] as readonly number[], stop: async (): Promise<void> => undefined };
  const server = createServer((incoming, outgoing) => {
    const target = robin.targets[next++ % Math.max(1, robin.targets.length)];
    const forwarded = [incoming.headers['x-forwarded-for'], incoming.socket.remoteAddress]
      .filter(Boolean)
      .join(', ');
    const onward = request(
      {
        host: '127.0.0.1',
        port: target,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, 'x-forwarded-for': forwarded },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  robin.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return robin;
}
