import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownMigrations } from '../../cloud/db/migrate.ts';
import { type Balancer, startBalancer } from '../drivers/balancer.ts';
import {
  call,
  codeFrom,
  guestDesktop,
  type Mailed,
  refresh,
  signedInDesktop,
} from '../drivers/cloud-browser.ts';
import { type CloudProcess, runCloud, startCloud } from '../drivers/cloud-process.ts';
import { type Link, startLink } from '../drivers/link.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../drivers/postgres.ts';
import { rawHttp, rawRequest } from '../drivers/raw-http.ts';
import { makePicture } from '../drivers/storage/pictures.ts';
import { type MailServer, startMail } from '../fakes/mail/index.ts';
import { type ObjectStoreDouble, startObjectStore } from '../fakes/object-store/index.ts';

/** As a studio runs it: two processes that answer, one that works, a database, a bucket, a mail server, a proxy before it. */

const SECRET_KEY = Buffer.alloc(32, 9).toString('base64');
const STOP_WITHIN_MS = 15_000;

let postgres: PostgresServer;
let database: string;
/** What the second process knows the database by, so that it can lose it alone. */
let line: Link;
let mail: MailServer;
let store: ObjectStoreDouble;
let balancer: Balancer;
let env: Record<string, string>;
let one: CloudProcess;
let two: CloudProcess;
let worker: CloudProcess;
let cloud: Mailed;

beforeAll(async () => {
  [postgres, mail, store, balancer] = await Promise.all([
    startPostgres(),
    startMail(),
    startObjectStore(),
    startBalancer(),
  ]);
  database = await freshDatabase(postgres);
  line = await startLink(database);
  env = {
    PUBLIC_URL: balancer.origin,
    TRUSTED_PROXIES: '1',
    DATABASE_URL: database,
    SECRET_KEY,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Gesso <gesso@example.com>',
    S3_ENDPOINT: store.endpoint,
    S3_BUCKET: store.bucket,
    S3_REGION: store.region,
    S3_ACCESS_KEY_ID: store.accessKeyId,
    S3_SECRET_ACCESS_KEY: store.secretAccessKey,
  };
  const api = ['--role', 'api', '--host', '127.0.0.1'];
  [one, two, worker] = await Promise.all([
    startCloud({ args: api, env }),
    startCloud({ args: api, env: { ...env, DATABASE_URL: line.url } }),
    startCloud({ args: ['--role', 'worker', '--host', '127.0.0.1'], env }),
  ]);
  balancer.serve([one.port, two.port]);
  cloud = { origin: balancer.origin, mail: (address) => mail.latest(address) };
}, 120_000);
afterAll(async () => {
  line.mend();
  await Promise.all([one, two, worker].map((each) => each.kill()));
  await Promise.all([balancer.stop(), line.stop(), mail.stop(), store.stop()]);
  await postgres.stop();
});

async function asked(url: string, statement: string, values: readonly unknown[] = []) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

const ready = async ({ port }: CloudProcess) => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status;

describe('three processes that start at once on an empty database', () => {
  it('all come up, and each step of the schema was taken once', async () => {
    const names = knownMigrations().map(({ name }) => name);
    const taken = await asked(database, 'SELECT name FROM schema_steps ORDER BY name');
    expect(taken.map(({ name }) => name)).toEqual(names);
    const all = [one, two, worker].map((each) => each.output()).join('\n');
    for (const name of names) expect(all.split(`"step":"${name}"`)).toHaveLength(2);
    expect(await Promise.all([ready(one), ready(two), ready(worker)])).toEqual([200, 200, 200]);
  });

  it('are one service: every request of a sign-in may be answered by another of them', async () => {
    const { clientId, tokens } = await signedInDesktop(cloud, 'ines@example.com');
    const renewed = await refresh(cloud.origin, clientId, tokens.refresh_token);
    expect(renewed.status).toBe(200);
    for (let turn = 0; turn < 3; turn++)
      expect((await call(cloud.origin, renewed.body.access_token, 'GET', '/account')).body).toMatchObject({
        address: 'ines@example.com',
      });
    const keys = await Promise.all(
      [1, 2].map(async () => (await fetch(`${cloud.origin}/oauth/jwks`)).json()),
    );
    expect(keys[0]).toEqual(keys[1]);
  });

  it('and a session that was ended at one is over at the other', async () => {
    const first = await signedInDesktop(cloud, 'ended@example.com');
    const second = await signedInDesktop(cloud, 'ended@example.com');
    const { body } = await call(cloud.origin, second.tokens.access_token, 'GET', '/account');
    await call(cloud.origin, first.tokens.access_token, 'DELETE', `/sessions/${body.sessionId}`);
    for (let turn = 0; turn < 2; turn++)
      expect((await call(cloud.origin, second.tokens.access_token, 'GET', '/account')).body).toMatchObject({
        data: { why: 'ended' },
      });
  });

  it('send each letter once', async () => {
    const people = ['a', 'b'].map((name) => `closing-${name}@example.com`);
    await Promise.all(
      people.map(async (address) => {
        const { tokens } = await signedInDesktop(cloud, address);
        await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
        const closing = { code: codeFrom(mail.latest(address)), when: 'now' };
        const closed = await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', closing);
        expect(closed.status).toBe(200);
      }),
    );
    const gone = (address: string) =>
      mail.latest(address).filter(({ subject }) => subject === 'Your Gesso account is deleted');
    await expect
      .poll(() => people.map((address) => gone(address).length), { timeout: 30_000 })
      .toEqual([1, 1]);
    const left = await asked(
      database,
      "SELECT count(*)::int AS n FROM identities WHERE address LIKE 'closing-%'",
    );
    expect(left).toEqual([{ n: 0 }]);
    expect(worker.output()).toContain('"job":"purge"');
    expect(one.output() + two.output()).not.toContain('"job.done"');
  });
});

describe('whoever watches it', () => {
  const numbers = async ({ port }: CloudProcess) => fetch(`http://127.0.0.1:${port}/metrics`);

  it("has numbers in Prometheus' format, of those who answer and of those who work", async () => {
    for (const [process, name] of [
      [one, 'gesso_http_request_seconds_bucket'],
      [worker, 'gesso_jobs_total'],
    ] as const) {
      const answer = await numbers(process);
      expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/);
      const lines = (await answer.text()).split('\n').filter((each) => each !== '' && !each.startsWith('#'));
      for (const each of lines) expect(each).toMatch(/^[a-z_]\w*(\{[^{}]*\})? (-?[\d.e+-]+|NaN|\+Inf)$/i);
      expect(lines.some((each) => each.startsWith(name))).toBe(true);
    }
    expect(
      (await fetch(`${cloud.origin}/metrics`, { headers: { 'X-Forwarded-For': '198.51.100.1' } })).status,
    ).toBe(200);
    const outside = rawRequest('GET /metrics HTTP/1.1', [
      'Host: x',
      'X-Forwarded-For: 198.51.100.1',
      'Connection: close',
    ]);
    expect((await rawHttp(one.port, outside)).status).toBe(404);
  });

  it('hears that a process has lost its database, and that it has it again; it lives all the while', async () => {
    line.cut();
    expect(await ready(two)).toBe(503);
    expect((await fetch(`http://127.0.0.1:${two.port}/health/live`)).status).toBe(200);
    expect([await ready(one), await ready(worker)]).toEqual([200, 200]);
    line.mend();
    await expect.poll(() => ready(two), { timeout: 10_000 }).toBe(200);
  });

  it('reads one JSON a line, with a trace where there is a request, and nothing of anybody', async () => {
    for (const each of [one, two, worker]) {
      const lines = each
        .output()
        .split('\n')
        .filter((text) => text.trim() !== '');
      for (const text of lines) {
        const entry = JSON.parse(text);
        if (entry.ready === undefined)
          expect(entry).toMatchObject({
            level: expect.any(Number),
            time: expect.any(String),
            msg: expect.any(String),
          });
      }
      for (const secret of [
        '@example.com',
        SECRET_KEY,
        store.secretAccessKey,
        'mail-double',
        'postgres:postgres',
      ])
        expect(each.output()).not.toContain(secret);
    }
    expect(worker.output()).toMatch(/"traceId":"[0-9a-f-]{36}".*"job":"letter"/);
  });
});

describe('a start', () => {
  it('is refused on a database of a newer Gesso, and with another secret; nothing is changed', async () => {
    const newer = await freshDatabase(postgres);
    await asked(
      newer,
      'CREATE TABLE schema_steps (name text PRIMARY KEY, sha256 text NOT NULL, taken_at_ms bigint NOT NULL)',
    );
    await asked(newer, 'INSERT INTO schema_steps VALUES ($1, $2, 0)', ['9999-from-the-future', 'x']);
    const [future, secret] = await Promise.all([
      runCloud({ env: { ...env, DATABASE_URL: newer } }),
      runCloud({ env: { ...env, SECRET_KEY: Buffer.alloc(32, 8).toString('base64') } }),
    ]);
    expect([future.code, future.output]).toEqual([5, expect.stringContaining('changed by a newer Gesso')]);
    expect([secret.code, secret.output]).toEqual([5, expect.stringContaining('another SECRET_KEY')]);
    const tables = await asked(newer, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    expect(tables).toEqual([{ tablename: 'schema_steps' }]);
    expect(future.output + secret.output).not.toContain('    at ');
  });

  it('says which part of it can not be had: the port, the host, the configuration', async () => {
    const [port, host, config] = await Promise.all([
      runCloud({ port: one.port, args: ['--role', 'api', '--host', '127.0.0.1'], env }),
      runCloud({ args: ['--role', 'api', '--host', '192.0.2.1'], env }),
      runCloud({
        args: ['--role', 'apo'],
        env: { ...env, SECRET_KEY: 'short', SMTP_URL: '', MAIL_FROM: '' },
      }),
    ]);
    expect([port.code, port.output]).toEqual([3, expect.stringContaining(`Port ${one.port} is in use`)]);
    expect([host.code, host.output]).toEqual([
      2,
      expect.stringContaining('192.0.2.1 is no address of this computer'),
    ]);
    expect(config.code).toBe(2);
    for (const name of ['--role', 'SECRET_KEY', 'SMTP_URL']) expect(config.output).toContain(name);
    expect(config.output).not.toContain('short');
  });
});

describe('an end', () => {
  /** Half of a picture is on its way when the process is told to end. */
  async function endedWhile(cloudProcess: CloudProcess, token: string) {
    const picture = await makePicture();
    const host = new URL(cloud.origin).host;
    const head = rawRequest(
      'PUT /v1/account/picture HTTP/1.1',
      [`Host: ${host}`, `Authorization: Bearer ${token}`, 'Expect: 100-continue'],
      '',
      picture.byteLength,
    );
    const body = Buffer.from(picture).toString('latin1');
    let told: Promise<number | null> = Promise.resolve(null);
    const began = performance.now();
    const heard = await rawHttp(cloudProcess.port, head + body.slice(0, 100), {
      patienceMs: STOP_WITHIN_MS,
      rest: async (heardYet) => {
        await expect.poll(heardYet).toContain('100 Continue');
        told = cloudProcess.stop();
        await expect.poll(() => ready(cloudProcess).catch(() => 0), { timeout: 5_000 }).toBe(0);
        return body.slice(100);
      },
    });
    return { heard, code: await told, after: performance.now() - began };
  }

  it('waits for the request that runs, answers it, and is well', async () => {
    const { tokens } = await guestDesktop(cloud.origin);
    const { heard, code, after } = await endedWhile(one, tokens.access_token);
    expect([heard.status, code]).toEqual([200, 0]);
    expect(heard.head).toContain('connection: close');
    expect(after).toBeLessThan(STOP_WITHIN_MS);
    balancer.serve([two.port]);
    expect(
      (await call(cloud.origin, tokens.access_token, 'GET', '/account')).body.pictureVersion,
    ).not.toBeNull();
  });

  it('comes also while the database is away, and for who works', async () => {
    line.cut();
    const began = performance.now();
    expect(await Promise.all([two.stop(), worker.stop()])).toEqual([0, 0]);
    expect(performance.now() - began).toBeLessThan(STOP_WITHIN_MS);
  });
});
