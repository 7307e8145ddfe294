import type { Queryable } from '../db/index.ts';
import type { CodeAnswer } from './codes.ts';
import { type Agreement, mayRestore, type Proof, type SignInDecision } from './decide.ts';
import { type CodeSent, sendCode } from './letters.ts';
import { type MakeAnswer, makeAccount } from './make-account.ts';
import type { AccountParts, Origin } from './parts.ts';
import {
  changeAccount,
  changeIdentity,
  findIdentity,
  identitiesAt,
  insertAccount,
  insertEvent,
  lockAccount,
} from './rows.ts';
import { decideNow, eventAt, link } from './ways-in.ts';

export interface SignIn {
  /** Sends a code for one sign-in. The answer is the same whether the address has an account or not. */
  sendCode(signInId: string, address: string, network: string): Promise<CodeSent>;
  /** A right code is used up together with what `keep` writes of it. */
  checkCode(
    signInId: string,
    code: string,
    keep: (tx: Queryable, address: string) => Promise<void>,
  ): Promise<CodeAnswer>;
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
    sendCode: (signInId, address, network) =>
      sendCode(parts, {
        name: 'signInCode',
        to: address,
        network,
        async make() {
          const code = await codes.make(database.query, 'sign-in', signInId, address);
          deps.failpoints.hit('sign-in.code-kept');
          return code;
        },
      }),
    async checkCode(signInId, code, keep) {
      const answer = await codes.check(database.query, 'sign-in', signInId, code);
      if (answer.kind === 'right') {
        const used = await database.transaction(async (tx) => {
          if (!(await answer.spend(tx))) return false;
          await keep(tx, answer.address);
          return true;
        });
        return used ? answer : { kind: 'gone' };
      }
      if (answer.kind === 'wrong' && answer.attemptsLeft === 0) await noteExhausted(parts, answer.address);
      return answer;
    },
    forget: (signInId) => codes.remove(database.query, 'sign-in', signInId),
    decide: (proof) => decideNow(parts, database.query, proof),
    enter: (proof, accountId, guestId) => enter(parts, proof, accountId, guestId),
    make: (proof, agreement, guestId, origin) => makeAccount(parts, proof, agreement, guestId, origin),
    link: (proof, accountId, origin) => link(parts, proof, accountId, origin),
    async restore(accountId, origin) {
      await database.transaction(async (tx) => {
        const row = await lockAccount(tx, accountId);
        if (row?.state !== 'closing' || !mayRestore(row.dueAtMs ?? 0, deps.clock.now())) return;
        await changeAccount(tx, accountId, { state: 'open', closingAtMs: null, dueAtMs: null });
        await insertEvent(tx, { ...eventAt(parts, accountId, origin), kind: 'closing-undone' });
      });
    },
    async makeGuest(tx, accountId, origin) {
      await insertAccount(tx, { id: accountId, kind: 'guest', createdAtMs: deps.clock.now() });
      await insertEvent(tx, { ...eventAt(parts, accountId, origin), kind: 'account-made' });
    },
  };
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

/** Somebody tried codes for an address until there were none left: its owner can see that, and the one who tried can't. */
async function noteExhausted(parts: AccountParts, address: string): Promise<void> {
  const owner = (await identitiesAt(parts.database.query, address))[0];
  if (owner === undefined) return;
  await insertEvent(parts.database.query, {
    ...eventAt(parts, owner.accountId, { network: null, device: null }),
    kind: 'codes-exhausted',
  });
}
