import * as openid from 'openid-client';
import { Outage } from '../platform/outage.ts';
import type { OutsideAnswer } from './identity-provider.ts';
import type { SignInParts } from './parts.ts';
import type { Progress } from './progress.ts';

type Outside = NonNullable<Progress['outside']>;

/** Makes what has to come back, and the page to send the person to. Null while the provider does not answer. */
export async function beginOutside(
  { providers }: SignInParts,
  method: Outside['method'],
): Promise<{ readonly outside: Outside; readonly url: string } | null> {
  const provider = providers.find((each) => each.method === method);
  if (provider === undefined) return null;
  const outside = {
    method,
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    verifier: openid.randomPKCECodeVerifier(),
  };
  try {
    return { outside, url: (await provider.begin(outside)).href };
  } catch (error) {
    if (error instanceof Outage) return null;
    throw error;
  }
}

/** Reads an answer that came back to `/back` as if it had come to the address that the provider knows. */
export async function finishOutside(
  { providers, issuer }: SignInParts,
  outside: Outside,
  cameTo: string,
): Promise<OutsideAnswer | { readonly kind: 'away' }> {
  const provider = providers.find((each) => each.method === outside.method);
  if (provider === undefined) return { kind: 'failed' };
  const callback = new URL(`${issuer}/sign-in/callback/${outside.method}`);
  callback.search = new URL(cameTo).search;
  try {
    return await provider.finish(callback, outside);
  } catch (error) {
    if (error instanceof Outage) return { kind: 'away' };
    throw error;
  }
}
