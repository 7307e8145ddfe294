import type { Provider } from 'oidc-provider';
import type { Log } from '../../shared/kernel/index.ts';
import { asOutage } from '../db/index.ts';
import { Outage } from '../platform/outage.ts';

/**
 * What fails under the library is answered as what it is: an outage that passes, or a bug with a line in the log. By
 * itself it says `server_error` to both, and a desktop would give up a session for a database that restarts.
 */
export function answerOutages(provider: Provider, log: Log): void {
  const failures = new WeakMap<object, unknown>();
  provider.on('server_error', (ctx, error) => failures.set(ctx, error));
  provider.use(async (ctx, next) => {
    let failure: unknown;
    try {
      await next();
      failure = failures.get(ctx);
    } catch (error) {
      failure = error;
    }
    if (failure === undefined) return;
    const outage = asOutage(failure);
    if (!(outage instanceof Outage)) {
      log.error('oauth.bug', { error: failure instanceof Error ? failure.name : 'unknown', path: ctx.path });
      ctx.status = 500;
      ctx.body = { error: 'server_error' };
      return;
    }
    ctx.status = 503;
    ctx.set('Retry-After', String(Math.ceil(outage.retryAfterMs / 1000)));
    ctx.body = { error: 'temporarily_unavailable' };
  });
}
