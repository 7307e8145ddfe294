import { join } from 'node:path';
import type { Deps } from '../../shared/kernel/index.ts';
import { type Database, migrate, openPglite, openPostgres } from '../db/index.ts';
import { createMailbox, createSmtp, type Mail, type Mailbox } from '../mail/index.ts';
import { openQueue, type Queue } from '../queue/index.ts';
import { createGitHub, createGoogle, type IdentityProvider } from '../sign-in/index.ts';
import type { CloudConfig } from './config.ts';
import { embeddedSecret } from './embedded-secret.ts';

/** What lies outside of the nouns, opened in the order in which it needs each other. */
export interface OpenedParts {
  readonly database: Database;
  readonly queue: Queue;
  readonly mail: Mail;
  /** Where mail goes when it is not sent. */
  readonly mailbox: Mailbox | null;
  readonly secret: Uint8Array;
  close(): Promise<void>;
}

export async function openParts(config: CloudConfig, deps: Deps): Promise<OpenedParts> {
  const mailbox = config.mail.kind === 'mailbox' ? createMailbox(config.mail.folder, deps) : null;
  const mail = config.mail.kind === 'smtp' ? createSmtp(config.mail.url, config.mail.from) : mailbox;
  if (mail === null) throw new Error('there is neither a mailbox nor a mail server');
  const { database, queue } = await openStored(config, deps);
  return {
    database,
    queue,
    mail,
    mailbox,
    secret: config.secretKey ?? embeddedSecret(config.dataFolder ?? '', deps.random),
    async close() {
      await queue.stop();
      await mail.close();
      await database.close();
    },
  };
}

async function openStored(config: CloudConfig, deps: Deps): Promise<{ database: Database; queue: Queue }> {
  const { log } = deps;
  if (config.database.kind === 'postgres') {
    const { url, connections } = config.database;
    await alone(openPostgres(url, 1, log, { waits: true }), (database) => migrate(database, deps));
    const queue = await openQueue({ kind: 'postgres', url, connections: 4 }, log);
    return { database: openPostgres(url, connections, log), queue };
  }
  const database = await openPglite(join(config.database.folder));
  try {
    await migrate(database, deps);
    return { database, queue: await openQueue({ kind: 'pglite', database }, log) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function alone(database: Database, work: (database: Database) => Promise<void>): Promise<void> {
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

export function identityProviders({ google, github, publicUrl }: CloudConfig): readonly IdentityProvider[] {
  const redirectUri = (method: string): string => `${publicUrl.origin}/sign-in/callback/${method}`;
  const providers: IdentityProvider[] = [];
  const { fetch } = globalThis;
  if (google !== null)
    providers.push(createGoogle(google.issuer, { ...google, redirectUri: redirectUri('google'), fetch }));
  if (github !== null)
    providers.push(createGitHub(github, { ...github, redirectUri: redirectUri('github'), fetch }));
  return providers;
}
