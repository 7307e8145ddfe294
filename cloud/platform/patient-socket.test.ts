import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { asOutage } from '../db/failures.ts';
import { patientSocket } from './patient-socket.ts';

it('a connection on which nothing is said is given up, as a database that is away', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = patientSocket(50).stream();
  socket.connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  const [error] = await once(socket, 'error');
  expect(asOutage(error)).toMatchObject({ part: 'database' });
  server.close();
});
