import type { GenerationProvider } from '../../providers/contract/index.ts';
import { createOpenAi, OPENAI_RATES, type TokenRates } from '../../providers/openai/index.ts';
import { createSandbox, type Painter } from '../../providers/sandbox/index.ts';
import type { Noun, ProviderState } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type { ProviderId } from '../../shared/operations/index.ts';
import type { KeyStore } from '../secrets/index.ts';
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
  /** The key for one call. Revealed at the last moment and kept by nobody. */
  keyFor(id: ProviderId): string | null;
  list(): ProviderState[];
  setKey(id: ProviderId, key: string): ProviderState | null;
  removeKey(id: ProviderId): ProviderState;
  testKey(id: ProviderId): Promise<ProviderState | null>;
}

const KEY_TEST_DEADLINE_MS = 20_000;

export function createProviders(parts: ProvidersParts): Providers {
  const adapterDeps = { fetch: parts.fetch, clock: parts.clock };
  const providers: Readonly<Record<ProviderId, GenerationProvider>> = {
    sandbox: createSandbox({ clock: parts.clock, paint: parts.painter.paint }),
    openai: createOpenAi(
      parts.openAiUrl === null ? adapterDeps : { ...adapterDeps, baseUrl: parts.openAiUrl },
      (providerModel) => ratesOf(parts.catalogue, providerModel),
    ),
  };
  const tests = new Map<ProviderId, ProviderState['lastTest']>();

  const stateOf = (id: ProviderId): ProviderState => {
    const needsKey = providers[id].capabilities.needsKey;
    const ending = parts.keys.ending(id);
    return {
      id,
      needsKey,
      hasKey: ending !== null,
      keyEnding: ending,
      keptUntil: ending === null ? null : parts.keys.keptUntil,
      lastTest: tests.get(id) ?? null,
    };
  };
  const changed = (id: ProviderId): ProviderState => {
    parts.announce('providers', [id]);
    return stateOf(id);
  };

  return {
    get: (id) => providers[id],
    keyFor: (id) => parts.keys.get(id)?.reveal() ?? null,
    list: () => [stateOf('sandbox'), stateOf('openai')],
    setKey(id, key) {
      const trimmed = key.trim();
      if (!/^[\x21-\x7e]{8,500}$/.test(trimmed)) return null;
      parts.keys.set(id, trimmed);
      tests.delete(id);
      return changed(id);
    },
    removeKey(id) {
      parts.keys.remove(id);
      tests.delete(id);
      return changed(id);
    },
    async testKey(id) {
      const key = parts.keys.get(id);
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

/** What the real cost is reckoned with, from the same row as the estimate. */
function ratesOf(catalogue: Catalogue, providerModel: string): TokenRates {
  const price = catalogue.models.find((model) => model.providerModel === providerModel)?.price;
  return price?.kind === 'tokens' ? price.perMillion : OPENAI_RATES;
}
