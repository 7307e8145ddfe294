import type { SignInMethod } from '../../shared/contracts/cloud/index.ts';
import { type Legal, leastAge } from '../platform/legal.ts';

/** What was proven about who is there: by a code that came back, or by Google's or GitHub's word. */
export interface Proof {
  readonly method: SignInMethod;
  /** The method's own id of the person; for e-mail the address. */
  readonly subject: string;
  /** In lower case, and confirmed by whoever vouches for it. */
  readonly address: string;
  /** What the method calls the person; empty when it does not say. */
  readonly name: string;
}

export interface KnownAccount {
  readonly accountId: string;
  readonly state: 'open' | 'closing' | 'gone';
  readonly dueAtMs: number | null;
}

export interface SignInFacts {
  /** Whose identity this proof is. */
  readonly owner: KnownAccount | null;
  /** Whose confirmed address it is, by another way in. */
  readonly atAddress: KnownAccount | null;
}

export type SignInDecision =
  | { readonly kind: 'enter'; readonly accountId: string }
  /** The account is to be deleted; it can be kept. */
  | { readonly kind: 'restore'; readonly accountId: string; readonly dueAtMs: number }
  /** The account's time has come: what it had is going, and can't be kept any more. */
  | { readonly kind: 'going' }
  /** There is an account with this address that has not this way in. Linking is explicit (P-01). */
  | { readonly kind: 'offer-link'; readonly accountId: string }
  /** Nobody yet: age and terms come first, and nothing is stored before. */
  | { readonly kind: 'agree' };

/**
 * Where a proven person goes. The same confirmed address always reaches the same account; one that is closing is kept first,
 * because nothing can be added to it before.
 */
export function decideSignIn({ owner, atAddress }: SignInFacts, now: number): SignInDecision {
  const known = owner ?? atAddress;
  if (known === null) return { kind: 'agree' };
  const { accountId, dueAtMs } = known;
  if (known.state === 'closing' && dueAtMs !== null)
    return mayRestore(dueAtMs, now) ? { kind: 'restore', accountId, dueAtMs } : { kind: 'going' };
  return { kind: owner === null ? 'offer-link' : 'enter', accountId };
}

/** Content goes from then on, whoever signs in meanwhile: half of it could not be kept. */
export function mayRestore(dueAtMs: number, now: number): boolean {
  return now < dueAtMs;
}

export type AgreeDecision =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'under-age'; readonly minimumAge: number };

export interface Agreement {
  readonly terms: string;
  readonly privacy: string;
  readonly country: string;
  readonly oldEnough: boolean;
}

/** Age first: somebody who is too young is not asked to agree to anything. */
export function decideAgreement(legal: Legal, given: Agreement): AgreeDecision {
  if (!given.oldEnough) return { kind: 'under-age', minimumAge: leastAge(legal, given.country) };
  if (given.terms !== legal.terms.version || given.privacy !== legal.privacy.version)
    return { kind: 'outdated' };
  return { kind: 'agreed' };
}

/** What is still to be agreed to before anything paid (P-04). */
export function needsOf(
  legal: Legal,
  facts: {
    readonly ageConfirmedAtMs: number | null;
    readonly accepted: Readonly<Partial<Record<'terms' | 'privacy', string>>>;
  },
): ('age' | 'terms')[] {
  const needs: ('age' | 'terms')[] = [];
  if (facts.ageConfirmedAtMs === null) needs.push('age');
  const { terms, privacy } = facts.accepted;
  if (terms !== legal.terms.version || privacy !== legal.privacy.version) needs.push('terms');
  return needs;
}

/** The last way in stays: an account that nobody can enter is lost. */
export function mayUnlink(
  identities: readonly { readonly id: string }[],
  id: string,
): 'yes' | 'unknown' | 'last' {
  if (!identities.some((identity) => identity.id === id)) return 'unknown';
  return identities.length === 1 ? 'last' : 'yes';
}

export const GRACE_MS = 14 * 86_400_000;

/** When content goes: after the grace, or at once if the person says so (P-34). */
export function dueAt(when: 'after-grace' | 'now', now: number): number {
  return when === 'now' ? now : now + GRACE_MS;
}
