import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, escapeIdentifier } from 'pg';
import { freePort } from '../../scripts/free-port.ts';
import { type Binaries, findBinaries, type ServerSource } from './postgres-binaries.ts';

const run = promisify(execFile);
const READY_WITHIN_MS = 60_000;
/** Another process may take the free port before the server does. */
const PORT_TRIES = 3;

/**
 * Stays beside the server and ends it when the test process is gone in whatever way: then its input ends. The folder
 * goes with it.
 */
const WATCH =
  '"$@" & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server; rm -rf "$GESSO_FOLDER"';

export interface PostgresServer {
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  readonly source: ServerSource;
  /** What it wrote, for a failed test. */
  log(): string;
  /** Ends it as an administrator does in a hurry: open transactions are rolled back. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Leave it out and npm's is taken where it runs, Debian's elsewhere. */
  readonly source?: ServerSource;
}

/**
 * A PostgreSQL server of this process's own, in a temporary folder and on a free port of loopback. What it wrote would
 * not outlive a power cut, since nothing here cuts the power and waiting for disks takes most of a test's time.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const account = unprivilegedAccount();
  const binaries = await findBinaries(account, options.source);
  for (let tries = 1; ; tries++) {
    const place = makePlace(account);
    try {
      await makeCluster(binaries, place);
      return await startOn(await freePort(), binaries, place);
    } catch (error) {
      rmSync(place.folder, { recursive: true, force: true });
      if (tries === PORT_TRIES || !String(error).includes('Address already in use')) throw error;
    }
  }
}

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly account: Account | null;
}

/** The server makes its own data folder, so the one above it has to be its own as well. */
function makePlace(account: Account | null): Place {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-postgres-'));
  if (account !== null) chownSync(folder, account.uid, account.gid);
  return { folder, data: join(folder, 'data'), account };
}

async function makeCluster(binaries: Binaries, { folder, data, account }: Place): Promise<void> {
  const password = join(folder, 'password');
  writeFileSync(password, 'postgres\n', { mode: 0o644 });
  const flags = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${password}`];
  const speed = ['--no-sync', '--encoding=UTF8', '--locale=C'];
  await run(binaries.initdb, [`--pgdata=${data}`, ...flags, ...speed], { ...account, env: { LC_ALL: 'C' } });
}

async function startOn(port: number, binaries: Binaries, place: Place): Promise<PostgresServer> {
  const { folder, data, account } = place;
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'max_connections=200',
    'shared_buffers=64MB',
  ].flatMap((setting) => ['-c', setting]);
  const command = [binaries.postgres, '-D', data, '-p', String(port), ...settings];
  const child = spawn('sh', ['-c', WATCH, 'sh', ...command], {
    ...account,
    env: { PATH: '/usr/bin:/bin', GESSO_FOLDER: folder, LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let output = '';
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (output.includes('ready to accept connections')) resolve();
      // The watch waits for us and not for the server, so its word is the only sign.
      if (output.includes('FATAL')) reject(new Error(output));
    });
    void exited.then(() => reject(new Error(output)));
    setTimeout(
      () => reject(new Error(`PostgreSQL was not ready in time\n${output}`)),
      READY_WITHIN_MS,
    ).unref();
  }).catch((error: unknown) => {
    child.stdin.end();
    throw error;
  });
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    source: binaries.source,
    log: () => output,
    async stop() {
      child.stdin.end();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a database holds before a test begins: a migration, usually. */
export type Preparation = (url: string) => Promise<void>;

const templates = new WeakMap<PostgresServer, Map<Preparation, Promise<string>>>();
let made = 0;

/**
 * An empty database of its own on that server, or one prepared so. A preparation runs once for each server; the
 * databases after it are copies, which take a tenth of a second.
 */
export async function freshDatabase(server: PostgresServer, prepare?: Preparation): Promise<string> {
  const known = templates.get(server) ?? new Map<Preparation, Promise<string>>();
  templates.set(server, known);
  if (prepare === undefined) return urlOf(server, await createDatabase(server, null));
  const template = known.get(prepare) ?? makeTemplate(server, prepare);
  known.set(prepare, template);
  return urlOf(server, await createDatabase(server, await template));
}

async function makeTemplate(server: PostgresServer, prepare: Preparation): Promise<string> {
  const name = await createDatabase(server, null);
  await prepare(urlOf(server, name));
  return name;
}

async function createDatabase(server: PostgresServer, template: string | null): Promise<string> {
  made += 1;
  const name = `test_${process.pid}_${made}`;
  const from = template === null ? '' : ` TEMPLATE ${escapeIdentifier(template)}`;
  await inDatabase(server.url, `CREATE DATABASE ${escapeIdentifier(name)}${from}`);
  return name;
}

/** One statement on a connection of its own. */
async function inDatabase(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(server: PostgresServer, database: string): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.href;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as the superuser; as anybody else it runs as themselves. */
function unprivilegedAccount(): Account | null {
  if (userInfo().uid !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // Not every system knows every name.
    }
  }
  throw new Error('no account but the superuser: PostgreSQL cannot run here');
}
