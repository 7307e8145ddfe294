import type { Queryable } from '../db/index.ts';
import type { Taken } from '../limits/index.ts';
import { hashOf, newTicket } from '../platform/chance.ts';
import { Outage } from '../platform/outage.ts';
import type { CodeAnswer, RightCode } from './codes.ts';
import { type Agreement, decideAgreement, dueAt, mayUnlink } from './decide.ts';
import { type ProfileChange, type ProfileField, tidyAddress, tidyProfile } from './fields.ts';
import { addressOf, METHOD_NAMES, sendCode, tell } from './letters.ts';
import type { AccountParts, Origin } from './parts.ts';
import {
  changeAccount,
  changeIdentity,
  identitiesAt,
  identitiesOf,
  insertAcceptance,
  insertEvent,
  insertIdentity,
  lockAccount,
  lockAddress,
  type NewEvent,
  removeIdentity,
} from './rows.ts';
import { insertTicket, TICKET_MS } from './tickets.ts';

/** Who asks: the account and session of the token. */
export interface Actor extends Origin {
  readonly accountId: string;
  readonly sessionId: string;
  readonly kind: 'guest' | 'member';
}

type Full = Extract<Taken, { kind: 'full' }>;

export interface AccountCommands {
  update(actor: Actor, change: ProfileChange): Promise<{ readonly wrong: ProfileField } | null>;
  acceptTerms(
    actor: Actor,
    given: Agreement,
  ): Promise<{ kind: 'agreed' } | { kind: 'outdated' } | { kind: 'under-age'; minimumAge: number }>;
  unlink(actor: Actor, identityId: string): Promise<'done' | 'unknown' | 'last'>;
  /** A word that stands for the account for ten minutes, once. */
  ticket(
    actor: Actor,
    purpose: 'upgrade' | 'link',
    method: 'google' | 'github' | null,
  ): Promise<{ readonly ticket: string; readonly expiresAtMs: number }>;
  requestAddressChange(actor: Actor, address: string): Promise<Full | null>;
  confirmAddressChange(actor: Actor, code: string): Promise<CodeAnswer>;
  /** Null when there is no address to send one to: a guest's. */
  requestClosing(actor: Actor): Promise<Full | { readonly kind: 'sent' } | null>;
  close(
    actor: Actor,
    code: string | null,
    when: 'after-grace' | 'now',
  ): Promise<{ kind: 'closed'; goneAtMs: number } | Exclude<CodeAnswer, { kind: 'right' }>>;
}

export function createCommands(parts: AccountParts): AccountCommands {
  const { database, deps, codes } = parts;
  return {
    async update(actor, change) {
      const tidy = tidyProfile(change);
      if (tidy.kind === 'wrong') return { wrong: tidy.field };
      await changeAccount(database.query, actor.accountId, tidy.change);
      return null;
    },
    async acceptTerms(actor, given) {
      const agreed = decideAgreement(parts.legal, given);
      if (agreed.kind === 'under-age') await refuseChild(parts, actor);
      if (agreed.kind !== 'agreed') return agreed;
      const now = deps.clock.now();
      await database.transaction(async (tx) => {
        await changeAccount(tx, actor.accountId, { ageConfirmedAtMs: now, country: given.country });
        await insertAcceptance(tx, actor.accountId, 'terms', given.terms, now);
        await insertAcceptance(tx, actor.accountId, 'privacy', given.privacy, now);
        await insertEvent(tx, { ...eventOf(parts, actor), kind: 'terms-accepted' });
      });
      return agreed;
    },
    unlink: (actor, identityId) => unlink(parts, actor, identityId),
    async ticket(actor, purpose, method) {
      const ticket = newTicket(deps.random);
      const expiresAtMs = deps.clock.now() + TICKET_MS;
      await insertTicket(database.query, {
        hash: hashOf(ticket),
        purpose,
        accountId: actor.accountId,
        method,
        expiresAtMs,
      });
      return { ticket, expiresAtMs };
    },
    requestAddressChange: (actor, address) => requestAddressChange(parts, actor, address),
    confirmAddressChange: (actor, code) => confirmAddressChange(parts, actor, code),
    async requestClosing(actor) {
      const to = await addressOf(database.query, actor.accountId);
      if (to === null) return null;
      const answer = await sendCode(parts, {
        name: 'closingCode',
        to,
        network: actor.network,
        make: () => codes.make(database.query, 'closing', actor.accountId, to),
      });
      if (answer.kind === 'undeliverable') throw new Outage('mail');
      return answer;
    },
    async close(actor, code, when) {
      const to = await addressOf(database.query, actor.accountId);
      if (to === null) return closed(await beginClosing(parts, actor, when));
      const answer = await checkOwn(parts, actor, 'closing', code ?? '');
      if (answer.kind !== 'right') return answer;
      return closed(await beginClosing(parts, actor, when, answer.spend));
    },
  };
}

function eventOf({ deps }: AccountParts, { accountId, network, device }: Actor): Omit<NewEvent, 'kind'> {
  return { id: deps.ids.uuid(), accountId, atMs: deps.clock.now(), network, device };
}

/** One attempt at a code of the account's own; the last one that fails is noted for its owner. */
async function checkOwn(
  parts: AccountParts,
  actor: Actor,
  purpose: 'address' | 'closing',
  code: string,
): Promise<CodeAnswer> {
  const answer = await parts.codes.check(parts.database.query, purpose, actor.accountId, code);
  if (answer.kind === 'wrong' && answer.attemptsLeft === 0)
    await insertEvent(parts.database.query, { ...eventOf(parts, actor), kind: 'codes-exhausted' });
  return answer;
}

async function unlink(
  parts: AccountParts,
  actor: Actor,
  identityId: string,
): Promise<'done' | 'unknown' | 'last'> {
  return parts.database.transaction(async (tx) => {
    await lockAccount(tx, actor.accountId);
    const own = await identitiesOf(tx, actor.accountId);
    const may = mayUnlink(own, identityId);
    if (may !== 'yes') return may;
    const { method } = own.find(({ id }) => id === identityId) ?? { method: null };
    // To the address there is before, which may be the very one that goes.
    if (method !== null)
      await tell(parts, tx, actor.accountId, 'methodUnlinked', { method: METHOD_NAMES[method] });
    await removeIdentity(tx, identityId);
    await insertEvent(tx, { ...eventOf(parts, actor), kind: 'method-unlinked', method });
    return 'done';
  });
}

async function requestAddressChange(parts: AccountParts, actor: Actor, typed: string): Promise<Full | null> {
  const address = tidyAddress(typed);
  const { query } = parts.database;
  const there = address === null ? [] : await identitiesAt(query, address);
  const taken = there.some(({ accountId }) => accountId !== actor.accountId);
  // A code is made in any case, also for an address that is another's or none: whoever asks learns nothing, neither from this
  // answer nor from that to a code they try, and only an owner gets a letter.
  const make = () => parts.codes.make(query, 'address', actor.accountId, address ?? '');
  if (address === null) {
    await make();
    return null;
  }
  const name = taken ? 'addressTaken' : 'addressCode';
  const answer = await sendCode(parts, { name, to: address, network: actor.network, make });
  return answer.kind === 'full' ? answer : null;
}

async function confirmAddressChange(parts: AccountParts, actor: Actor, code: string): Promise<CodeAnswer> {
  const answer = await checkOwn(parts, actor, 'address', code);
  if (answer.kind !== 'right') return answer;
  const { address } = answer;
  if (address === '') return { kind: 'gone' };
  const { deps } = parts;
  const changed = await parts.database.transaction(async (tx) => {
    await lockAddress(tx, address);
    await lockAccount(tx, actor.accountId);
    if (!(await answer.spend(tx))) return false;
    const there = await identitiesAt(tx, address);
    if (there.some(({ accountId }) => accountId !== actor.accountId)) return false;
    // The old address hears of it, in case it was not its owner.
    await tell(parts, tx, actor.accountId, 'addressChanged');
    const email = (await identitiesOf(tx, actor.accountId)).find(({ method }) => method === 'email');
    const now = deps.clock.now();
    if (email !== undefined) await changeIdentity(tx, email.id, { subject: address, address });
    else
      await insertIdentity(tx, {
        id: deps.ids.uuid(),
        accountId: actor.accountId,
        method: 'email',
        subject: address,
        address,
        linkedAtMs: now,
        lastUsedAtMs: null,
      });
    await insertEvent(tx, { ...eventOf(parts, actor), kind: 'address-changed' });
    return true;
  });
  return changed ? answer : { kind: 'gone' };
}

function closed(goneAtMs: number | null): { kind: 'closed'; goneAtMs: number } | { kind: 'gone' } {
  return goneAtMs === null ? { kind: 'gone' } : { kind: 'closed', goneAtMs };
}

/** When its content goes; null when what allowed it was used up, or somebody was faster. */
async function beginClosing(
  parts: AccountParts,
  actor: Actor,
  when: 'after-grace' | 'now',
  spend: RightCode['spend'] = async () => true,
): Promise<number | null> {
  const due = dueAt(when, parts.deps.clock.now());
  const begun = await parts.database.transaction(async (tx) => {
    const row = await lockAccount(tx, actor.accountId);
    if (row?.state !== 'open' || !(await spend(tx))) return false;
    await markClosing(parts, tx, actor, due);
    if (when === 'after-grace') await tell(parts, tx, actor.accountId, 'closingBegun', { date: dayOf(due) });
    return true;
  });
  parts.deps.failpoints.hit('closing.recorded');
  return begun ? due : null;
}

/** Closed at once: every session ends, and what is there goes when it is due (P-34). */
async function markClosing(parts: AccountParts, tx: Queryable, actor: Actor, due: number): Promise<void> {
  const now = parts.deps.clock.now();
  await changeAccount(tx, actor.accountId, { state: 'closing', closingAtMs: now, dueAtMs: due });
  await parts.sessions.endAll(tx, actor.accountId, 'closed');
  await insertEvent(tx, { ...eventOf(parts, actor), kind: 'closing-begun' });
  if (due <= now) await parts.queue.place(tx, 'purge', { accountId: actor.accountId });
}

/**
 * Somebody who is too young: nothing of them stays (P-05). A guest's account goes at once. A member said before that they were
 * old enough, and whoever holds their token could say this to destroy what they have: theirs is closed at once and goes after
 * the grace, and the letter says so.
 */
async function refuseChild(parts: AccountParts, actor: Actor): Promise<void> {
  await beginClosing(parts, actor, actor.kind === 'guest' ? 'now' : 'after-grace');
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function dayOf(timeMs: number): string {
  return day.format(timeMs);
}
