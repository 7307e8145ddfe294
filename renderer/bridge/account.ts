import type { ClientPromiseResult } from '@orpc/client';
import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { AccountState, CloudAway, KeychainTrouble } from '../../shared/contracts/desktop/index.ts';
import { say } from '../text/index.ts';
import { showToast } from '../ui/index.ts';
import { type Answer, ask, sayFault } from './attempt.ts';
import { desktop } from './desktop.ts';
import type { FaultWords } from './faults.ts';
import { accountQuery, queryClient } from './stored.ts';

export type SignInMethod = 'email' | 'google' | 'github';

/** What any act on the account may meet; each is worded the same wherever it is met. */
export type CloudRefusal =
  | { readonly code: 'NO_CLOUD' | 'SIGNED_OUT' }
  | { readonly code: 'CLOUD_AWAY'; readonly data: CloudAway }
  | { readonly code: 'KEYCHAIN_UNAVAILABLE'; readonly data: { readonly why: KeychainTrouble } };

const CLOUD_CODES: Readonly<Record<CloudRefusal['code'], true>> = {
  NO_CLOUD: true,
  SIGNED_OUT: true,
  CLOUD_AWAY: true,
  KEYCHAIN_UNAVAILABLE: true,
};

export function isCloudRefusal(refusal: { readonly code: string }): refusal is CloudRefusal {
  return refusal.code in CLOUD_CODES;
}

/** What the person is called: their name, or else their address. Null for a guest, and before the cloud said. */
export function accountName(account: CloudAccount | null): string | null {
  if (account === null || account.kind === 'guest') return null;
  return account.profile.name.trim() || account.address;
}

/** The cloud does not answer now; what is shown is what it last said. */
export function isAway(state: AccountState): boolean {
  return state.reach === 'offline' || state.reach === 'down';
}

/** For calls that answer with the whole state: it is shown at once. */
export async function askAccount<Failure>(
  call: ClientPromiseResult<AccountState, Failure>,
): Promise<Answer<AccountState, Failure>> {
  const answer = await ask(call);
  if (answer.kind === 'value') queryClient.setQueryData(accountQuery.queryKey, answer.value);
  return answer;
}

/** Opens the system browser at the sign-in page; null lets the page ask how. */
export function beginSignIn(method: SignInMethod | null) {
  return askAccount(desktop.account.signIn({ method }));
}

/** An account without a name or an address, made at once and without a browser. */
export function startGuest() {
  return askAccount(desktop.account.startGuest({}));
}

export async function cancelSignIn(): Promise<void> {
  const answer = await askAccount(desktop.account.cancelSignIn({}));
  if (answer.kind === 'fault') sayFault(answer.error);
}

/** Ends it here at once; the cloud hears of it as soon as it can be reached. */
export async function signOut(): Promise<void> {
  const answer = await askAccount(desktop.account.signOut({}));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind === 'value') {
    showToast({
      icon: 'done',
      title: say('account:signedOut.done'),
      text: say('account:signedOut.doneText'),
    });
  }
}

/** What happened and what to do next, in that order. */
export function cloudWords(refusal: CloudRefusal): FaultWords {
  switch (refusal.code) {
    case 'NO_CLOUD':
    case 'SIGNED_OUT':
      return {
        title: say(`account:refused.${refusal.code}.title`),
        text: say(`account:refused.${refusal.code}.text`),
      };
    case 'CLOUD_AWAY':
      return awayWords(refusal.data);
    case 'KEYCHAIN_UNAVAILABLE':
      return {
        title: say('account:keychain.title'),
        text: say(`account:keychain.${refusal.data.why}`),
      };
  }
}

const SECOND_MS = 1_000;

function awayWords({ why, retryAfterMs }: CloudAway): FaultWords {
  const title = say(`account:away.${why}.title`);
  if (why !== 'busy' || retryAfterMs === null) return { title, text: say(`account:away.${why}.text`) };
  const seconds = Math.max(1, Math.ceil(retryAfterMs / SECOND_MS));
  if (seconds <= 90) return { title, text: say('account:away.busy.seconds', { count: seconds }) };
  return { title, text: say('account:away.busy.minutes', { count: Math.ceil(seconds / 60) }) };
}

/** For acts that have no place of their own to say why not. */
export function sayCloudRefusal(refusal: CloudRefusal): void {
  const words = cloudWords(refusal);
  showToast({ icon: refusal.code === 'CLOUD_AWAY' ? 'unplugged' : 'stop', urgent: true, ...words });
}
