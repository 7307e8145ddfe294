import { afterEach, describe, expect, it } from 'vitest';
import type { ProviderEvent, ProviderRequest } from '../../providers/contract/index.ts';
import {
  createOpenAiDouble,
  type DoubleOptions,
  ERRORS,
  type OpenAiDouble,
} from '../../tests/fakes/openai/index.ts';
import { systemClock } from '../platform/clock.ts';
import { createKeychain, createKeyStore } from '../secrets/index.ts';
import type { KeptValue } from '../settings/index.ts';
import { type KeptServer, openOwnServer } from './own-server.ts';

const doubles: OpenAiDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.close()));
});

async function start(options: Partial<DoubleOptions> = {}): Promise<OpenAiDouble> {
  const double = await createOpenAiDouble({ port: 0, dialect: 'plain', ...options });
  doubles.push(double);
  return double;
}

/** A keychain in memory that can be put out of order, and what was kept, as a restart finds both. */
function world() {
  const held = new Map<string, string>();
  const state = { works: true };
  const insist = (): void => {
    if (!state.works) throw new Error('locked');
  };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let stored: KeptServer | null = null;
  const kept: KeptValue<KeptServer> = {
    read: async () => stored,
    write: async (value) => {
      stored = value;
    },
  };
  const open = async () => {
    const keychain = createKeychain({
      load: async () => ({
        getPassword: async (_service, account) => held.get(account) ?? null,
        setPassword: async (_service, account, password) => {
          insist();
          held.set(account, password);
        },
        deletePassword: async (_service, account) => {
          insist();
          return held.delete(account);
        },
        findCredentials: async () => [...held].map(([account, password]) => ({ account, password })),
      }),
      service: 'test',
      clock: systemClock,
      log: silent,
    });
    const keys = createKeyStore(keychain);
    const server = await openOwnServer({ kept, keys, clock: systemClock, fetch });
    return { keys, server };
  };
  return { held, state, kept, open };
}

const REQUEST: ProviderRequest = {
  operation: 'text-to-image',
  model: 'sd-cpp-local',
  prompt: 'a vase',
  negativePrompt: '',
  size: { width: 64, height: 64 },
  quality: 'standard',
  count: 1,
  ordinals: [0],
  seed: null,
  background: 'auto',
  references: [],
  mask: null,
};

async function run(provider: ReturnType<Awaited<ReturnType<typeof openOwnServer>>['provider']>) {
  const context = { key: 'of-nobody', idempotencyKey: 'x', signal: new AbortController().signal };
  const events: ProviderEvent[] = [];
  for await (const event of provider.run(REQUEST, context)) events.push(event);
  return events.at(-1);
}

const sent = (double: OpenAiDouble) => double.requests.map(({ headers }) => headers.authorization);

describe('the key of an own server', () => {
  it('typed before the server is known goes to the one it opens, and into the keychain then', async () => {
    const { held, open } = world();
    const first = await start({ key: 'sk-of-the-first' });
    const { server, keys } = await open();
    expect(await server.set(first.baseUrl, false)).toEqual({ refusal: 'SERVER_WANTS_KEY' });
    await server.keepFirst('sk-of-the-first', 'keychain');
    expect(held.size).toBe(0);
    expect(await server.set(first.baseUrl, false)).toBeNull();
    expect([...held.values()]).toEqual(['sk-of-the-first']);
    expect(keys.ending(server.account())).toBe('irst');
    expect(await run(server.provider())).toMatchObject({ outcome: { kind: 'succeeded' } });
  });

  it('is never shown to another address, and removed when the address changes', async () => {
    const { held, open } = world();
    const first = await start({ key: 'sk-of-the-first' });
    const second = await start();
    const { server } = await open();
    await server.keepFirst('sk-of-the-first', 'keychain');
    await server.set(first.baseUrl, false);
    const before = server.provider();
    expect(await server.set(second.baseUrl, false)).toBeNull();
    expect(held.size).toBe(0);
    expect(await run(server.provider())).toMatchObject({ outcome: { kind: 'succeeded' } });
    expect(new Set(sent(second))).toEqual(new Set(['Bearer local']));
    // A job that began before goes on with the old address, and has no key there any more.
    expect(await run(before)).toMatchObject({ outcome: { error: 'bad-key' } });
    expect(sent(first).at(-1)).toBe('Bearer local');
  });

  it('of the next server does not go to the one before, whatever a job still holds', async () => {
    const { keys, server } = await world().open();
    const first = await start();
    const second = await start({ key: 'sk-of-the-second' });
    await server.set(first.baseUrl, false);
    const before = server.provider();
    await server.remove();
    await server.keepFirst('sk-of-the-second', 'session');
    await server.set(second.baseUrl, false);
    expect(keys.has(server.account())).toBe(true);
    await run(before);
    expect(new Set(sent(first))).toEqual(new Set(['Bearer local']));
  });

  it('stays with its server while the keychain does not give it up', async () => {
    const { state, open } = world();
    const first = await start({ key: 'sk-of-the-first' });
    const second = await start();
    const { server } = await open();
    await server.keepFirst('sk-of-the-first', 'keychain');
    await server.set(first.baseUrl, false);
    state.works = false;
    expect(await server.set(second.baseUrl, false)).toMatchObject({ refusal: 'KEYCHAIN_UNAVAILABLE' });
    expect(await server.remove()).not.toBeNull();
    expect(server.state()?.address).toBe(first.baseUrl);
  });

  it('is found again after a restart, before anybody asked the keychain', async () => {
    const { open } = world();
    const first = await start({ key: 'sk-of-the-first' });
    const { server } = await open();
    await server.keepFirst('sk-of-the-first', 'keychain');
    await server.set(first.baseUrl, false);
    const again = (await open()).server;
    expect(again.state()?.address).toBe(first.baseUrl);
    expect(await run(again.provider())).toMatchObject({ outcome: { kind: 'succeeded' } });
  });
});

describe('the server itself', () => {
  it('is told which model when it has several, and loses those it lists no more', async () => {
    const { server } = await world().open();
    const listed = ['sd-cpp-local', 'Flux/Dev'];
    const double = await start({ models: listed });
    await server.set(double.baseUrl, false);
    expect(server.models().map(({ label }) => label)).toEqual(listed);
    expect(await run(server.provider())).toMatchObject({ outcome: { kind: 'succeeded' } });
    listed.splice(0, 2, 'other');
    expect(await server.check()).toBe('works');
    expect(server.models().map(({ id }) => id)).toEqual(['own-other']);
  });

  it('keeps its models when a test meets trouble', async () => {
    const { server } = await world().open();
    const double = await start();
    await server.set(double.baseUrl, false);
    double.script(ERRORS.badKey, { kind: 'hang-up' }, { kind: 'html', status: 200 });
    expect(await server.check()).toBe('bad-key');
    expect(await server.check()).toBe('unreachable');
    expect(await server.check()).toBe('not-compatible');
    expect(server.models()).toHaveLength(1);
  });

  it('that is gone ends a run in a typed way, and costs nothing', async () => {
    const { server } = await world().open();
    expect(await server.check()).toBeNull();
    expect(await run(server.provider())).toMatchObject({
      kind: 'ended',
      outcome: { kind: 'failed', error: 'unknown-model', charged: 'no' },
      cost: { kind: 'nothing' },
    });
  });

  it('is none when what was kept would be refused today', async () => {
    const { kept, open } = world();
    const address = 'http://169.254.169.254/v1';
    await kept.write({ address, models: [], sendsModel: false, checkedAtMs: 0 });
    expect((await open()).server.state()).toBeNull();
  });
});
