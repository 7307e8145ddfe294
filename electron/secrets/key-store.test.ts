import { describe, expect, it } from 'vitest';
import { createKeyStore } from './key-store.ts';
import type { Keychain, KeychainAnswer } from './keychain.ts';
import { Secret } from './secret.ts';

/** A keychain in memory, that can be told to refuse. */
function memoryKeychain(start: Record<string, string> = {}) {
  const items = new Map(Object.entries(start));
  const state = { refuses: false };
  const answer = <Value>(value: () => Value): KeychainAnswer<Value> =>
    state.refuses ? { kind: 'trouble', why: 'locked' } : { kind: 'value', value: value() };
  const keychain: Keychain = {
    list: async () =>
      answer(() => [...items].map(([account, text]) => ({ account, ending: text.slice(-4) }))),
    read: async (account) =>
      answer(() => {
        const text = items.get(account);
        return text === undefined ? null : new Secret(text);
      }),
    write: async (account, text) => answer(() => void items.set(account, text)),
    remove: async (account) => answer(() => void items.delete(account)),
  };
  return { keychain, items, state };
}

describe('provider keys', () => {
  it('knows what the keychain holds without holding the key', async () => {
    const { keychain } = memoryKeychain({ openai: 'sk-0123456789' });
    const keys = createKeyStore(keychain);
    expect(keys.has('openai')).toBe(false);
    await keys.open();
    expect(keys.has('openai')).toBe(true);
    expect(keys.keptIn('openai')).toBe('keychain');
    expect(keys.ending('openai')).toBe('6789');
    expect(JSON.stringify(keys)).not.toContain('0123');
    expect((await keys.get('openai'))?.reveal()).toBe('sk-0123456789');
  });

  it('with a keychain that refuses nothing is kept, the reason is said, and the session is offered', async () => {
    const { keychain, state, items } = memoryKeychain();
    state.refuses = true;
    const keys = createKeyStore(keychain);
    await keys.open();
    expect(keys.trouble()).toBe('locked');
    expect(await keys.set('openai', 'sk-secret-1234', 'keychain')).toBe('locked');
    expect(keys.has('openai')).toBe(false);
    expect(await keys.set('openai', 'sk-secret-1234', 'session')).toBeNull();
    expect(keys.keptIn('openai')).toBe('session');
    expect(items.size).toBe(0);
  });

  it('a key moved to the keychain leaves the memory, and a removed one is gone from both', async () => {
    const { keychain, items } = memoryKeychain();
    const keys = createKeyStore(keychain);
    await keys.set('openai', 'sk-secret-1234', 'session');
    await keys.set('openai', 'sk-secret-1234', 'keychain');
    expect(keys.keptIn('openai')).toBe('keychain');
    expect(items.get('openai')).toBe('sk-secret-1234');
    expect(await keys.remove('openai')).toBeNull();
    expect(items.size).toBe(0);
    expect(keys.has('openai')).toBe(false);
    expect(await keys.get('openai')).toBeNull();
  });

  it('a key taken out of the keychain by hand is noticed when it is asked for', async () => {
    const { keychain, items } = memoryKeychain({ openai: 'sk-secret-1234' });
    const keys = createKeyStore(keychain);
    await keys.open();
    items.clear();
    expect(await keys.get('openai')).toBeNull();
    expect(keys.has('openai')).toBe(false);
  });

  it('a session of the cloud lies beside the keys and is never taken for one', async () => {
    const session = 'cloud-session@https://cloud.example';
    const { keychain, items } = memoryKeychain({
      openai: 'sk-secret-1234',
      [session]: '{"refreshToken":"x"}',
    });
    const keys = createKeyStore(keychain);
    await keys.open();
    expect(keys.has(session)).toBe(false);
    expect(keys.ending(session)).toBeNull();
    expect(await keys.get(session)).toBeNull();
    expect(await keys.remove(session)).toBeNull();
    expect(items.has(session)).toBe(true);
    expect(keys.has('openai')).toBe(true);
  });

  it('a secret shows itself to nobody by accident', () => {
    const secret = new Secret('sk-secret-1234');
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain('1234');
    expect(Object.keys(secret)).toEqual([]);
  });
});
