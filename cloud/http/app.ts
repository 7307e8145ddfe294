import type { HttpBindings } from '@hono/node-server';
import type { Router } from '@orpc/server';
import { type Context, Hono } from 'hono';
import type { CloudContract } from '../../shared/contracts/cloud/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { asOutage, type Database } from '../db/index.ts';
import { type Limits, networkOf, RULES } from '../limits/index.ts';
import type { Mailbox } from '../mail/index.ts';
import { lookRoutes, saying, words } from '../pages/index.ts';
import { Outage } from '../platform/outage.ts';
import { currentTrace } from '../platform/trace.ts';
import type { CallContext, Caller } from '../wire/index.ts';
import { createContractHandler } from './contract.ts';
import { commonHeaders, pagePolicy } from './headers.ts';
import { mailboxPage } from './mailbox-page.ts';
import type { Metrics } from './metrics.ts';

export type Env = { readonly Bindings: HttpBindings };

export interface AppParts {
  readonly publicUrl: URL;
  readonly router: Router<CloudContract, CallContext>;
  readonly pages: Hono<Env>;
  /** Routes of bytes, which bound their own bodies. */
  readonly bytes: readonly Hono<Env>[];
  readonly authenticate: (authorization: string | undefined, network: string) => Promise<Caller>;
  readonly formTargets: readonly string[];
  readonly database: Database;
  readonly limits: Limits;
  readonly mailbox: Mailbox | null;
  readonly metrics: Metrics;
  readonly stopping: () => boolean;
  readonly deps: Deps;
}

/** Everything that is not the authorization server's: contract, pages, bytes, health. */
export function createApp(parts: AppParts): Hono<Env> {
  const { metrics, deps } = parts;
  const app = new Hono<Env>();
  app.use(commonHeaders(pagePolicy(parts.formTargets), parts.publicUrl.protocol === 'https:'));
  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    metrics.answered(c.req.method, routeOf(c), c.res.status, (performance.now() - began) / 1000);
  });
  app.onError((error, c) => answerFailure(parts, error, c));
  app.notFound((c) =>
    wantsPage(c)
      ? c.html(saying(words('trouble.missing'), words('trouble.missingText')), 404)
      : c.json({ code: 'NOT_FOUND' }, 404),
  );
  app.route('/', healthRoutes(parts));
  for (const routes of parts.bytes) app.route('/', routes);
  app.route('/', lookRoutes());
  if (parts.mailbox !== null) app.route('/', mailboxPage(parts.mailbox));
  const handler = createContractHandler(parts.router, deps.log);
  app.use('/v1/*', async (c, next) => {
    const network = networkOfRequest(c);
    const taken = await parts.limits.take(RULES.callsPerNetwork, network);
    if (taken.kind === 'full') {
      c.header('Retry-After', String(Math.ceil(taken.retryAfterMs / 1000)));
      return c.json(
        { defined: true, code: 'TOO_MANY', status: 429, data: { retryAfterMs: taken.retryAfterMs } },
        429,
      );
    }
    const context: CallContext = {
      network,
      caller: () => parts.authenticate(c.req.header('Authorization'), network),
    };
    const { matched, response } = await handler.handle(c.req.raw, { prefix: '/v1', context });
    return matched ? c.newResponse(response.body, response) : next();
  });
  app.route('/', parts.pages);
  return app;
}

export type WatchParts = Pick<AppParts, 'database' | 'metrics' | 'stopping' | 'deps'>;

/** What a process without the role `api` answers: how it is, and its numbers. */
export function createWatchApp(parts: WatchParts): Hono<Env> {
  return new Hono<Env>().route('/', healthRoutes(parts));
}

export function networkOfRequest(c: Context<Env>): string {
  return networkOf(c.req.header('x-forwarded-for') ?? '');
}

/** Alive: the process answers. Ready: it also has its database, and is not on its way out. */
function healthRoutes({ database, metrics, stopping, deps }: WatchParts): Hono<Env> {
  const answers = async (): Promise<boolean> => {
    const waited = new AbortController();
    try {
      const late = deps.clock.sleep(READY_MS, waited.signal).then(() => false);
      return await Promise.race([database.ping().then(() => true), late]);
    } catch {
      return false;
    } finally {
      waited.abort();
    }
  };
  return new Hono<Env>()
    .get('/health/live', (c) => c.json({ live: true }))
    .get('/health/ready', async (c) => {
      const ready = !stopping() && (await answers());
      metrics.ready(ready);
      return c.json({ ready }, ready ? 200 : 503);
    })
    .get('/metrics', async (c) => {
      // Numbers about the service are for whoever runs it, on the same computer, and not for the world.
      if (!LOOPBACK.test(c.req.header('x-forwarded-for') ?? '')) return c.notFound();
      c.header('Content-Type', metrics.contentType);
      return c.body(await metrics.text());
    });
}

/** Whoever asks whether we are ready wants to know soon. */
const READY_MS = 2_000;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

function answerFailure({ deps }: AppParts, error: unknown, c: Context<Env>): Response | Promise<Response> {
  // Whoever went away in the middle of a body is no trouble of ours, though its error looks like a lost database's.
  if (c.env.incoming.destroyed && !c.env.incoming.complete) return c.body(null, 400);
  const outage = asOutage(error);
  if (outage instanceof Outage) {
    deps.log.warn('page.outage', { part: outage.part });
    c.header('Retry-After', String(Math.ceil(outage.retryAfterMs / 1000)));
    if (wantsPage(c)) {
      const text = outage.part === 'mail' ? words('signIn.mailAway') : words('trouble.awayText');
      return c.html(saying(words('trouble.away'), text), 503);
    }
    return c.json({ code: 'OUTAGE', data: { part: outage.part, retryAfterMs: outage.retryAfterMs } }, 503);
  }
  const incident = currentTrace() ?? deps.ids.uuid();
  deps.log.error('page.bug', {
    incident,
    error: error instanceof Error ? error.name : 'unknown',
    at: error instanceof Error ? placeOf(error) : null,
  });
  if (wantsPage(c)) return c.html(saying(words('trouble.bug'), words('trouble.bugText', { incident })), 500);
  return c.json({ code: 'BUG', incident }, 500);
}

/** Where it happened, without the words of the error: those may quote what a person typed. */
function placeOf(error: Error): string | null {
  return (
    /\(?(?:file:\/\/)?[^\s(]*\/((?:cloud|shared|media)\/[^\s)]+)\)?/.exec(error.stack ?? '')?.[1] ?? null
  );
}

function wantsPage(c: Context<Env>): boolean {
  return !c.req.path.startsWith('/v1/') && (c.req.header('Accept') ?? '').includes('text/html');
}

function routeOf(c: Context<Env>): string {
  if (c.req.path.startsWith('/v1/')) return '/v1';
  const first = c.req.path.split('/')[1] ?? '';
  return KNOWN_ROUTES.has(first) ? `/${first}` : 'other';
}

const KNOWN_ROUTES: ReadonlySet<string> = new Set([
  'sign-in',
  'link',
  'look',
  'objects',
  'health',
  'metrics',
  'terms',
  'privacy',
  'mailbox',
  'signed-in',
  'sign-in-failed',
]);
