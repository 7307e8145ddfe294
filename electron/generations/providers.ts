import type { GenerationProvider } from '../../providers/contract/index.ts';
import { createOpenAi, OPENAI_RATES, openAiFacts } from '../../providers/openai/index.ts';
import { createSandbox, type Painter } from '../../providers/sandbox/index.ts';
import type { Noun, ProviderState } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type { ProviderId } from '../../shared/operations/index.ts';
import { createTurns } from '../platform/turns.ts';
import type { KeptIn, KeychainTrouble, KeyStore } from '../secrets/index.ts';
import type { Catalogue } from './catalogue.ts';
import type { OwnServer, ServerRefusal } from './own-server.ts';

export interface ProvidersParts {
  readonly catalogue: Catalogue;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly painter: Painter;
  /** Another address for OpenAI's interface: a double in tests. */
  readonly openAiUrl: string | null;
  readonly ownServer: OwnServer;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

/** The contract's `providers`: which ways of generating there are, and their keys. */
export interface Providers {
  get(id: ProviderId): GenerationProvider;
  /** The same adapter on another way out, to see what it would send; null for one that sends nothing anywhere. */
  over(id: ProviderId, send: typeof fetch): GenerationProvider | null;
  /** The key for one call. Revealed at the last moment and kept by nobody. `own-server` looks its own up. */
  keyFor(id: ProviderId): Promise<string | null>;
  hasKey(id: ProviderId): boolean;
  list(): ProviderState[];
  setKey(id: ProviderId, key: string, keep: KeptIn): Promise<ProviderState | KeyRefusal>;
  removeKey(id: ProviderId): Promise<ProviderState | KeychainRefusal>;
  /** Resolves when it is known which keys the keychain holds. */
  ready(): Promise<void>;
  testKey(id: ProviderId): Promise<ProviderState | 'KEY_MISSING' | 'SERVER_MISSING'>;
  /** @param confirmed the person knows that the address is another computer in their network */
  setServer(address: string, confirmed: boolean): Promise<ProviderState | ServerRefusal>;
  removeServer(): Promise<ProviderState | KeychainRefusal>;
}

interface KeychainRefusal {
  readonly refusal: 'KEYCHAIN_UNAVAILABLE';
  readonly why: KeychainTrouble;
}

type KeyRefusal = KeychainRefusal | { readonly refusal: 'KEY_MALFORMED' };

const KEY_TEST_DEADLINE_MS = 20_000;

const OWN = 'own-server';

export function createProviders(parts: ProvidersParts): Providers {
  const { keys, ownServer, announce } = parts;
  const get = adaptersOf(parts);
  const tests = new Map<ProviderId, ProviderState['lastTest']>();
  // What is asked of one provider at once is done in its order: a key typed meanwhile is for the server that is set.
  const turns = createTurns();
  const accountOf = (id: ProviderId): string => (id === OWN ? ownServer.account() : id);

  const stateOf = (id: ProviderId): ProviderState => ({
    id,
    needsKey: get(id).capabilities.needsKey,
    hasKey: keys.has(accountOf(id)),
    keyEnding: keys.ending(accountOf(id)),
    keptUntil: keptUntil(keys.keptIn(accountOf(id))),
    lastTest: tests.get(id) ?? null,
    server: id === OWN ? ownServer.state() : null,
  });
  const changed = (id: ProviderId): ProviderState => {
    announce('providers', [id]);
    return stateOf(id);
  };
  /** Models came or went: the window's list of them, and the names that pictures are shown with. */
  const serverChanged = (): ProviderState => {
    announce('catalogue', []);
    announce('library', []);
    return changed(OWN);
  };
  const note = (id: ProviderId, verdict: Verdict): void => {
    tests.set(id, { verdict, atMs: parts.clock.now() });
  };

  return {
    get,
    over(id, send) {
      if (id === 'sandbox') return null;
      return id === OWN ? ownServer.over(send) : adaptersOf({ ...parts, fetch: send })(id);
    },
    keyFor: async (id) => (id === OWN ? null : ((await keys.get(id))?.reveal() ?? null)),
    hasKey: (id) => keys.has(accountOf(id)),
    async ready() {
      await keys.open();
    },
    list: () => [stateOf('sandbox'), stateOf('openai'), stateOf(OWN)],
    setKey: (id, key, keep) =>
      turns(id, async () => {
        const trimmed = key.trim();
        if (!/^[\x21-\x7e]{8,500}$/.test(trimmed)) return { refusal: 'KEY_MALFORMED' };
        const isEarly = id === OWN && ownServer.state() === null;
        const why = isEarly
          ? await ownServer.keepFirst(trimmed, keep)
          : await keys.set(accountOf(id), trimmed, keep);
        if (why !== null) return { refusal: 'KEYCHAIN_UNAVAILABLE', why };
        tests.delete(id);
        return changed(id);
      }),
    removeKey: (id) =>
      turns(id, async () => {
        const why = await keys.remove(accountOf(id));
        if (why !== null) return { refusal: 'KEYCHAIN_UNAVAILABLE', why };
        tests.delete(id);
        return changed(id);
      }),
    testKey: (id) =>
      turns(id, async () => {
        if (id === OWN) {
          const verdict = await ownServer.check();
          if (verdict === null) return 'SERVER_MISSING';
          note(id, verdict);
          return verdict === 'works' ? serverChanged() : changed(id);
        }
        const key = await keys.get(id);
        const test = get(id).testKey;
        if (key === null || test === undefined) return 'KEY_MISSING';
        const signal = AbortSignal.timeout(KEY_TEST_DEADLINE_MS);
        const verdict = await test({ key: key.reveal(), idempotencyKey: '', signal });
        note(id, verdict.kind === 'refused' ? verdict.reason : verdict.kind);
        return changed(id);
      }),
    setServer: (address, confirmed) =>
      turns(OWN, async () => {
        const refusal = await ownServer.set(address, confirmed);
        if (refusal !== null) return refusal;
        tests.delete(OWN);
        return serverChanged();
      }),
    removeServer: () =>
      turns(OWN, async () => {
        const why = await ownServer.remove();
        if (why !== null) return { refusal: 'KEYCHAIN_UNAVAILABLE', why };
        tests.delete(OWN);
        return serverChanged();
      }),
  };
}

type Verdict = NonNullable<ProviderState['lastTest']>['verdict'];

/** One adapter a provider for as long as Gesso runs; that of the person's own server changes with its address. */
function adaptersOf(parts: ProvidersParts): Providers['get'] {
  const { clock, openAiUrl, ownServer } = parts;
  const deps = { fetch: parts.fetch, clock };
  const adapters: Readonly<Record<Exclude<ProviderId, typeof OWN>, GenerationProvider>> = {
    sandbox: createSandbox({ clock, paint: parts.painter.paint }),
    openai: createOpenAi(openAiUrl === null ? deps : { ...deps, baseUrl: openAiUrl }, (providerModel) => {
      const row = parts.catalogue.models.find(
        (model) => model.provider === 'openai' && model.providerModel === providerModel,
      );
      return row === undefined ? OPENAI_RATES : openAiFacts(row);
    }),
  };
  return (id) => (id === OWN ? ownServer.provider() : adapters[id]);
}

function keptUntil(place: KeptIn | null): ProviderState['keptUntil'] {
  if (place === null) return null;
  return place === 'keychain' ? 'removed' : 'session';
}
