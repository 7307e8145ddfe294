import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import { asOutage, type Database, type Queryable } from '../db/index.ts';
import { networkOf } from '../limits/index.ts';
import type { Sessions } from '../sessions/index.ts';
import { paramOf } from './provider.ts';
import { GRACE_MS, lockRecord } from './records.ts';
import { answerOf, keepAnswer } from './refresh-answers.ts';
import { inUnit, type Unit } from './unit.ts';

export interface TokenRequestParts {
  readonly provider: Provider;
  readonly database: Database;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly deps: Deps;
}

/** What a token request came to, once the library is through with it. */
type Verdict =
  | { readonly kind: 'as-is' }
  /** It was answered before, and not heard. */
  | { readonly kind: 'again'; readonly answer: unknown }
  | { readonly kind: 'refused' };

/**
 * Writes everything a token request changes in one transaction, before it is answered. Of several that come with the same
 * token at once, the first is written; the others are given its answer.
 */
export function commitTokenRequests(parts: TokenRequestParts): void {
  const { provider, deps } = parts;
  /** Grants that the library gave up in this request: a token or a code came twice, or was given back. */
  const revoked = new WeakMap<object, string>();
  provider.on('grant.revoked', (ctx, grantId) => revoked.set(ctx, grantId));

  provider.use(async (ctx, next) => {
    if (ctx.path !== '/oauth/token' && ctx.path !== '/oauth/revoke') return next();
    await inUnit(async (unit) => {
      await next();
      // What failed half way leaves nothing: the same request can be made again.
      if (!hasOidc(ctx) || ctx.status >= 500) return;
      deps.failpoints.hit('token.committing');
      const verdict = await parts.database
        .transaction((tx) => commit(parts, tx, ctx, unit, revoked.get(ctx) ?? null))
        .catch((error: unknown) => {
          throw asOutage(error);
        });
      deps.failpoints.hit('token.committed');
      if (verdict.kind === 'again') {
        ctx.status = 200;
        ctx.body = verdict.answer;
      }
      if (verdict.kind === 'refused') {
        ctx.status = 400;
        ctx.body = { error: 'invalid_grant', error_description: 'grant request is invalid' };
      }
      // Whoever comes second hears why, and its person can be told: one of the two is not them.
      if (revoked.has(ctx) && ctx.path === '/oauth/token')
        ctx.body = { error: 'invalid_grant', error_description: 'reused' };
    });
  });
}

function hasOidc(ctx: object): ctx is KoaContextWithOIDC {
  return 'oidc' in ctx && ctx.oidc !== undefined;
}

async function commit(
  parts: TokenRequestParts,
  tx: Queryable,
  ctx: KoaContextWithOIDC,
  unit: Unit,
  revokedGrant: string | null,
): Promise<Verdict> {
  const answered = ctx.status === 200 && ctx.path === '/oauth/token';
  const refreshToken = answered ? paramOf(ctx, 'refresh_token') : null;
  const code = answered ? paramOf(ctx, 'code') : null;
  if (refreshToken !== null) {
    const used = await usedBefore(parts, tx, refreshToken);
    if (used !== null) return used;
  }
  if (code !== null && (await codeRaced(parts, tx, code))) return { kind: 'refused' };
  for (const write of unit.writes) await write(tx);
  if (revokedGrant !== null) await endRevoked(parts, tx, ctx, revokedGrant);
  if (!answered) return { kind: 'as-is' };
  return settle(parts, tx, ctx, refreshToken);
}

/** Somebody was faster with the same refresh token: their answer, while it may still be unheard; else no. */
async function usedBefore(
  parts: TokenRequestParts,
  tx: Queryable,
  refreshToken: string,
): Promise<Verdict | null> {
  const record = await lockRecord(tx, 'RefreshToken', refreshToken);
  if (record === null) return { kind: 'refused' };
  if (record.consumedAtMs === null) return null;
  const answer = await answerOf(tx, refreshToken);
  if (answer === null || parts.deps.clock.now() - record.consumedAtMs >= GRACE_MS) return { kind: 'refused' };
  return { kind: 'again', answer };
}

/** Two came with one code at once: neither may be trusted, and the session that the first one got ends (RFC 9700, 2.1.1). */
async function codeRaced(parts: TokenRequestParts, tx: Queryable, code: string): Promise<boolean> {
  const record = await lockRecord(tx, 'AuthorizationCode', code);
  if (record !== null && record.consumedAtMs === null) return false;
  if (record?.grantId != null) await endReused(parts, tx, record.grantId);
  return true;
}

async function settle(
  parts: TokenRequestParts,
  tx: Queryable,
  ctx: KoaContextWithOIDC,
  refreshToken: string | null,
): Promise<Verdict> {
  const grantId = ctx.oidc.entities.RefreshToken?.grantId ?? null;
  if (grantId === null) return { kind: 'as-is' };
  if (refreshToken === null) {
    const session = await parts.sessions.start(tx, grantId);
    if (session === null) throw new Error('tokens were made for a session that is not there');
    await parts.accounts.note(tx, session.accountId, 'signed-in', {
      network: session.network,
      device: session.device,
    });
    return { kind: 'as-is' };
  }
  const session = await parts.sessions.live(tx, grantId);
  if (session === null) return { kind: 'refused' };
  await keepAnswer(tx, refreshToken, grantId, ctx.body, parts.deps.clock.now() + GRACE_MS, parts.deps.random);
  return { kind: 'as-is' };
}

async function endRevoked(
  parts: TokenRequestParts,
  tx: Queryable,
  ctx: KoaContextWithOIDC,
  grantId: string,
): Promise<void> {
  if (ctx.path === '/oauth/token') return endReused(parts, tx, grantId);
  const session = await parts.sessions.live(tx, grantId);
  if (session === null) return;
  await parts.sessions.end(tx, session.accountId, grantId, 'signed-out');
  await parts.accounts.note(tx, session.accountId, 'signed-out', {
    network: networkOf(ctx.ip),
    device: session.device,
  });
}

/** A token came a second time: somebody has a copy. That session ends, no other, and its owner is told. */
async function endReused(parts: TokenRequestParts, tx: Queryable, grantId: string): Promise<void> {
  const session = await parts.sessions.live(tx, grantId);
  if (session === null) return;
  await parts.sessions.end(tx, session.accountId, grantId, 'reused');
  await parts.accounts.note(tx, session.accountId, 'token-reused', {
    network: session.network,
    device: session.device,
  });
  await parts.accounts.tellReuse(tx, session.accountId, session.device);
}
