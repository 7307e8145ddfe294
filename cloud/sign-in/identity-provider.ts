import type { Proof } from '../accounts/index.ts';

/** What has to come back with the person for the answer to be theirs. */
export interface Expected {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type OutsideAnswer =
  | { readonly kind: 'proof'; readonly proof: Proof }
  /** The person said no there. */
  | { readonly kind: 'cancelled' }
  /** The provider vouches for no address. */
  | { readonly kind: 'no-address' }
  /** The answer is not one to this question, or not one of this provider. */
  | { readonly kind: 'failed' };

/** Google or GitHub, as somebody who says who is there. Our secrets for them never leave the service. */
export interface IdentityProvider {
  readonly method: 'google' | 'github';
  /** Where forms and redirects may lead to, for the pages' policy. */
  readonly origin: string;
  /**
   * The page to send the person to.
   * @throws Outage('identity-provider')
   */
  begin(expected: Expected): Promise<URL>;
  /**
   * Reads who came back.
   * @throws Outage('identity-provider') when the provider is away, so that the same answer may be tried again
   */
  finish(callback: URL, expected: Expected): Promise<OutsideAnswer>;
}

export interface IdentityProviderParts {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back to. */
  readonly redirectUri: string;
  readonly fetch: typeof globalThis.fetch;
}
