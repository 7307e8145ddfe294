import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../cloud/app/config.ts';
import { startCloud } from '../../cloud/app/start-cloud.ts';
import { systemRandom } from '../../cloud/platform/chance.ts';
import { systemClock } from '../../cloud/platform/clock.ts';
import { createFailpoints } from '../../cloud/platform/failpoints.ts';
import { createLog } from '../../cloud/platform/log.ts';
import { freePort } from '../../scripts/free-port.ts';
import { type Clock, createIds, type Deps } from '../../shared/kernel/index.ts';
import type { KeptLetter } from './cloud-process.ts';
import { fillCloudFolder } from './cloud-template.ts';

export interface OpenedCloud {
  readonly origin: string;
  /** Where it listens, on 127.0.0.1, whatever it is known as. */
  readonly port: number;
  readonly folder: string;
  /** Null when the database is in the folder. */
  readonly databaseUrl: string | null;
  /** Letters in the mailbox to one address, newest first. */
  mail(address: string): readonly KeptLetter[];
  /** Everything it logged. */
  log(): string;
  /** Moves the service's clock on; the world's stays. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export interface OpenCloudOptions {
  /** Over those of an embedded cloud; DATABASE_URL puts a server in the embedded database's place. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The real service in this process, on a folder of its own, with a clock that can be moved and a log that can be read. */
export async function openCloud({ env = {}, args = [] }: OpenCloudOptions = {}): Promise<OpenedCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-cloud-'));
  const port = await freePort();
  const production = env.DATABASE_URL !== undefined;
  if (!production) await fillCloudFolder(folder);
  const config = readConfig(['--data', folder, '--port', String(port), '--host', '127.0.0.1', ...args], {
    ...(production
      ? {
          PUBLIC_URL: `http://localhost:${port}`,
          SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
          SMTP_URL: 'smtp://127.0.0.1:9',
          MAIL_FROM: 'gesso@example.com',
        }
      : {}),
    ...env,
  });
  let lines = '';
  let ahead = 0;
  const clock: Clock = { now: () => systemClock.now() + ahead, sleep: systemClock.sleep };
  const deps: Deps = {
    clock,
    random: systemRandom,
    ids: createIds(clock, systemRandom),
    log: createLog({
      write(line: string) {
        lines += line;
      },
    }),
    failpoints: createFailpoints(null),
  };
  // A test with a server for a database reads its letters in the mailbox all the same.
  const usesMailbox = !('SMTP_URL' in env);
  const cloud = await startCloud(
    usesMailbox ? { ...config, mail: { kind: 'mailbox', folder } } : config,
    deps,
  );
  return {
    origin: cloud.origin,
    port,
    folder,
    databaseUrl: env.DATABASE_URL ?? null,
    mail(address) {
      try {
        const all: KeptLetter[] = JSON.parse(readFileSync(join(folder, 'mailbox.json'), 'utf8'));
        return all.filter(({ to }) => to === address);
      } catch {
        return [];
      }
    },
    log: () => lines,
    pass(ms) {
      ahead += ms;
    },
    async close() {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
