import { createServer } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  redeem,
  refresh,
  signedInDesktop,
} from '../drivers/cloud-browser.ts';
import { type CloudProcess, freePort, runCloud, startCloud } from '../drivers/cloud-process.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../drivers/postgres.ts';
import { type RoundRobin, startRoundRobin } from '../drivers/round-robin.ts';
import { type MailServer, startMail } from '../fakes/mail/index.ts';
import { type ObjectStoreDouble, startObjectStore } from '../fakes/object-store/index.ts';

let postgres: PostgresServer;
let mail: MailServer;
let bucket: ObjectStoreDouble;
let proxy: RoundRobin;
let url: string;
let env: Readonly<Record<string, string>>;
let apis: readonly CloudProcess[];
let worker: CloudProcess;
let cloud: { readonly origin: string; mail(address: string): readonly { readonly subject: string }[] };

beforeAll(async () => {
  [postgres, mail, bucket, proxy] = await Promise.all([
    startPostgres(),
    startMail(),
    startObjectStore(),
    startRoundRobin(await freePort()),
  ]);
  url = await freshDatabase(postgres);
  const origin = `http://localhost:${proxy.port}`;
  env = {
    DATABASE_URL: url,
    DATABASE_CONNECTIONS: '4',
    PUBLIC_URL: origin,
    TRUSTED_PROXIES: '1',
    SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
    SMTP_URL: mail.url,
    MAIL_FROM: 'gesso@example.com',
    S3_ENDPOINT: bucket.endpoint,
    S3_BUCKET: bucket.bucket,
    S3_ACCESS_KEY_ID: bucket.accessKeyId,
    S3_SECRET_ACCESS_KEY: bucket.secretAccessKey,
  };
  const start = (role: string): Promise<CloudProcess> =>
    startCloud({ env, args: ['--role', role, '--host', '127.0.0.1'] });
  const [one, two, working] = await Promise.all([start('api'), start('api'), start('worker')]);
  apis = [one, two];
  worker = working;
  proxy.targets = apis.map(({ port }) => port);
  cloud = { origin, mail: (address) => mail.latest(address) };
}, 120_000);

afterAll(async () => {
  await Promise.all([...apis, worker].map((each) => each.kill()));
  await proxy.stop();
  await bucket.stop();
  await mail.stop();
  await postgres.stop();
});

it('three processes that start at once on an empty database take each step once', async () => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SELECT name FROM schema_steps ORDER BY name');
  await client.end();
  const taken = [...apis, worker].flatMap((each) =>
    [...each.output().matchAll(/"step":"([^"]+)"/g)].map((match) => match[1]),
  );
  expect(taken.sort()).toEqual(rows.map(({ name }) => name));
});

it('a sign-in that is begun on one process is finished on the other, and is over on both when it ends', async () => {
  const address = 'two-processes@example.com';
  const { tokens, clientId } = await signedInDesktop(cloud, address);
  const renewed = await refresh(cloud.origin, clientId, tokens.refresh_token);
  expect(renewed.status).toBe(200);
  const again = await refresh(cloud.origin, clientId, tokens.refresh_token);
  expect(again.body).toEqual(renewed.body);
  const { sessionId } = (await call(cloud.origin, renewed.body.access_token, 'GET', '/account')).body;
  const { sessions } = (await call(cloud.origin, renewed.body.access_token, 'GET', '/sessions')).body;
  expect(JSON.stringify(sessions)).toContain('"network":"127.0.0.0/24"');
  expect(
    (await call(cloud.origin, renewed.body.access_token, 'DELETE', `/sessions/${sessionId}`)).status,
  ).toBe(200);
  for (let turn = 0; turn < 2; turn++)
    expect((await call(cloud.origin, renewed.body.access_token, 'GET', '/account')).status).toBe(401);
});

it('four refreshes at once over two processes leave a live session', async () => {
  const { tokens, clientId } = await signedInDesktop(cloud, 'four-over-two@example.com');
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => refresh(cloud.origin, clientId, tokens.refresh_token)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  expect((await call(cloud.origin, answers[0]?.body.access_token ?? '', 'GET', '/account')).status).toBe(200);
});

it('letters that nobody waits for are sent by the worker, each once', async () => {
  const address = 'letters@example.com';
  const { tokens } = await signedInDesktop(cloud, address);
  await call(cloud.origin, tokens.access_token, 'POST', '/account/address-changes', {
    address: 'moved@example.com',
  });
  const code = codeFrom(cloud.mail('moved@example.com'));
  await call(cloud.origin, tokens.access_token, 'POST', '/account/address-changes/confirm', { code });
  const told = () => mail.latest(address).filter(({ subject }) => subject.includes('another address'));
  await expect.poll(() => told().length, { timeout: 30_000 }).toBe(1);
  expect(worker.output()).toContain('"job":"letter"');
  expect(apis.map((each) => each.output()).join('')).not.toContain('"job":"letter"');
});

it('numbers are for those beside it, in the format of Prometheus', async () => {
  const near = await fetch(`http://127.0.0.1:${apis[0]?.port}/metrics`);
  expect(near.headers.get('Content-Type')).toMatch(/^text\/plain/);
  expect(await near.text()).toMatch(/^gesso_http_request_seconds_count\{.*status="2xx".*\} \d+$/m);
});

it('told to end, it answers what it began, takes nothing new, and ends well', async () => {
  const [first] = apis;
  if (first === undefined) throw new Error('there is no process');
  const extra = await startCloud({ env, args: ['--role', 'api', '--host', '127.0.0.1'] });
  proxy.targets = [extra.port];
  const asking = askFor(cloud.origin);
  const browser = new CloudBrowser(cloud.origin);
  const at = new URL((await browser.get(asking.url)).url).pathname;
  const slow = browser.post(`${at}/email`, { address: 'ending@example.com' });
  await expect.poll(() => mail.latest('ending@example.com').length, { timeout: 15_000 }).toBe(1);
  const ended = extra.stop();
  expect((await slow).status).toBe(200);
  expect(await ended).toBe(0);
  proxy.targets = apis.map(({ port }) => port);
  const code = codeFrom(cloud.mail('ending@example.com'));
  const page = await browser.post(`${at}/code`, { code });
  expect(page.html).toContain('One last thing');
  expect((await redeem(asking, new URL('http://127.0.0.1/callback?code=none'))).status).toBe(400);
});

it('starts that can not be are refused, each with an exit code of its own, and change nothing', async () => {
  const args = ['--role', 'api', '--host', '127.0.0.1'];
  const other = { ...env, SECRET_KEY: Buffer.alloc(32, 1).toString('base64') };
  const wrongSecret = await runCloud({ env: other, args });
  expect([wrongSecret.code, wrongSecret.output.includes('another SECRET_KEY')]).toEqual([5, true]);

  const newer = await freshDatabase(postgres);
  const client = new Client({ connectionString: newer });
  await client.connect();
  await client.query(
    'CREATE TABLE schema_steps (name text PRIMARY KEY, sha256 text NOT NULL, taken_at_ms bigint NOT NULL)',
  );
  await client.query("INSERT INTO schema_steps VALUES ('9999-from-the-future', 'x', 0)");
  const refused = await runCloud({ env: { ...env, DATABASE_URL: newer }, args });
  expect([refused.code, refused.output.includes('newer Gesso')]).toEqual([5, true]);
  const { rows } = await client.query(
    "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'",
  );
  expect(rows[0].tables).toBe(1);
  await client.end();

  const busy = createServer();
  const port = await new Promise<number>((resolve) => {
    busy.listen(0, '127.0.0.1', () => {
      const address = busy.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const taken = await runCloud({ env, args, port });
  busy.close();
  expect([taken.code, taken.output.includes('in use by another program')]).toEqual([3, true]);
  expect((await runCloud({ env: {}, args })).code).toBe(2);
}, 60_000);
