import type { InferContractRouterInputs } from '@orpc/contract';
import type { AccountState, DesktopContract } from '../../shared/contracts/desktop/index.ts';
import type { KeychainTrouble } from '../secrets/index.ts';
import type { Answer, Verb } from './answers.ts';
import type { AccountPicture } from './picture.ts';

type Inputs = InferContractRouterInputs<DesktopContract['account']>;

/** What is asked of the cloud in the person's name: each verb of the desktop's contract that does only that. */
export type Command = Exclude<
  Verb,
  'state' | 'refresh' | 'signIn' | 'cancelSignIn' | 'startGuest' | 'signOut'
>;
export type Commands = {
  readonly [Name in Command]: (input: Inputs[Name]) => Promise<Answer<Name>>;
};

/** The person and this install's session with Gesso's cloud. */
export interface Accounts extends Commands {
  /** From memory; it never waits for the network, the keychain or the disk. */
  state(): AccountState;
  /**
   * Asks the keychain who is signed in, and then the cloud.
   * @param trouble why the keychain can't be asked, when that is known already: then the person is not asked twice
   */
  open(trouble: KeychainTrouble | null): Promise<void>;
  refresh(): Promise<Answer<'refresh'>>;
  signIn(input: Inputs['signIn']): Promise<Answer<'signIn'>>;
  cancelSignIn(): AccountState;
  startGuest(): Promise<Answer<'startGuest'>>;
  signOut(): Promise<AccountState>;
  readonly picture: AccountPicture;
  stop(): Promise<void>;
}
