import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { Deps } from '../../shared/kernel/index.ts';
import { type Accounts, tidyDevice } from '../accounts/index.ts';
import type { Database } from '../db/index.ts';
import { type Limits, networkOf, RULES } from '../limits/index.ts';
import type { Sessions } from '../sessions/index.ts';
import { GUEST_GRANT } from './clients.ts';
import { letIn } from './let-in.ts';
import { ACCESS_TOKEN_S, paramOf } from './provider.ts';
import { writeInUnit } from './unit.ts';

export interface GuestParts {
  readonly provider: Provider;
  readonly resource: string;
  readonly database: Database;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly limits: Limits;
  readonly deps: Deps;
}

/**
 * Tokens for a guest, as an extension grant: nobody is asked anything, so there is no page and no code. Held back by how
 * many guests one network and one install may make in a day. The account is written with its tokens, or not at all.
 */
export function registerGuestGrant(parts: GuestParts): void {
  const params = ['scope', 'resource', 'device_name', 'platform'];
  parts.provider.registerGrantType(GUEST_GRANT, (ctx) => answer(parts, ctx), params, []);
}

async function answer(parts: GuestParts, ctx: KoaContextWithOIDC): Promise<void> {
  const { provider, resource } = parts;
  const { client } = ctx.oidc;
  if (client === undefined) throw new errors.InvalidClient('no client');
  if ((paramOf(ctx, 'resource') ?? resource) !== resource) throw new errors.InvalidTarget();
  const network = networkOf(ctx.ip);
  const taken = await parts.limits.takeAll([
    [RULES.guestsPerNetwork, network],
    [RULES.guestsPerInstall, client.clientId],
  ]);
  if (taken.kind === 'full') {
    ctx.set('Retry-After', String(Math.ceil(taken.retryAfterMs / 1000)));
    throw Object.assign(new errors.CustomOIDCProviderError('slow_down', 'too many guests from here'), {
      status: 429,
      statusCode: 429,
    });
  }
  const device = tidyDevice(paramOf(ctx, 'device_name') ?? undefined);
  const accountId = parts.deps.ids.uuid();
  await writeInUnit(parts.database.query, (tx) =>
    parts.accounts.signIn.makeGuest(tx, accountId, { network, device }),
  );
  const grantId = await letIn(parts, {
    accountId,
    clientId: client.clientId,
    device,
    platform: paramOf(ctx, 'platform'),
    network,
  });
  const refresh = new provider.RefreshToken({
    accountId,
    client,
    grantId,
    gty: GUEST_GRANT,
    resource,
    rotations: 0,
    scope: 'openid offline_access api',
    expiresWithSession: false,
  });
  ctx.oidc.entity('RefreshToken', refresh);
  const refreshToken = await refresh.save();
  const access = new provider.AccessToken({ accountId, client, grantId, gty: GUEST_GRANT, scope: 'api' });
  access.resourceServer = new provider.ResourceServer(resource, {
    scope: 'api',
    audience: resource,
    accessTokenTTL: ACCESS_TOKEN_S,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  });
  ctx.oidc.entity('AccessToken', access);
  ctx.body = {
    access_token: await access.save(),
    expires_in: ACCESS_TOKEN_S,
    refresh_token: refreshToken,
    scope: 'api',
    token_type: 'Bearer',
  };
}
