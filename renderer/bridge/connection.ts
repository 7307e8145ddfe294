import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { create } from 'zustand';

/**
 * `away` is said only after a socket was lost and did not come back at once. `ended` means that a desktop answers
 * and does not know this window any more: it was started again, and opened a window of its own.
 */
export type ConnectionState = 'connecting' | 'open' | 'away' | 'ended';

interface ConnectionStore {
  readonly state: ConnectionState;
  /** Rises with every socket that opened: whoever follows a stream starts it anew on a new number. */
  readonly epoch: number;
}

export const useConnection = create<ConnectionStore>(() => ({ state: 'connecting', epoch: 0 }));

/** The desktop process did not answer within the time a person would wait. Nothing is known to have happened. */
export class DesktopAway extends Error {
  override readonly name = 'DesktopAway';
}

const CALL_WAITS_MS = 10_000;
const SAID_AWAY_AFTER_MS = 1_200;
const RETRY_MS = [150, 300, 600, 1_200, 2_500, 5_000] as const;

type Context = Record<never, never>;
type Waiter = (link: ClientLink<Context>) => void;

let current: ClientLink<Context> | null = null;
let waiters: Waiter[] = [];
let attempts = 0;
let sayAway: ReturnType<typeof setTimeout> | null = null;
let retry: ReturnType<typeof setTimeout> | null = null;

function address(): string {
  const url = new URL('/contract', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function opened(link: ClientLink<Context>): void {
  attempts = 0;
  if (sayAway !== null) clearTimeout(sayAway);
  sayAway = null;
  current = link;
  useConnection.setState((was) => ({ state: 'open', epoch: was.epoch + 1 }));
  const waiting = waiters;
  waiters = [];
  for (const go of waiting) go(link);
}

function lost(): void {
  current = null;
  sayAway ??= setTimeout(() => void sayWhy(), SAID_AWAY_AFTER_MS);
  if (useConnection.getState().state === 'away') void sayWhy();
  const wait = RETRY_MS[Math.min(attempts, RETRY_MS.length - 1)] ?? 5_000;
  attempts += 1;
  retry = setTimeout(connect, wait);
}

const REFUSED = [401, 403];

async function sayWhy(): Promise<void> {
  const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (current !== null) return;
  useConnection.setState({ state: answer !== null && REFUSED.includes(answer.status) ? 'ended' : 'away' });
}

/** Resolves when a socket is open: soon when one is, or with the next. */
export function nextConnection(): Promise<void> {
  return new Promise((resolve) => {
    if (current !== null) {
      // The connection stands, so what failed was something else: a moment's pause, then it may try again.
      setTimeout(resolve, SAID_AWAY_AFTER_MS);
      return;
    }
    const stop = useConnection.subscribe(({ state }) => {
      if (state !== 'open') return;
      stop();
      resolve();
    });
  });
}

function connect(): void {
  retry = null;
  const websocket = new WebSocket(address());
  // Before the link's own listener: a call that it gives up must find the connection already known to be lost.
  websocket.addEventListener('close', lost, { once: true });
  const link = new RPCLink<Context>({ websocket });
  websocket.addEventListener('open', () => opened(link));
}

/** Opens the one socket and keeps it open: a new socket and a new link after every loss. */
export function startConnection(): void {
  connect();
  // A laptop that wakes up should not sit out the longest wait.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && retry !== null) {
      clearTimeout(retry);
      connect();
    }
  });
}

function opening(signal: AbortSignal | undefined): Promise<ClientLink<Context>> {
  if (current !== null) return Promise.resolve(current);
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      waiters = waiters.filter((other) => other !== go);
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    const go: Waiter = (link) => {
      leave();
      resolve(link);
    };
    const aborted = (): void => {
      leave();
      reject(new DesktopAway('aborted while the desktop was away'));
    };
    const timer = setTimeout(() => {
      leave();
      reject(new DesktopAway('the desktop did not answer'));
    }, CALL_WAITS_MS);
    signal?.addEventListener('abort', aborted);
    waiters.push(go);
  });
}

/** A link that outlives its sockets: a call waits for the next one, within a bound. */
export const reconnectingLink: ClientLink<Context> = {
  async call(path, input, options) {
    const link = await opening(options.signal);
    try {
      return await link.call(path, input, options);
    } catch (error) {
      if (current !== link) throw new DesktopAway('the connection was lost during a call', { cause: error });
      throw error;
    }
  },
};
