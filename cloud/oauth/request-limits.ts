import type { Provider } from 'oidc-provider';
import { type Limits, networkOf, RULES, type Rule } from '../limits/index.ts';
import { type OwnPages, say } from './own-pages.ts';

const RULE_OF = new Map<string, Rule>([
  ['/oauth/authorize', RULES.asksPerNetwork],
  ['/oauth/token', RULES.tokensPerNetwork],
  ['/oauth/revoke', RULES.tokensPerNetwork],
]);

/**
 * How often one network may ask to be let in and for tokens. A desktop asks for a token every ten minutes; whoever guesses does
 * so all the time.
 */
export function limitRequests(provider: Provider, limits: Limits, pages: OwnPages): void {
  provider.use(async (ctx, next) => {
    const rule = RULE_OF.get(ctx.path);
    if (rule === undefined) return next();
    const taken = await limits.take(rule, networkOf(ctx.ip));
    if (taken.kind === 'taken') return next();
    ctx.set('Retry-After', String(Math.ceil(taken.retryAfterMs / 1000)));
    say(ctx, 429, () => pages.tooMany(taken.retryAfterMs), { error: 'slow_down' });
  });
}

/**
 * A desktop asks for tokens itself. What a browser sends here was sent by some page on the web, which could use up the guests
 * of everybody who looks at it.
 */
export function refuseBrowsers(provider: Provider): void {
  provider.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.get('Sec-Fetch-Site') === '') return next();
    ctx.status = 403;
    ctx.body = { error: 'invalid_request' };
  });
}
