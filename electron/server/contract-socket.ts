import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { Log } from '../../shared/kernel/index.ts';
import type { DesktopRouter } from './router.ts';

/** A prompt of 32,000 characters, four bytes each, in a message with room to spare. */
const MESSAGE_MAX_BYTES = 1_000_000;
const WINDOWS_MAX = 32;
/** A window that stops reading is let go before it can hold this much of our memory. */
const UNSENT_MAX_BYTES = 64_000_000;

export interface ContractSocket {
  accept(request: IncomingMessage, socket: Socket, head: Buffer): void;
  count(): number;
  close(): void;
}

export function createContractSocket(router: DesktopRouter, log: Log): ContractSocket {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX_BYTES });
  sockets.on('connection', (socket) => {
    if (sockets.clients.size > WINDOWS_MAX) {
      socket.close(1013, 'too many windows');
      return;
    }
    socket.on('error', (error) => log.warn('contract.socket-error', { error: error.message }));
    socket.on('message', () => {
      if (socket.bufferedAmount > UNSENT_MAX_BYTES) socket.terminate();
    });
    void handler.upgrade(socket, { context: {} });
  });
  return {
    accept: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request)),
    count: () => sockets.clients.size,
    close() {
      for (const client of sockets.clients) client.close(1001, 'the desktop ends');
      sockets.close();
    },
  };
}
