import { isTaken, type Queryable } from '../db/index.ts';
import { type Agreement, decideAgreement, type Proof, type SignInDecision } from './decide.ts';
import type { AccountParts, Origin } from './parts.ts';
import {
  changeAccount,
  insertAcceptance,
  insertAccount,
  insertEvent,
  insertIdentity,
  lockAccount,
  lockAddress,
} from './rows.ts';
import { decideNow, eventAt, identityOf } from './ways-in.ts';

export type MakeAnswer =
  | { readonly kind: 'made'; readonly accountId: string }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'under-age'; readonly minimumAge: number }
  /** Somebody was faster: the proof now reaches an account. */
  | { readonly kind: 'there'; readonly decision: SignInDecision };

/** Makes an account of a proof and an agreement; a guest's account becomes it, with the id it has. */
export async function makeAccount(
  parts: AccountParts,
  proof: Proof,
  agreement: Agreement,
  guestId: string | null,
  origin: Origin,
): Promise<MakeAnswer> {
  const agreed = decideAgreement(parts.legal, agreement);
  if (agreed.kind !== 'agreed') return agreed;
  const { database, deps } = parts;
  const answer = await database
    .transaction((tx) => makeNow(parts, tx, proof, agreement, guestId, origin))
    .catch(async (error: unknown): Promise<MakeAnswer> => {
      // The same person at Google, with another address, was faster.
      if (!isTaken(error)) throw error;
      return { kind: 'there', decision: await decideNow(parts, database.query, proof) };
    });
  if (answer.kind === 'made') deps.failpoints.hit('sign-in.account-made');
  return answer;
}

async function makeNow(
  parts: AccountParts,
  tx: Queryable,
  proof: Proof,
  agreement: Agreement,
  guestId: string | null,
  origin: Origin,
): Promise<MakeAnswer> {
  const { deps } = parts;
  const now = deps.clock.now();
  await lockAddress(tx, proof.address);
  const decision = await decideNow(parts, tx, proof);
  if (decision.kind !== 'agree') return { kind: 'there', decision };
  const guest = guestId === null ? null : await lockAccount(tx, guestId);
  const promoted = guest !== null && guest.kind === 'guest' && guest.state === 'open';
  const accountId = promoted ? guest.id : deps.ids.uuid();
  const facts = { kind: 'member', country: agreement.country, ageConfirmedAtMs: now } as const;
  if (promoted) {
    await changeAccount(tx, accountId, { ...facts, name: guest.name || proof.name });
    // The ticket came in an address that anybody may have made: whoever was this guest is not yet who signs in here.
    await parts.sessions.endAll(tx, accountId, 'replaced');
  } else await insertAccount(tx, { id: accountId, createdAtMs: now, name: proof.name, ...facts });
  await insertIdentity(tx, identityOf(parts, proof, accountId));
  await insertAcceptance(tx, accountId, 'terms', agreement.terms, now);
  await insertAcceptance(tx, accountId, 'privacy', agreement.privacy, now);
  await insertEvent(tx, {
    ...eventAt(parts, accountId, origin),
    kind: promoted ? 'guest-upgraded' : 'account-made',
    method: proof.method,
  });
  return { kind: 'made', accountId };
}
