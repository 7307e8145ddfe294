import { AsyncLocalStorage } from 'node:async_hooks';
import type { Provider } from 'oidc-provider';
import type { Deps } from '../../shared/kernel/index.ts';
import { asOutage } from '../db/index.ts';
import { Outage } from '../platform/outage.ts';
import { currentTrace } from '../platform/trace.ts';
import { type OwnPages, say } from './own-pages.ts';

const requests = new AsyncLocalStorage<{ first: unknown }>();

/**
 * Notes that the database failed under the library, which goes on to tidy up, fails at that too, and tells of the second
 * trouble alone.
 */
export function noteTrouble(error: unknown): void {
  const request = requests.getStore();
  if (request !== undefined) request.first ??= error;
}

/**
 * What fails under the library is answered as what it is: an outage that passes, or a bug with a line in the log. By
 * itself it says `server_error` to both, and a desktop would give up a session for a database that restarts.
 */
export function answerOutages(
  provider: Provider,
  { log, ids }: Pick<Deps, 'log' | 'ids'>,
  pages: OwnPages,
): void {
  const failures = new WeakMap<object, unknown>();
  provider.on('server_error', (ctx, error) => failures.set(ctx, error));
  provider.use(async (ctx, next) => {
    const met: { first: unknown } = { first: undefined };
    let last: unknown;
    try {
      await requests.run(met, next);
      last = failures.get(ctx);
    } catch (error) {
      last = error;
    }
    if (last === undefined) return;
    const failure = met.first ?? last;
    // What the library had in mind did not happen: the browser keeps what lets it try again.
    ctx.remove('Set-Cookie');
    ctx.remove('Location');
    const outage = asOutage(failure);
    if (!(outage instanceof Outage)) {
      const incident = currentTrace() ?? ids.uuid();
      log.error('oauth.bug', {
        incident,
        error: failure instanceof Error ? failure.name : 'unknown',
        // What stands behind these two names one person's sign-in.
        path: ctx.path.split('/').slice(0, 3).join('/'),
      });
      say(ctx, 500, () => pages.broken(incident), { error: 'server_error' });
      return;
    }
    log.warn('oauth.outage', { part: outage.part });
    ctx.set('Retry-After', String(Math.ceil(outage.retryAfterMs / 1000)));
    say(ctx, 503, pages.away, { error: 'temporarily_unavailable' });
  });
}
