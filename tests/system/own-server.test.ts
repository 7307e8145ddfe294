import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type DesktopClient, openClient, SMALL_RUN, until, untilEnded } from '../drivers/contract-client.ts';
import { type DesktopProcess, startDesktop } from '../drivers/desktop-process.ts';
import {
  type Course,
  createOpenAiDouble,
  type DoubleOptions,
  ERRORS,
  type OpenAiDouble,
} from '../fakes/openai/index.ts';

/** Keys are held for the session, so that no test asks the keychain of whoever runs it. */
const NO_KEYCHAIN = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

let data = '';
let client: DesktopClient;
let desktop: DesktopProcess;
let close: () => void;

beforeAll(fresh);
afterEach(async () => {
  await client.providers.removeServer({});
  await client.providers.removeKey({ id: 'own-server' });
});

/** A desktop on a data folder of its own, until the tests that asked for it are over. */
async function fresh(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-own-server-'));
  data = folder;
  client = await open();
  return async () => {
    close();
    await desktop.kill();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function open(): Promise<DesktopClient> {
  desktop = await startDesktop({ data, env: NO_KEYCHAIN });
  const opened = await openClient(desktop.url);
  close = opened.close;
  return opened.client;
}

async function start(options: Partial<DoubleOptions> = {}): Promise<OpenAiDouble> {
  const double = await createOpenAiDouble({ port: 0, dialect: 'plain', ...options });
  onTestFinished(() => double.close());
  return double;
}

const own = async () => (await client.providers.list({})).find(({ id }) => id === 'own-server');
const set = (address: string, confirmed = false) => client.providers.setServer({ address, confirmed });
const modelIds = async () =>
  (await client.generations.catalogue({})).models
    .filter(({ provider }) => provider === 'own-server')
    .map(({ id }) => id);
const keysSeen = (double: OpenAiDouble) => [
  ...new Set(double.requests.map(({ headers }) => headers.authorization)),
];
const submit = (change: Partial<typeof SMALL_RUN> = {}) =>
  client.generations.submit({ ...SMALL_RUN, modelId: 'own-sd-cpp-local', seed: null, count: 1, ...change });

async function expectNothingKept(): Promise<void> {
  expect(await own()).toMatchObject({ server: null });
  expect(await modelIds()).toEqual([]);
}

describe('an address', () => {
  it.each([
    ['two words', 'not-an-address'],
    ['ftp://127.0.0.1', 'not-http'],
    ['http://user:secret@127.0.0.1', 'has-credentials'],
    ['https://api.openai.com/v1', 'public'],
    ['http://169.254.169.254/latest/meta-data', 'link-local'],
    ['http://0.0.0.0:1234', 'unspecified'],
  ])('%s is refused by name, confirmed or not', async (address, why) => {
    for (const confirmed of [false, true]) {
      await expect(set(address, confirmed)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', data: { why } });
    }
    await expectNothingKept();
  });

  it('in the network is read back first, and asked only then', async () => {
    const waiting = set('10.255.255.254:9');
    await expect(waiting).rejects.toMatchObject({
      code: 'ADDRESS_UNCONFIRMED',
      data: { address: 'http://10.255.255.254:9/v1' },
    });
    await expect(set('10.255.255.254:9', true)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    await expectNothingKept();
  });
});

describe('a server that does not answer as it should', () => {
  it.each<[string, Course, object]>([
    ['hangs up', { kind: 'hang-up' }, { code: 'SERVER_UNREACHABLE' }],
    ['fails', ERRORS.server, { code: 'SERVER_UNREACHABLE' }],
    ['drips', { kind: 'trickle' }, { code: 'SERVER_UNREACHABLE' }],
    ['wants a key', ERRORS.badKey, { code: 'SERVER_WANTS_KEY' }],
    ['is a web page', { kind: 'html', status: 200 }, notCompatible('no-models')],
    ['announces two gigabytes', { kind: 'announced', sizeBytes: 2 ** 31 }, notCompatible('too-large')],
  ])('because it %s is not kept', async (_name, course, refusal) => {
    const double = await start();
    double.script(course);
    await expect(set(double.baseUrl)).rejects.toMatchObject(refusal);
    expect(double.requests).toHaveLength(1);
    await expectNothingKept();
  });

  it('or lists no model is not kept', async () => {
    const double = await start({ models: [] });
    await expect(set(double.baseUrl)).rejects.toMatchObject(notCompatible('no-models'));
    await expectNothingKept();
  });

  it.each([301, 302, 307, 308] as const)('a redirect (%d) is followed by nobody', async (status) => {
    const double = await start({ key: 'sk-own-server' });
    const inside = await start();
    await client.providers.setKey({ id: 'own-server', key: 'sk-own-server' });
    double.script({ kind: 'redirect', status, location: `${inside.baseUrl}/models` });
    await expect(set(double.baseUrl)).rejects.toMatchObject(notCompatible('redirects'));
    await set(double.baseUrl);
    double.script({ kind: 'redirect', status, location: `${inside.baseUrl}/images/generations` });
    const { generationId } = await submit();
    expect(await untilEnded(client, generationId)).toMatchObject({
      state: 'failed',
      reason: { code: 'broken-answer' },
    });
    double.script({ kind: 'link', url: inside.baseUrl.replace('/v1', '/pictures/0.png') });
    await untilEnded(client, (await submit()).generationId);
    expect(inside.requests).toEqual([]);
  });
});

function notCompatible(why: string): object {
  return { code: 'SERVER_NOT_COMPATIBLE', data: { why } };
}

describe('a server that answers', () => {
  it('makes pictures whose cost nobody knows, outlives a restart, and leaves its pictures when it goes', async () => {
    const double = await start();
    const nouns = new Set<string>();
    const stop = new AbortController();
    const changes = await client.app.changes({}, { signal: stop.signal });
    void (async () => {
      for await (const { noun } of changes) nouns.add(noun);
    })().catch(() => undefined);
    const state = await set(double.baseUrl.replace('http://', ''));
    expect(state.server).toMatchObject({
      address: double.baseUrl,
      models: [{ name: 'sd-cpp-local', edits: true }],
    });
    await until(10_000, async () => (nouns.has('catalogue') && nouns.has('providers') ? true : null));
    stop.abort();
    expect(await modelIds()).toEqual(['own-sd-cpp-local']);
    const { generationId } = await submit({ count: 2, prompt: 'a zinc can' });
    const job = await untilEnded(client, generationId);
    expect(job).toMatchObject({ state: 'succeeded', delivered: 2, quote: { kind: 'unknown' }, cost: null });
    expect(keysSeen(double)).toEqual(['Bearer local']);

    await desktop.stop();
    client = await open();
    expect(await own()).toMatchObject({ server: { address: double.baseUrl } });
    expect(await modelIds()).toEqual(['own-sd-cpp-local']);
    await client.providers.removeServer({});
    expect(await modelIds()).toEqual([]);
    const page = await client.library.search({ words: 'zinc', trashed: false, before: null, limit: 5 });
    expect(page.pictures).toHaveLength(2);
    const details = await client.library.get({ id: page.pictures[0]?.id ?? '' });
    expect(details).toMatchObject({ providerId: 'own-server', modelLabel: 'own-sd-cpp-local' });
  });

  it('is tested again: models come and go, and trouble leaves them', async () => {
    const models = ['sd-cpp-local', 'sd-cpp-local'];
    const double = await start({ models });
    await expect(client.providers.testKey({ id: 'own-server' })).rejects.toMatchObject({
      code: 'SERVER_MISSING',
    });
    await set(double.baseUrl);
    expect(await modelIds()).toEqual(['own-sd-cpp-local']);
    models.splice(0, 2, 'flux', 'FLUX');
    expect(await client.providers.testKey({ id: 'own-server' })).toMatchObject({
      lastTest: { verdict: 'works' },
    });
    expect(await modelIds()).toEqual(['own-flux', expect.stringMatching(/^own-flux-[0-9a-f]{6}$/)]);
    await expect(submit()).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    double.script({ kind: 'html', status: 200 });
    expect(await client.providers.testKey({ id: 'own-server' })).toMatchObject({
      lastTest: { verdict: 'not-compatible' },
      server: { models: [{ name: 'flux' }, { name: 'FLUX' }] },
    });
    const { generationId } = await submit({ modelId: 'own-flux' });
    expect(await untilEnded(client, generationId)).toMatchObject({ state: 'succeeded' });
    expect(double.requests.at(-1)?.body).toMatchObject({ model: 'flux' });
  });

  it('gets a picture for an edit, and none where it knows no edits', async () => {
    const double = await start();
    await set(double.baseUrl);
    await untilEnded(client, (await submit({ prompt: 'a pewter jug' })).generationId);
    const page = await client.library.search({ words: 'pewter', trashed: false, before: null, limit: 1 });
    const references = [{ pictureId: page.pictures[0]?.id ?? '', role: 'source' as const }];
    const edit = { operation: 'edit-image' as const, prompt: 'in brass', references };
    await client.settings.update({ cautionSeen: true });
    expect(await untilEnded(client, (await submit(edit)).generationId)).toMatchObject({
      state: 'succeeded',
      quote: { kind: 'unknown' },
    });
    expect(double.requests.at(-1)).toMatchObject({
      path: '/v1/images/edits',
      form: { files: [{ name: 'source.png' }] },
    });
    const plain = await start({ edits: false });
    await set(plain.baseUrl);
    await expect(submit(edit)).rejects.toMatchObject({ code: 'MODEL_CANNOT', data: { field: 'references' } });
  });

  it('is removed while its jobs wait and run: each ends, and nothing is said to have cost', async () => {
    const double = await start();
    await set(double.baseUrl);
    double.script({ kind: 'never' }, { kind: 'never' });
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await submit()).generationId);
    const [first = '', second = '', third = ''] = ids;
    await until(10_000, async () => (double.requests.length >= 4 ? true : null));
    await client.providers.removeServer({});
    await client.generations.cancel({ id: first });
    expect(await untilEnded(client, third)).toMatchObject({
      state: 'failed',
      reason: { code: 'unknown-model', charged: 'no' },
    });
    await client.generations.cancel({ id: second });
    expect(await untilEnded(client, second)).toMatchObject({ state: 'cancelled' });
  });

  it('is gone after a crash: what waited was never sent, what ran is shown as interrupted', async () => {
    const double = await start();
    await set(double.baseUrl);
    double.script({ kind: 'never' }, { kind: 'never' });
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await submit()).generationId);
    await until(10_000, async () => (double.requests.length >= 4 ? true : null));
    await client.providers.removeServer({});
    await desktop.kill();
    client = await open();
    const jobs = await until(10_000, async () => {
      const list = await client.generations.list({});
      return list.every((job) => job.interrupted || job.endedAtMs !== null) ? list : null;
    });
    const byId = new Map(jobs.map((job) => [job.id, job]));
    expect(byId.get(ids[0] ?? '')).toMatchObject({ interrupted: true });
    expect(byId.get(ids[2] ?? '')).toMatchObject({
      state: 'failed',
      reason: { code: 'never-sent', charged: 'no' },
    });
    expect(double.requests).toHaveLength(4);
  });
});

describe('its key', () => {
  it('is sent to the address it was typed for, to no other, and lies in no file', async () => {
    const key = 'sk-own-server-secret';
    const first = await start({ key });
    const second = await start();
    await expect(set(first.baseUrl)).rejects.toMatchObject({ code: 'SERVER_WANTS_KEY' });
    await client.providers.setKey({ id: 'own-server', key });
    expect(await set(first.baseUrl)).toMatchObject({ hasKey: true, keyEnding: 'cret', needsKey: false });
    expect(keysSeen(first)).toEqual(['Bearer local', `Bearer ${key}`]);
    const said = await client.generations.whatIsSent({
      ...SMALL_RUN,
      modelId: 'own-sd-cpp-local',
      seed: null,
    });
    expect(said).toMatchObject({ kind: 'request', url: `${first.baseUrl}/images/generations` });
    expect(JSON.stringify(said)).not.toContain(key);
    const { generationId } = await submit();
    expect(await untilEnded(client, generationId)).toMatchObject({ state: 'succeeded' });

    expect(await set(second.baseUrl)).toMatchObject({ hasKey: false, keyEnding: null });
    await untilEnded(client, (await submit()).generationId);
    expect(keysSeen(second)).toEqual(['Bearer local']);
    const holding = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .map((name) => join(data, name))
      .filter((path) => statSync(path).isFile() && readFileSync(path, 'latin1').includes(key));
    expect(holding).toEqual([]);
  });

  it('goes with the server', async () => {
    const double = await start({ key: 'sk-own-server' });
    await client.providers.setKey({ id: 'own-server', key: 'sk-own-server' });
    await set(double.baseUrl);
    expect(await client.providers.removeServer({})).toMatchObject({ hasKey: false, server: null });
    await expect(set(double.baseUrl)).rejects.toMatchObject({ code: 'SERVER_WANTS_KEY' });
  });
});
