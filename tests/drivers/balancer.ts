import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { freePort } from '../../scripts/free-port.ts';

export interface Balancer {
  /** What the service behind it is known as. */
  readonly origin: string;
  /** Takes the ports of the processes behind it; each request goes to the next one. */
  serve(ports: readonly number[]): void;
  stop(): Promise<void>;
}

/** A reverse proxy as one stands before several processes: it passes the Host on, and says where a request came from. */
export async function startBalancer(): Promise<Balancer> {
  const port = await freePort();
  let behind: readonly number[] = [];
  let turn = 0;

  const pass = (asked: IncomingMessage, answer: ServerResponse): void => {
    const target = behind[turn % behind.length];
    turn += 1;
    const headers = { ...asked.headers, 'x-forwarded-for': asked.socket.remoteAddress ?? '' };
    const { method = 'GET', url: path = '/' } = asked;
    const on = request({ host: '127.0.0.1', port: target, method, path, headers, agent: false }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    on.on('error', () => void answer.writeHead(502).end());
    asked.pipe(on);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    origin: `http://localhost:${port}`,
    serve(ports) {
      behind = ports;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
