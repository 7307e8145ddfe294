import type { Provider } from 'oidc-provider';
import type { Database } from '../db/index.ts';
import { type OwnPages, say } from './own-pages.ts';
import { inUnit } from './unit.ts';

/**
 * An answer goes back as a redirect and in no other way. The library would also send it as a form with a script, and no page
 * of ours runs one.
 */
export function answerByRedirect(provider: Provider, pages: OwnPages): void {
  provider.use(async (ctx, next) => {
    const mode = ctx.query.response_mode;
    if (ctx.path !== '/oauth/authorize' || mode === undefined || mode === 'query') return next();
    say(ctx, 400, pages.refused, { error: 'invalid_request' });
  });
}

/**
 * Writes what a step of the browser at the authorization server changes in one transaction, before it is answered. The library
 * ends the request first and makes the code last; in between a page could be loaded again for nothing.
 */
export function commitAuthorizations(provider: Provider, database: Database): void {
  provider.use(async (ctx, next) => {
    if (!/^\/oauth\/authorize(\/|$)/.test(ctx.path)) return next();
    await inUnit(async ({ writes }) => {
      await next();
      if (ctx.status >= 500 || writes.length === 0) return;
      await database.transaction(async (tx) => {
        for (const write of writes) await write(tx);
      });
    });
  });
}
