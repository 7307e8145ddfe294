import type { Provider } from 'oidc-provider';
import { type Limits, networkOf, RULES } from '../limits/index.ts';

/** How often one network may ask for tokens. A desktop does so every ten minutes; whoever guesses does so all the time. */
export function limitTokenRequests(provider: Provider, limits: Limits): void {
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/oauth/token') return next();
    const taken = await limits.take(RULES.tokensPerNetwork, networkOf(ctx.ip));
    if (taken.kind === 'taken') return next();
    ctx.status = 429;
    ctx.set('Retry-After', String(Math.ceil(taken.retryAfterMs / 1000)));
    ctx.body = { error: 'slow_down' };
  });
}
