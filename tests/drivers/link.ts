import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Link {
  /** The given address, with this end of the link in the place of its host and port. */
  readonly url: string;
  /** Every connection is reset, and new ones as well, until it is mended. */
  cut(): void;
  /**
   * The same, but only once the far end was spoken to so many times, over all connections: before the next word gets there,
   * or `afterwards`, when it got there and its answer did not come back.
   */
  cutAt(words: number, afterwards?: boolean): void;
  /** Nothing goes through in either direction, and nobody is told. */
  stall(): void;
  mend(): void;
  stop(): Promise<void>;
}

/**
 * A line to a server on loopback that can be cut and mended, for parts of the service that go away in the middle and come
 * back under the same address: a database, a mail server, a store.
 */
export async function startLink(target: string): Promise<Link> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'whole' | 'cut' | 'stalled' = 'whole';
  let planned: { left: number; readonly afterwards: boolean } | null = null;

  const cut = (): void => {
    state = 'cut';
    planned = null;
    for (const [near, far] of pairs) {
      far.destroy();
      near.resetAndDestroy();
    }
  };

  const server = createServer((near) => {
    if (state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    // Both listen before the pipes do, so that what is cut here goes no further.
    near.on('data', () => {
      if (planned === null) return;
      planned.left -= 1;
      if (planned.left < 0 && !planned.afterwards) cut();
    });
    far.on('data', () => {
      if (planned !== null && planned.left < 0) cut();
    });
    near.pipe(far);
    far.pipe(near);
    if (state === 'stalled') pause(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to a port, so never a pipe's name or null.
  const own = (server.address() as AddressInfo).port;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);

  return {
    url: url.href,
    cut,
    cutAt(words, afterwards = false) {
      planned = { left: words, afterwards };
    },
    stall() {
      state = 'stalled';
      for (const pair of pairs) pause(pair);
    },
    mend() {
      planned = null;
      // A pipe that is laid twice would say everything twice.
      if (state === 'stalled')
        for (const [near, far] of pairs) {
          near.pipe(far);
          far.pipe(near);
        }
      state = 'whole';
    },
    async stop() {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function pause([near, far]: readonly [Socket, Socket]): void {
  near.unpipe(far).pause();
  far.unpipe(near).pause();
}
