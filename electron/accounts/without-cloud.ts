import type { AccountState } from '../../shared/contracts/desktop/index.ts';
import type { Accounts } from './account.ts';
import { refused } from './answers.ts';

const STATE: AccountState = {
  cloud: null,
  reach: 'unknown',
  service: null,
  session: { kind: 'out', why: null, keychain: null },
  signingIn: null,
  lastTry: null,
};

/** A Gesso without a cloud: nobody is signed in, nothing is asked, and the keychain is left alone. */
export function createWithoutCloud(): Accounts {
  const none = async () => refused({ code: 'NO_CLOUD' });
  return {
    state: () => STATE,
    open: async () => undefined,
    cancelSignIn: () => STATE,
    signOut: async () => STATE,
    refresh: none,
    signIn: none,
    startGuest: none,
    update: none,
    removePicture: none,
    acceptTerms: none,
    sessions: none,
    endSession: none,
    endOtherSessions: none,
    events: none,
    link: none,
    unlink: none,
    requestAddressChange: none,
    confirmAddressChange: none,
    requestClosing: none,
    close: none,
    picture: { get: async () => null, put: async () => ({ kind: 'signed-out' }) },
    stop: async () => undefined,
  };
}
