import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GoogleDouble, startGoogle } from '../../tests/fakes/identity-providers/index.ts';
import { Outage } from '../platform/outage.ts';
import { createGoogle } from './google.ts';

let google: GoogleDouble;
beforeAll(async () => {
  google = await startGoogle();
});
afterAll(() => google.stop());

const expected = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };

function provider(fetch: typeof globalThis.fetch = globalThis.fetch) {
  const { clientId, clientSecret } = google;
  const redirectUri = 'http://localhost:8787/sign-in/callback/google';
  return createGoogle(google.issuer, { clientId, clientSecret, redirectUri, fetch });
}

describe('Google', () => {
  it('that does not answer to discovery is away, and is asked again the next time', async () => {
    const one = provider();
    google.fault('discovery-500');
    await expect(one.begin(expected)).rejects.toThrow(Outage);
    google.fault(null);
    expect((await one.begin(expected)).searchParams.get('code_challenge_method')).toBe('S256');
  });

  it.each([
    ['is cut off', () => Promise.reject(new TypeError('fetch failed'))],
    ['takes too long', () => Promise.reject(new DOMException('too long', 'TimeoutError'))],
  ] as const)('that %s in the middle is away, so the same answer may be tried again', async (_, fail) => {
    let broken = false;
    const one = provider((...call) => (broken ? fail() : fetch(...call)));
    const back = await google.approve((await one.begin(expected)).href, google.people[0]?.sub ?? '');
    broken = true;
    await expect(one.finish(back, expected)).rejects.toThrow(Outage);
    broken = false;
    expect((await one.finish(back, expected)).kind).toBe('proof');
  });

  it('whose keys are not to be had proves nobody', async () => {
    const one = provider();
    const back = await google.approve((await one.begin(expected)).href, google.people[0]?.sub ?? '');
    google.fault('keys-500');
    const answer = await one.finish(back, expected).catch((error: unknown) => error);
    google.fault(null);
    expect(answer instanceof Outage || (answer as { kind: string }).kind === 'failed').toBe(true);
  });

  it('is asked with the address and secret it knows us by, and with nothing of the person', async () => {
    const one = provider();
    const back = await google.approve((await one.begin(expected)).href, google.people[0]?.sub ?? '');
    await one.finish(back, expected);
    const asked = google.requests.filter(({ path }) => path.includes('token')).at(-1);
    expect(Object.fromEntries(asked?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      redirect_uri: 'http://localhost:8787/sign-in/callback/google',
      code_verifier: expected.verifier,
    });
  });
});
