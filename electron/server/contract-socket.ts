import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../shared/kernel/index.ts';
import type { DesktopRouter } from './router.ts';

/** A prompt of 32,000 characters, four bytes each, in a message with room to spare. */
const MESSAGE_MAX_BYTES = 1_000_000;
const WINDOWS_MAX = 32;
/** A window that stops reading is let go before it can hold this much of our memory. */
const UNSENT_MAX_BYTES = 16_000_000;
/** More calls at once than any window makes; the answers of so many could be as large as they like. */
const CALLS_MAX = 512;

export interface ContractSocket {
  accept(request: IncomingMessage, socket: Socket, head: Buffer): void;
  hadOne(): boolean;
  close(): void;
}

export function createContractSocket(router: DesktopRouter, log: Log): ContractSocket {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX_BYTES });
  let had = false;
  sockets.on('connection', (socket) => {
    had = true;
    if (sockets.clients.size > WINDOWS_MAX) {
      socket.close(1013, 'too many windows');
      return;
    }
    socket.on('error', (error) => log.warn('contract.socket-error', { error: error.message }));
    limitCalls(socket);
    void handler.upgrade(socket, { context: {} });
  });
  return {
    accept: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request)),
    hadOne: () => had,
    close() {
      for (const client of sockets.clients) client.close(1001, 'the desktop ends');
      sockets.close();
    },
  };
}

/** Counts what was asked and not yet answered, and lets go of a client that asks without reading. */
function limitCalls(socket: WebSocket): void {
  let unanswered = 0;
  socket.on('message', () => {
    unanswered += 1;
    if (unanswered > CALLS_MAX || socket.bufferedAmount > UNSENT_MAX_BYTES) socket.terminate();
  });
  const send = socket.send.bind(socket) as (data: unknown, done?: (error?: Error) => void) => void;
  socket.send = (data: unknown) => {
    if (socket.bufferedAmount > UNSENT_MAX_BYTES) {
      socket.terminate();
      return;
    }
    send(data, () => {
      unanswered = Math.max(0, unanswered - 1);
    });
  };
}
