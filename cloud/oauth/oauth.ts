import type { RequestListener } from 'node:http';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Database } from '../db/index.ts';
import { type Limits, RULES } from '../limits/index.ts';
import { deriveKey } from '../platform/chance.ts';
import type { Sessions } from '../sessions/index.ts';
import { type Caller, tooMany, unauthenticated } from '../wire/index.ts';
import { createReadAccessToken } from './access-token.ts';
import { answerByRedirect, commitAuthorizations } from './authorize-requests.ts';
import { createDesktopSignIns, type DesktopSignIns } from './desktop-sign-ins.ts';
import { registerGuestGrant } from './guest-grant.ts';
import { answerOutages } from './outages.ts';
import type { OwnPages } from './own-pages.ts';
import { createProvider } from './provider.ts';
import { sweepRecords } from './records.ts';
import { limitRequests, refuseBrowsers } from './request-limits.ts';
import { answerKeys, openSigningKeys, publicSet, readSigningKeys } from './signing-keys.ts';
import { commitTokenRequests } from './token-requests.ts';

export interface OAuthParts {
  readonly issuer: string;
  readonly resource: string;
  readonly secret: Uint8Array;
  readonly database: Database;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly limits: Limits;
  readonly deps: Deps;
  readonly pages: OwnPages;
  readonly guests: boolean;
}

export interface OAuth {
  /** Everything under `/oauth/` and the metadata under `/.well-known/`. */
  readonly listener: RequestListener;
  readonly desktops: DesktopSignIns;
  /**
   * Who a bearer token speaks for.
   * @throws the contract's UNAUTHENTICATED, with why
   */
  authenticate(authorization: string | undefined, network: string): Promise<Caller>;
  sweep(): Promise<void>;
}

export async function openOAuth(parts: OAuthParts): Promise<OAuth> {
  const { issuer, resource, secret, database, accounts, sessions, deps } = parts;
  const keys = await openSigningKeys(database, secret, deps);
  const provider = createProvider({
    issuer,
    resource,
    database,
    clock: deps.clock,
    keys,
    cookieKeys: [Buffer.from(deriveKey(secret, 'cookies')).toString('base64url')],
    isOpen: async (accountId) => (await accounts.open(database.query, accountId)) !== null,
    errorPage: parts.pages.refused,
  });
  answerOutages(provider, deps, parts.pages);
  refuseBrowsers(provider);
  limitRequests(provider, parts.limits, parts.pages);
  answerByRedirect(provider, parts.pages);
  commitAuthorizations(provider, database);
  commitTokenRequests({ provider, database, sessions, accounts, deps });
  const shared = { provider, resource, database, sessions, deps };
  if (parts.guests) registerGuestGrant({ ...shared, accounts, limits: parts.limits });
  const readKeys = () => readSigningKeys(database, secret);
  answerKeys(provider, readKeys);
  const readToken = createReadAccessToken({
    issuer,
    audience: resource,
    keys: publicSet(keys),
    readKeys,
    clock: deps.clock,
  });
  return {
    listener: provider.callback(),
    desktops: createDesktopSignIns(provider, shared),
    async authenticate(authorization, network) {
      const token = await readToken(authorization);
      if (token.kind === 'bad') throw unauthenticated(token.why);
      const { query } = database;
      const session = await sessions.live(query, token.sessionId);
      if (session === null || session.accountId !== token.accountId) throw unauthenticated('ended');
      const account = await accounts.open(query, token.accountId);
      if (account === null) throw unauthenticated('ended');
      const taken = await parts.limits.take(RULES.callsPerAccount, token.accountId);
      if (taken.kind === 'full') throw tooMany(taken.retryAfterMs);
      await sessions.touch(session, network);
      return {
        accountId: token.accountId,
        sessionId: session.id,
        kind: account.kind,
        device: session.device,
        network,
      };
    },
    sweep: () => sweepRecords(database.query, deps.clock.now()),
  };
}
