import type { GenerationProvider } from '../../providers/contract/index.ts';
import { createOpenAi, OPENAI_RATES, openAiFacts } from '../../providers/openai/index.ts';
import { createSandbox, type Painter } from '../../providers/sandbox/index.ts';
import type { Noun, ProviderState } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type { ProviderId } from '../../shared/operations/index.ts';
import type { KeptIn, KeychainTrouble, KeyStore } from '../secrets/index.ts';
import type { Catalogue } from './catalogue.ts';

export interface ProvidersParts {
  readonly catalogue: Catalogue;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly painter: Painter;
  /** Another address for OpenAI's interface: a double in tests. */
  readonly openAiUrl: string | null;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

/** The contract's `providers`: which ways of generating there are, and their keys. */
export interface Providers {
  get(id: ProviderId): GenerationProvider;
  /** The same adapter on another way out, to see what it would send; null for one that sends nothing anywhere. */
  over(id: ProviderId, fetch: typeof fetch): GenerationProvider | null;
  /** The key for one call. Revealed at the last moment and kept by nobody. */
  keyFor(id: ProviderId): Promise<string | null>;
  hasKey(id: ProviderId): boolean;
  list(): ProviderState[];
  setKey(id: ProviderId, key: string, keep: KeptIn): Promise<ProviderState | KeyRefusal>;
  removeKey(id: ProviderId): Promise<ProviderState | KeychainRefusal>;
  /** Resolves when it is known which keys the keychain holds. */
  ready(): Promise<void>;
  testKey(id: ProviderId): Promise<ProviderState | null>;
}

interface KeychainRefusal {
  readonly refusal: 'KEYCHAIN_UNAVAILABLE';
  readonly why: KeychainTrouble;
}

type KeyRefusal = KeychainRefusal | { readonly refusal: 'KEY_MALFORMED' };

const KEY_TEST_DEADLINE_MS = 20_000;

export function createProviders(parts: ProvidersParts): Providers {
  const adaptersOver = (way: typeof fetch): Readonly<Record<ProviderId, GenerationProvider>> => {
    const adapterDeps = { fetch: way, clock: parts.clock };
    return {
      sandbox: createSandbox({ clock: parts.clock, paint: parts.painter.paint }),
      openai: createOpenAi(
        parts.openAiUrl === null ? adapterDeps : { ...adapterDeps, baseUrl: parts.openAiUrl },
        (providerModel) => {
          const row = parts.catalogue.models.find((model) => model.providerModel === providerModel);
          return row === undefined ? OPENAI_RATES : openAiFacts(row);
        },
      ),
    };
  };
  const providers = adaptersOver(parts.fetch);
  const tests = new Map<ProviderId, ProviderState['lastTest']>();

  const stateOf = (id: ProviderId): ProviderState => {
    const needsKey = providers[id].capabilities.needsKey;
    return {
      id,
      needsKey,
      hasKey: parts.keys.has(id),
      keyEnding: parts.keys.ending(id),
      keptUntil: keptUntil(parts.keys.keptIn(id)),
      lastTest: tests.get(id) ?? null,
    };
  };
  const changed = (id: ProviderId): ProviderState => {
    parts.announce('providers', [id]);
    return stateOf(id);
  };

  return {
    get: (id) => providers[id],
    over: (id, way) => (id === 'sandbox' ? null : adaptersOver(way)[id]),
    keyFor: async (id) => (await parts.keys.get(id))?.reveal() ?? null,
    hasKey: (id) => parts.keys.has(id),
    async ready() {
      await parts.keys.open();
    },
    list: () => [stateOf('sandbox'), stateOf('openai')],
    async setKey(id, key, keep) {
      const trimmed = key.trim();
      if (!/^[\x21-\x7e]{8,500}$/.test(trimmed)) return { refusal: 'KEY_MALFORMED' };
      const why = await parts.keys.set(id, trimmed, keep);
      if (why !== null) return { refusal: 'KEYCHAIN_UNAVAILABLE', why };
      tests.delete(id);
      return changed(id);
    },
    async removeKey(id) {
      const why = await parts.keys.remove(id);
      if (why !== null) return { refusal: 'KEYCHAIN_UNAVAILABLE', why };
      tests.delete(id);
      return changed(id);
    },
    async testKey(id) {
      const key = await parts.keys.get(id);
      const test = providers[id].testKey;
      if (key === null || test === undefined) return null;
      const signal = AbortSignal.timeout(KEY_TEST_DEADLINE_MS);
      const verdict = await test({ key: key.reveal(), idempotencyKey: '', signal });
      const atMs = parts.clock.now();
      tests.set(id, { verdict: verdict.kind === 'refused' ? verdict.reason : verdict.kind, atMs });
      return changed(id);
    },
  };
}

function keptUntil(place: KeptIn | null): ProviderState['keptUntil'] {
  if (place === null) return null;
  return place === 'keychain' ? 'removed' : 'session';
}
