import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../drivers/contract-client.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../drivers/postgres.ts';

async function ask(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const prepared: string[] = [];
const prepare = async (url: string): Promise<void> => {
  prepared.push(url);
  await ask(url, 'CREATE TABLE thing AS SELECT 7 AS n');
};

describe.each(['npm', 'debian'] as const)('PostgreSQL of %s', (source) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ source });
  });
  afterAll(() => server.stop());

  it('answers on loopback, and only who knows the password', async () => {
    const [row] = await ask(server.url, 'SHOW server_version');
    expect(String(row?.server_version)).toMatch(/^\d+\.\d+/);
    const url = new URL(server.url);
    expect(url.hostname).toBe('127.0.0.1');
    url.password = 'guessed';
    await expect(ask(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('gives each test a database of its own, prepared once', async () => {
    const [first, second] = await Promise.all([
      freshDatabase(server, prepare),
      freshDatabase(server, prepare),
    ]);
    await ask(first, 'UPDATE thing SET n = 8');
    expect(await ask(second, 'SELECT n FROM thing')).toEqual([{ n: 7 }]);
    expect(prepared.filter((url) => new URL(url).host === new URL(server.url).host)).toHaveLength(1);
    const empty = await freshDatabase(server);
    expect(await ask(empty, "SELECT to_regclass('thing') AS found")).toEqual([{ found: null }]);
  });
});

it('goes when the process that started it is killed', async () => {
  const driver = fileURLToPath(new URL('../drivers/postgres.ts', import.meta.url));
  const script = `const { startPostgres } = await import(${JSON.stringify(driver)});
    const server = await startPostgres();
    console.log(server.url);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim())),
  );
  expect(await ask(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  child.kill('SIGKILL');
  await until(20_000, async () => {
    const code = await ask(url, 'SELECT 1').catch((error: NodeJS.ErrnoException) => error.code);
    return code === 'ECONNREFUSED' ? code : null;
  });
});
