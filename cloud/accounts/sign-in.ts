import { isTaken, type Queryable } from '../db/index.ts';
import type { Taken } from '../limits/index.ts';
import type { CodeAnswer } from './codes.ts';
import {
  type Agreement,
  decideAgreement,
  decideSignIn,
  type KnownAccount,
  mayRestore,
  type Proof,
  type SignInDecision,
} from './decide.ts';
import { mayWrite, sendCode, tell } from './letters.ts';
import type { AccountParts, Origin } from './parts.ts';
import {
  changeAccount,
  changeIdentity,
  findAccount,
  findIdentity,
  type IdentityRow,
  identitiesAt,
  identitiesOf,
  insertAcceptance,
  insertAccount,
  insertEvent,
  insertIdentity,
  lockAccount,
  lockAddress,
} from './rows.ts';

export type MakeAnswer =
  | { readonly kind: 'made'; readonly accountId: string }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'under-age'; readonly minimumAge: number }
  /** Somebody was faster: the proof now reaches an account. */
  | { readonly kind: 'there'; readonly decision: SignInDecision };

export interface SignIn {
  /** Sends a code for one sign-in. The answer is the same whether the address has an account or not. */
  sendCode(signInId: string, address: string, network: string): Promise<Taken>;
  checkCode(signInId: string, code: string): Promise<CodeAnswer>;
  /** Nothing of a sign-in that was refused stays. */
  forget(signInId: string): Promise<void>;
  decide(proof: Proof): Promise<SignInDecision>;
  /**
   * Lets a proven person in at their account. A guest's things come along, and the guest's account ends. False when the
   * account was closed or the way in taken away since that was decided.
   */
  enter(proof: Proof, accountId: string, guestId: string | null): Promise<boolean>;
  /** Makes an account of a proof and an agreement; a guest's account becomes it, with the id it has. */
  make(proof: Proof, agreement: Agreement, guestId: string | null, origin: Origin): Promise<MakeAnswer>;
  /** Adds the proof as a way in. False when it is taken, or the account has one of this kind. */
  link(proof: Proof, accountId: string, origin: Origin): Promise<boolean>;
  /** Keeps an account that was to be deleted, as long as all of it is there. */
  restore(accountId: string, origin: Origin): Promise<void>;
  /** A new guest, in the transaction that lets them in. Nothing of the person is known, and nothing asked. */
  makeGuest(tx: Queryable, accountId: string, origin: Origin): Promise<void>;
}

export function createSignIn(parts: AccountParts): SignIn {
  const { database, deps, codes } = parts;
  return {
    async sendCode(signInId, address, network) {
      const taken = await mayWrite(parts, address, network);
      if (taken.kind === 'full') return taken;
      const code = await codes.make(database.query, 'sign-in', signInId, address);
      deps.failpoints.hit('sign-in.code-kept');
      await sendCode(parts, 'signInCode', address, code);
      return taken;
    },
    async checkCode(signInId, code) {
      const answer = await codes.check(database.query, 'sign-in', signInId, code);
      if (answer.kind === 'wrong' && answer.attemptsLeft === 0) await noteExhausted(parts, answer.address);
      return answer;
    },
    forget: (signInId) => codes.remove(database.query, 'sign-in', signInId),
    decide: (proof) => decideNow(parts, database.query, proof),
    enter: (proof, accountId, guestId) => enter(parts, proof, accountId, guestId),
    make: (proof, agreement, guestId, origin) => make(parts, proof, agreement, guestId, origin),
    link: (proof, accountId, origin) => link(parts, proof, accountId, origin),
    async restore(accountId, origin) {
      await database.transaction(async (tx) => {
        const row = await lockAccount(tx, accountId);
        if (row?.state !== 'closing' || !mayRestore(row.dueAtMs ?? 0, deps.clock.now())) return;
        await changeAccount(tx, accountId, { state: 'open', closingAtMs: null, dueAtMs: null });
        await insertEvent(tx, { ...event(parts, accountId, origin), kind: 'closing-undone' });
      });
    },
    async makeGuest(tx, accountId, origin) {
      await insertAccount(tx, { id: accountId, kind: 'guest', createdAtMs: deps.clock.now() });
      await insertEvent(tx, { ...event(parts, accountId, origin), kind: 'account-made' });
    },
  };
}

async function decideNow(
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

async function enter(
  parts: AccountParts,
  proof: Proof,
  accountId: string,
  guestId: string | null,
): Promise<boolean> {
  const now = parts.deps.clock.now();
  return parts.database.transaction(async (tx) => {
    const row = await lockAccount(tx, accountId);
    const identity = await findIdentity(tx, proof.method, proof.subject);
    if (row?.state !== 'open' || identity?.accountId !== accountId) return false;
    await changeIdentity(tx, identity.id, { lastUsedAtMs: now });
    if (guestId !== null) await mergeGuest(parts, tx, guestId, accountId);
    return true;
  });
}

/** A guest who turns out to have an account: what they made goes there, and the guest's account ends in its favour. */
async function mergeGuest(
  parts: AccountParts,
  tx: Queryable,
  guestId: string,
  accountId: string,
): Promise<void> {
  const guest = await lockAccount(tx, guestId);
  if (guest === null || guest.kind !== 'guest' || guest.state !== 'open' || guestId === accountId) return;
  const now = parts.deps.clock.now();
  for (const follower of parts.followers) await follower.merge(tx, guestId, accountId);
  await parts.sessions.endAll(tx, guestId, 'replaced');
  await changeAccount(tx, guestId, { state: 'gone', goneAtMs: now, mergedInto: accountId });
  await insertEvent(tx, { id: parts.deps.ids.uuid(), accountId, kind: 'guest-upgraded', atMs: now });
  // What did not move, such as the guest's own picture, goes.
  await parts.queue.place(tx, 'purge', { accountId: guestId });
}

async function make(
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
    ...event(parts, accountId, origin),
    kind: promoted ? 'guest-upgraded' : 'account-made',
    method: proof.method,
  });
  return { kind: 'made', accountId };
}

async function link(parts: AccountParts, proof: Proof, accountId: string, origin: Origin): Promise<boolean> {
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
    ...event(parts, accountId, origin),
    kind: 'method-linked',
    method: proof.method,
  });
  await tell(parts, tx, accountId, 'methodLinked', { method: METHOD_NAMES[proof.method] });
  return true;
}

const METHOD_NAMES = { email: 'E-mail', google: 'Google', github: 'GitHub' } as const;

function identityOf({ deps }: AccountParts, proof: Proof, accountId: string): IdentityRow {
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

function event({ deps }: AccountParts, accountId: string, { network, device }: Origin) {
  return { id: deps.ids.uuid(), accountId, atMs: deps.clock.now(), network, device };
}

/** Somebody tried codes for an address until there were none left: its owner can see that, and the one who tried can't. */
async function noteExhausted(parts: AccountParts, address: string): Promise<void> {
  const owner = (await identitiesAt(parts.database.query, address))[0];
  if (owner === undefined) return;
  await insertEvent(parts.database.query, {
    ...event(parts, owner.accountId, { network: null, device: null }),
    kind: 'codes-exhausted',
  });
}
