import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Accounts, Proof } from '../accounts/index.ts';
import type { Limits } from '../limits/index.ts';
import type { DesktopSignIns } from '../oauth/index.ts';
import type { Legal } from '../platform/legal.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { ProgressBook } from './progress.ts';

export type Env = { readonly Bindings: HttpBindings };
export type PageContext = Context<Env>;

export interface SignInParts {
  readonly accounts: Accounts;
  readonly desktops: DesktopSignIns;
  readonly limits: Limits;
  readonly providers: readonly IdentityProvider[];
  readonly book: ProgressBook;
  readonly legal: Legal;
  readonly deps: Deps;
  readonly issuer: string;
  /** This cloud sends no mail: its letters are on a page of its own. */
  readonly mailbox: boolean;
  /** The network a request came from. */
  readonly networkOf: (c: PageContext) => string;
}

export type Method = Proof['method'];

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  email: 'email',
  google: 'Google',
  github: 'GitHub',
};
