import type { Queryable } from '../db/index.ts';
import { RULES, type Taken } from '../limits/index.ts';
import { type LetterName, letterOf, Undeliverable } from '../mail/index.ts';
import { Outage } from '../platform/outage.ts';
import { CODE_MINUTES } from './codes.ts';
import { mailboxOf } from './fields.ts';
import type { AccountParts } from './parts.ts';
import { identitiesOf } from './rows.ts';

/** What letters call a way in. */
export const METHOD_NAMES = { email: 'E-mail', google: 'Google', github: 'GitHub' } as const;

/** Where an account's letters go: its e-mail address, else the first one that somebody vouched for. */
export async function addressOf(query: Queryable, accountId: string): Promise<string | null> {
  const all = await identitiesOf(query, accountId);
  return (
    (all.find(({ method }) => method === 'email') ?? all.find(({ address }) => address !== null))?.address ??
    null
  );
}

/** A letter that nobody waits for, placed in the transaction that makes it true. */
export async function tell(
  parts: AccountParts,
  tx: Queryable,
  accountId: string,
  name: LetterName,
  words: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  const to = await addressOf(tx, accountId);
  if (to !== null) await parts.queue.place(tx, 'letter', { name, to, words });
}

export type CodeSent = { readonly kind: 'sent' } | { readonly kind: 'undeliverable' } | Full;

type Full = Extract<Taken, { kind: 'full' }>;

export interface CodeLetter {
  readonly name: LetterName;
  readonly to: string;
  readonly network: string | null;
  /** Makes the code, once it may be sent. */
  readonly make: () => Promise<string>;
}

/**
 * Sends a letter with a code, which somebody waits for: it is handed over before the answer, or the answer says that it was
 * not. Letters for every purpose count together, by mailbox; one that could not be sent is not counted.
 * @throws Outage('mail')
 */
export async function sendCode(parts: AccountParts, letter: CodeLetter): Promise<CodeSent> {
  const { name, to, network, make } = letter;
  const mailbox = mailboxOf(to);
  const counted = [
    [RULES.codesPerNetwork, network ?? 'unknown'],
    [RULES.codesPerAddress, mailbox],
    [RULES.codesPerAddressDay, mailbox],
  ] as const;
  const taken = await parts.limits.takeAll(counted);
  if (taken.kind === 'full') return taken;
  try {
    await parts.mail.send(letterOf(name, to, { code: await make(), minutes: CODE_MINUTES }));
    return { kind: 'sent' };
  } catch (error) {
    if (error instanceof Undeliverable) return { kind: 'undeliverable' };
    if (error instanceof Outage) await parts.limits.giveBack(counted);
    throw error;
  }
}
