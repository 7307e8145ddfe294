import { createIds, type Deps } from '../../shared/kernel/index.ts';
import { accountProcedures, createAccounts, createCodes, pictureRoutes } from '../accounts/index.ts';
import {
  createApp,
  createMetrics,
  createWatchApp,
  networkOfRequest,
  type Served,
  serve,
} from '../http/index.ts';
import { createLimits, networkOf } from '../limits/index.ts';
import { openOAuth, sessionProcedures } from '../oauth/index.ts';
import { objectProcedures, PICTURE_LIMITS } from '../objects/index.ts';
import { saying, waitWords, words } from '../pages/index.ts';
import { deriveKey, systemRandom } from '../platform/chance.ts';
import { systemClock } from '../platform/clock.ts';
import { createFailpoints } from '../platform/failpoints.ts';
import { readLegal } from '../platform/legal.ts';
import { createLog } from '../platform/log.ts';
import { createSessions } from '../sessions/index.ts';
import { createProgressBook, signInPages } from '../sign-in/index.ts';
import { wire } from '../wire/index.ts';
import type { CloudConfig } from './config.ts';
import { infoProcedure } from './info.ts';
import { createHandlers } from './jobs.ts';
import { openObjects } from './open-objects.ts';
import { identityProviders, openParts } from './open-parts.ts';

export interface Cloud {
  readonly origin: string;
  close(): Promise<void>;
}

/** The real world, dying where the spec says. */
export function cloudDeps(failpoint: string | null): Deps {
  return {
    clock: systemClock,
    random: systemRandom,
    ids: createIds(systemClock, systemRandom),
    log: createLog(),
    failpoints: createFailpoints(failpoint),
  };
}

/** Puts the service together and starts the roles it was asked for. What was opened is closed again when a part fails. */
export async function startCloud(
  config: CloudConfig,
  deps: Deps = cloudDeps(config.failpoint),
): Promise<Cloud> {
  const parts = await openParts(config, deps);
  try {
    const nouns = await openNouns(config, parts, deps);
    const state = { stopping: false };
    const served = await serveWhatIsAsked(config, parts, nouns, state, deps);
    if (config.roles.has('worker'))
      await parts.queue.work(createHandlers({ ...nouns, mail: parts.mail, database: parts.database }));
    deps.log.info('cloud.started', { roles: [...config.roles].join(','), database: parts.database.kind });
    return {
      origin: config.publicUrl.origin,
      async close() {
        state.stopping = true;
        await served?.stop();
        await parts.close();
        nouns.closeObjects();
        deps.log.info('cloud.ended');
      },
    };
  } catch (error) {
    await parts.close().catch(() => undefined);
    throw error;
  }
}

type Parts = Awaited<ReturnType<typeof openParts>>;
type Nouns = Awaited<ReturnType<typeof openNouns>>;

async function openNouns(config: CloudConfig, { database, queue, mail, secret }: Parts, deps: Deps) {
  const issuer = config.publicUrl.origin;
  const legal = readLegal();
  const limits = createLimits(database, deriveKey(secret, 'limits'), deps);
  const sessions = createSessions(database, deps);
  const opened = await openObjects(config, database, secret, deps);
  const accounts = createAccounts({
    database,
    deps,
    limits,
    mail,
    queue,
    legal,
    codes: createCodes(deriveKey(secret, 'codes'), limits, deps),
    sessions,
    followers: [opened.follower],
  });
  const oauth = await openOAuth({
    issuer,
    resource: `${issuer}/v1`,
    secret,
    database,
    accounts,
    sessions,
    limits,
    deps,
    guests: config.guests,
    pages: {
      refused: () => String(saying(words('trouble.refused'), words('trouble.refusedText'))),
      tooMany: (ms) =>
        String(saying(words('trouble.tooMany'), words('trouble.tooManyText', { wait: waitWords(ms) }))),
      away: () => String(saying(words('trouble.away'), words('trouble.awayText'))),
      broken: (incident) => String(saying(words('trouble.bug'), words('trouble.bugText', { incident }))),
    },
  });
  return {
    legal,
    limits,
    sessions,
    accounts,
    oauth,
    objects: opened.objects,
    objectRoutes: opened.routes,
    closeObjects: opened.close,
    book: createProgressBook(database, deps.clock),
    metrics: createMetrics(),
  };
}

interface State {
  readonly stopping: boolean;
}

async function serveWhatIsAsked(
  config: CloudConfig,
  parts: Parts,
  nouns: Nouns,
  state: State,
  deps: Deps,
): Promise<Served | null> {
  if (config.roles.has('api')) return serveApi(config, parts, nouns, state, deps);
  if (!config.watched) return null;
  const { database } = parts;
  const app = createWatchApp({ database, metrics: nouns.metrics, stopping: () => state.stopping, deps });
  return serve({ ...config, app, oauth: (_, response) => void response.writeHead(404).end(), deps });
}

async function serveApi(
  config: CloudConfig,
  { database, mailbox, secret }: Parts,
  nouns: Nouns,
  state: State,
  deps: Deps,
): Promise<Served> {
  const { accounts, oauth, limits, legal, sessions, objects, book, metrics } = nouns;
  const issuer = config.publicUrl.origin;
  const providers = identityProviders(config);
  const router = wire.router({
    service: { info: infoProcedure({ config, legal, providers, clock: deps.clock }) },
    account: accountProcedures({
      accounts,
      methods: ['email', ...providers.map(({ method }) => method)],
      linkUrl: (ticket) => `${issuer}/link/${ticket}`,
      removePicture: (accountId) =>
        accounts.removePicture(accountId, (version) => objects.pictures.remove(accountId, version)),
    }),
    sessions: sessionProcedures({ database, sessions, accounts }),
    objects: objectProcedures({
      commands: objects.commands,
      needs: async ({ accountId }) => [...(await accounts.needs(accountId))],
      limits,
    }),
  });
  const pages = signInPages(
    {
      accounts,
      desktops: oauth.desktops,
      limits,
      providers,
      book,
      legal,
      deps,
      issuer,
      mailbox: mailbox !== null,
      networkOf: networkOfRequest,
    },
    Buffer.from(deriveKey(secret, 'link cookies')).toString('base64url'),
  );
  const app = createApp({
    publicUrl: config.publicUrl,
    router,
    pages,
    bytes: [
      ...nouns.objectRoutes,
      pictureRoutes({
        accounts,
        pictures: objects.pictures,
        maxBytes: PICTURE_LIMITS.bytes,
        authenticate: (authorization, forwarded) =>
          oauth.authenticate(authorization, networkOf(forwarded ?? '')),
      }),
    ],
    authenticate: oauth.authenticate,
    formTargets: providers.map(({ origin }) => origin),
    database,
    limits,
    mailbox,
    metrics,
    stopping: () => state.stopping,
    deps,
  });
  const { host, port, publicUrl, trustedProxies } = config;
  return serve({ app, oauth: oauth.listener, host, port, publicUrl, trustedProxies, deps });
}
