import type { Queryable } from '../db/index.ts';
import { RULES, type Taken } from '../limits/index.ts';
import { type LetterName, letterOf } from '../mail/index.ts';
import { CODE_MINUTES } from './codes.ts';
import { mailboxOf } from './fields.ts';
import type { AccountParts } from './parts.ts';
import { identitiesOf } from './rows.ts';

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

/** A letter with a code, which somebody waits for: it is handed over before the answer, or the answer says that it was not. */
export async function sendCode(
  parts: AccountParts,
  name: LetterName,
  to: string,
  code: string,
): Promise<void> {
  await parts.mail.send(letterOf(name, to, { code, minutes: CODE_MINUTES }));
}

/** Whether one more letter with a code may go to an address, whoever asks for it and for whatever purpose. */
export function mayWrite({ limits }: AccountParts, to: string, network: string | null): Promise<Taken> {
  const mailbox = mailboxOf(to);
  return limits.takeAll([
    [RULES.codesPerNetwork, network ?? 'unknown'],
    [RULES.codesPerAddress, mailbox],
    [RULES.codesPerAddressDay, mailbox],
  ]);
}
