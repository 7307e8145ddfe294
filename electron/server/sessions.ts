import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock, Random } from '../../shared/kernel/index.ts';

const LAUNCH_LIVES_MS = 5 * 60_000;
const MAX_LAUNCHES = 16;
const MAX_SESSIONS = 64;

export interface Sessions {
  readonly cookieName: string;
  /** A token that opens one session, once, within five minutes. */
  mintLaunch(): string;
  /** Whether a token would open a session now. A wrong user's try does not use it up. */
  knows(token: string): boolean;
  /** The session's cookie value, or null when the token is unknown, used or old. */
  redeem(token: string): string | null;
  /** Opens a session without a launch token, for the shell that sets its own window's cookie. */
  open(): string;
  /** Whether the Cookie header carries a live session. */
  holds(cookieHeader: string | undefined): boolean;
}

/**
 * Launch tokens and sessions, in memory only: a restart ends them all, and nothing on disk opens the window.
 * Cookies ignore ports, so the name holds the install id and two installs do not read each other's.
 */
export function createSessions(installId: string, clock: Clock, random: Random): Sessions {
  const launches = new Map<string, number>();
  const sessions = new Set<string>();
  const cookieName = `gesso-${installId.replaceAll('-', '').slice(-12)}`;
  const secret = (): string => Buffer.from(random.bytes(32)).toString('base64url');

  const open = (): string => {
    const session = secret();
    sessions.add(fingerprint(session));
    for (const oldest of sessions) if (sessions.size > MAX_SESSIONS) sessions.delete(oldest);
    return session;
  };

  return {
    cookieName,
    mintLaunch() {
      const token = secret();
      launches.set(fingerprint(token), clock.now() + LAUNCH_LIVES_MS);
      for (const oldest of launches.keys()) if (launches.size > MAX_LAUNCHES) launches.delete(oldest);
      return token;
    },
    knows: (token) => (launches.get(fingerprint(token)) ?? 0) >= clock.now(),
    redeem(token) {
      const print = fingerprint(token);
      const until = launches.get(print);
      launches.delete(print);
      if (until === undefined || until < clock.now()) return null;
      return open();
    },
    open,
    holds(cookieHeader) {
      const value = readCookie(cookieHeader, cookieName);
      if (value === null) return false;
      const print = fingerprint(value);
      for (const known of sessions) if (same(known, print)) return true;
      return false;
    },
  };
}

/** Only hashes are kept and compared, so that neither a heap dump nor timing gives a token away. */
function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function same(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').slice(0, 8192).split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && value.length <= 64) return value;
  }
  return null;
}
