import { describe, expect, it } from 'vitest';
import { systemRandom } from '../platform/chance.ts';
import { createSessions } from './sessions.ts';

const INSTALL = '0190a5c0-0000-7000-8000-abcdefabcdef';

function setUp() {
  let nowMs = 1_000_000;
  const clock = { now: () => nowMs, sleep: async () => undefined };
  const sessions = createSessions(INSTALL, clock, systemRandom);
  return { sessions, pass: (ms: number) => (nowMs += ms) };
}

describe('launch tokens and sessions', () => {
  it('a token opens one session, once', () => {
    const { sessions } = setUp();
    const token = sessions.mintLaunch();
    const session = sessions.redeem(token);
    expect(session).not.toBeNull();
    expect(sessions.redeem(token)).toBeNull();
    expect(sessions.holds(`other=1; ${sessions.cookieName}=${session}`)).toBe(true);
  });

  it('a token is too old after five minutes', () => {
    const { sessions, pass } = setUp();
    const token = sessions.mintLaunch();
    pass(5 * 60_000 + 1);
    expect(sessions.redeem(token)).toBeNull();
  });

  it('a launch token is no session, a wrong or foreign cookie neither', () => {
    const { sessions } = setUp();
    const token = sessions.mintLaunch();
    expect(sessions.holds(`${sessions.cookieName}=${token}`)).toBe(false);
    expect(sessions.holds(`${sessions.cookieName}=`)).toBe(false);
    expect(sessions.holds('gesso-000000000000=x')).toBe(false);
    expect(sessions.holds(undefined)).toBe(false);
    expect(sessions.redeem('')).toBeNull();
  });

  it('the cookie is named after the install, because cookies ignore ports', () => {
    expect(setUp().sessions.cookieName).toBe('gesso-abcdefabcdef');
  });

  it('holds a bounded number of sessions, the oldest going first', () => {
    const { sessions } = setUp();
    const first = sessions.open();
    for (let more = 0; more < 64; more++) sessions.open();
    expect(sessions.holds(`${sessions.cookieName}=${first}`)).toBe(false);
    expect(sessions.holds(`${sessions.cookieName}=${sessions.open()}`)).toBe(true);
  });
});
