import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Link, startLink } from '../drivers/link.ts';

/** Says everything back. */
const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
let link: Link;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = await startLink(`postgres://a:b@127.0.0.1:${(server.address() as AddressInfo).port}/c`);
});
afterAll(async () => {
  await link.stop();
  server.close();
});

function begin(): Socket {
  const { hostname, port } = new URL(link.url);
  return connect(Number(port), hostname).on('error', () => undefined);
}

async function open(): Promise<Socket> {
  const socket = begin();
  await once(socket, 'connect');
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.on('close', () => resolve()));

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [heard] = await once(socket, 'data', { signal: AbortSignal.timeout(300) });
  return String(heard);
}

it('carries what is said, keeps the rest of the address, and can be cut and mended', async () => {
  expect(new URL(link.url)).toMatchObject({ username: 'a', password: 'b', pathname: '/c' });
  const socket = await open();
  expect(await echo(socket, 'one')).toBe('one');
  const gone = closed(socket);
  link.cut();
  await gone;
  await closed(begin());
  link.mend();
  expect(await echo(await open(), 'two')).toBe('two');
});

it('stalls without a word, for those that are there and those that come, and goes on', async () => {
  const there = await open();
  expect(await echo(there, 'one')).toBe('one');
  link.stall();
  await expect(echo(there, 'two')).rejects.toThrow('aborted');
  const coming = await open();
  await expect(echo(coming, 'three')).rejects.toThrow('aborted');
  const [first, second] = [once(there, 'data'), once(coming, 'data')];
  link.mend();
  expect(String((await first)[0])).toBe('two');
  expect(String((await second)[0])).toBe('three');
});

it('is cut before a word gets there, or before its answer comes back', async () => {
  const heard: string[] = [];
  const far = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .on('data', (word) => {
        heard.push(String(word));
        socket.write(word);
      }),
  );
  far.listen(0, '127.0.0.1');
  await once(far, 'listening');
  const there = await startLink(`tcp://127.0.0.1:${(far.address() as AddressInfo).port}`);
  const say = async (words: readonly string[]): Promise<number> => {
    const socket = connect(Number(new URL(there.url).port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    let answers = 0;
    for (const word of words) {
      const next = once(socket, 'data').catch(() => undefined);
      socket.write(word);
      const answer = await next;
      if (answer === undefined) break;
      answers += 1;
    }
    socket.destroy();
    return answers;
  };
  there.cutAt(1);
  expect([await say(['a', 'b', 'c']), heard]).toEqual([1, ['a']]);
  there.mend();
  there.cutAt(1, true);
  expect([await say(['d', 'e', 'f']), heard]).toEqual([1, ['a', 'd', 'e']]);
  there.mend();
  expect(await say(['g'])).toBe(1);
  await there.stop();
  far.close();
});
