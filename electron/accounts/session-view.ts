import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { KeychainTrouble } from '../secrets/index.ts';
import type { SessionState } from './answers.ts';
import type { KeptFacts } from './last-known.ts';
import type { Ending } from './session/ending.ts';

/** Who is signed in, as the window sees it, and as the next start finds it. */
export interface SessionView {
  state(): SessionState;
  account(): CloudAccount | null;
  /** Changes with each session and each answer about the account: an older answer does not replace a newer one. */
  edition(): number;
  /** A session whose account was not asked for yet; what is known of the same account stays to be seen. */
  begin(accountId: string | null, keychain: KeychainTrouble | null): void;
  saw(account: CloudAccount): void;
  /** The newest token was written, or could not be. */
  saved(trouble: KeychainTrouble | null): void;
  /** The keychain did not say who is signed in. */
  unknown(trouble: KeychainTrouble): void;
  /** Signed out. Until `left` the item counts as one that is to be removed. */
  end(why: Ending | null): void;
  left(trouble: KeychainTrouble | null): void;
}

export interface SessionViewParts {
  readonly facts: KeptFacts;
  readonly now: () => number;
  readonly onChange: () => void;
}

export function createSessionView({ facts, now, onChange }: SessionViewParts): SessionView {
  let state: SessionState = { kind: 'opening' };
  let whose: string | null = null;
  let edition = 0;
  const become = (next: SessionState): void => {
    state = next;
    onChange();
  };
  return {
    state: () => state,
    account: () => (state.kind === 'in' ? state.account : null),
    edition: () => edition,
    begin(accountId, keychain) {
      edition += 1;
      const known = facts.current().account;
      const same = known !== null && (accountId === null || known.id === accountId);
      whose = same ? known.id : accountId;
      const item = keychain === null ? 'good' : 'stale';
      facts.change(same ? { item } : { item, account: null, asOfMs: null });
      const { account, asOfMs } = facts.current();
      become({ kind: 'in', account, asOfMs, keychain });
    },
    saw(account) {
      if (state.kind !== 'in' || (whose !== null && whose !== account.id)) return;
      edition += 1;
      whose = account.id;
      const asOfMs = now();
      facts.change({ account, asOfMs });
      become({ ...state, account, asOfMs });
    },
    saved(trouble) {
      if (state.kind !== 'in' || state.keychain === trouble) return;
      facts.change({ item: trouble === null ? 'good' : 'stale' });
      become({ ...state, keychain: trouble });
    },
    unknown: (trouble) => become({ kind: 'out', why: null, keychain: trouble }),
    end(why) {
      edition += 1;
      whose = null;
      facts.change({ account: null, asOfMs: null, item: 'ended' });
      become({ kind: 'out', why, keychain: null });
    },
    left(trouble) {
      if (state.kind !== 'out') return;
      facts.change({ item: trouble === null ? 'none' : 'ended' });
      if (state.keychain !== trouble) become({ ...state, keychain: trouble });
    },
  };
}
