import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * The least that could do the same work: files from disk over plain HTTP, and a socket that answers each message
 * with a text of the given length. No checks, no schemas, no database. A process of its own, as the desktop is.
 *
 * Arguments: the length of an answer in bytes, then a file a line on standard input; prints its port.
 */
const answerBytes = Number(process.argv[2]);
const files: string[] = [];
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin)
  files.push(
    ...String(chunk)
      .split('\n')
      .filter((line) => line !== ''),
  );

const server = createServer((request, response) => {
  const file = files[Number((request.url ?? '/0').slice(1))];
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'image/webp', 'Content-Length': statSync(file).size });
  createReadStream(file).pipe(response);
});
const sockets = new WebSocketServer({ server });
const answer = 'x'.repeat(answerBytes);
sockets.on('connection', (socket) => socket.on('message', () => socket.send(answer)));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address !== null ? address.port : 0);
});
