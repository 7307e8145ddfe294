import { isTaken, type Queryable } from '../db/index.ts';
import { decideSignIn, type KnownAccount, type Proof, type SignInDecision } from './decide.ts';
import { METHOD_NAMES, tell } from './letters.ts';
import type { AccountParts, Origin } from './parts.ts';
import {
  findAccount,
  findIdentity,
  type IdentityRow,
  identitiesAt,
  identitiesOf,
  insertEvent,
  insertIdentity,
  lockAccount,
} from './rows.ts';

/** Where a proof leads, from what is known at this moment. */
export async function decideNow(
  { deps }: AccountParts,
  query: Queryable,
  { method, subject, address }: Proof,
): Promise<SignInDecision> {
  const identity = await findIdentity(query, method, subject);
  const there = identity === null ? await identitiesAt(query, address) : [];
  const facts = {
    owner: identity === null ? null : await known(query, identity),
    atAddress: there[0] === undefined ? null : await known(query, there[0]),
  };
  return decideSignIn(facts, deps.clock.now());
}

async function known(query: Queryable, { accountId }: IdentityRow): Promise<KnownAccount | null> {
  const row = await findAccount(query, accountId);
  return row === null ? null : { accountId, state: row.state, dueAtMs: row.dueAtMs };
}

/** Adds a proof as a way in. False when it is taken, or the account has one of this kind. */
export async function link(
  parts: AccountParts,
  proof: Proof,
  accountId: string,
  origin: Origin,
): Promise<boolean> {
  return parts.database
    .transaction((tx) => linkNow(parts, tx, proof, accountId, origin))
    .catch((error: unknown) => {
      // Another account was given the same way in at the same moment.
      if (isTaken(error)) return false;
      throw error;
    });
}

async function linkNow(
  parts: AccountParts,
  tx: Queryable,
  proof: Proof,
  accountId: string,
  origin: Origin,
): Promise<boolean> {
  const row = await lockAccount(tx, accountId);
  if (row === null || row.state !== 'open') return false;
  const taken = await findIdentity(tx, proof.method, proof.subject);
  if (taken !== null) return taken.accountId === accountId;
  const own = await identitiesOf(tx, accountId);
  if (own.some(({ method }) => method === proof.method)) return false;
  await insertIdentity(tx, identityOf(parts, proof, accountId));
  await insertEvent(tx, {
    ...eventAt(parts, accountId, origin),
    kind: 'method-linked',
    method: proof.method,
  });
  await tell(parts, tx, accountId, 'methodLinked', { method: METHOD_NAMES[proof.method] });
  return true;
}

export function identityOf({ deps }: AccountParts, proof: Proof, accountId: string): IdentityRow {
  const now = deps.clock.now();
  return {
    id: deps.ids.uuid(),
    accountId,
    method: proof.method,
    subject: proof.subject,
    address: proof.address,
    linkedAtMs: now,
    lastUsedAtMs: now,
  };
}

export function eventAt({ deps }: AccountParts, accountId: string, { network, device }: Origin) {
  return { id: deps.ids.uuid(), accountId, atMs: deps.clock.now(), network, device };
}
