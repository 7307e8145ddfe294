import { z } from 'zod';
import type { GenerationProvider } from '../../providers/contract/index.ts';
import {
  type AddressRefusal,
  compatibleCapabilities,
  createOpenAiCompatible,
  probeServer,
  readServerAddress,
  type ServerProbe,
} from '../../providers/openai/index.ts';
import type { ProviderState } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type { Model } from '../../shared/operations/index.ts';
import type { KeptIn, KeychainTrouble, KeyStore } from '../secrets/index.ts';
import type { KeptValue } from '../settings/index.ts';
import { ownModels, usableNames } from './own-models.ts';

export const keptServerSchema = z.strictObject({
  /** As `readServerAddress` gave it. */
  address: z.string().max(400),
  models: z.array(z.strictObject({ name: z.string().min(1).max(100), edits: z.boolean() })).max(200),
  /** A server with one model may not know the field that names it. */
  sendsModel: z.boolean(),
  checkedAtMs: z.int(),
});
export type KeptServer = z.infer<typeof keptServerSchema>;

interface OwnServerParts {
  readonly kept: KeptValue<KeptServer>;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

/** A person's own server: at most one, by its address. Its changes are asked for one after the other. */
export interface OwnServer {
  state(): ProviderState['server'];
  models(): readonly Model[];
  /** For the server as it is now; one that is kept by a running job goes on with the old one and its key. */
  provider(): GenerationProvider;
  /** The same on another way out, with the key it is given; null where none is set. */
  over(send: typeof fetch): GenerationProvider | null;
  /** The name its key is kept by. A key of one address is never found by another. */
  account(): string;
  /** The key is for the server that is set next: it is held in memory until it is known where it belongs. */
  keepFirst(key: string, where: KeptIn): Promise<null>;
  set(address: string, confirmed: boolean): Promise<ServerRefusal | null>;
  /** Asks again what it can make. Null when none is set. */
  check(): Promise<ServerVerdict | null>;
  /** Its key goes first: with trouble there both stay. */
  remove(): Promise<KeychainTrouble | null>;
}

type ServerVerdict = NonNullable<ProviderState['lastTest']>['verdict'];

export type ServerRefusal =
  | { readonly refusal: 'ADDRESS_REFUSED'; readonly why: AddressRefusal }
  | { readonly refusal: 'ADDRESS_UNCONFIRMED'; readonly address: string }
  | { readonly refusal: 'SERVER_UNREACHABLE' | 'SERVER_WANTS_KEY' }
  | {
      readonly refusal: 'SERVER_NOT_COMPATIBLE';
      readonly why: Extract<ServerProbe, { kind: 'not-compatible' }>['why'];
    }
  | { readonly refusal: 'KEYCHAIN_UNAVAILABLE'; readonly why: KeychainTrouble };

const UNPLACED = 'own-server';

/** Reads the one that was kept. One whose address would be refused today is none. */
export async function openOwnServer(parts: OwnServerParts): Promise<OwnServer> {
  const { kept, keys, clock } = parts;
  const found = await kept.read();
  let current = found !== null && isOwn(found.address) ? found : null;
  let rows = ownModels(current?.models ?? []);
  let provider = providerOf(parts, current);
  let keepUnplaced: KeptIn = 'session';

  const put = async (next: KeptServer | null): Promise<void> => {
    await kept.write(next);
    current = next;
    rows = ownModels(next?.models ?? []);
    provider = providerOf(parts, next);
  };
  const account = (): string => (current === null ? UNPLACED : accountOf(current.address));

  /** A key that was typed first belongs to the address that it opened. */
  const placeKey = async (address: string): Promise<void> => {
    const key = await keys.get(UNPLACED);
    if (key === null) return;
    const trouble = await keys.set(accountOf(address), key.reveal(), keepUnplaced);
    // The row goes on saying what it said so far: until Gesso closes.
    if (trouble !== null) await keys.set(accountOf(address), key.reveal(), 'session');
    await keys.remove(UNPLACED);
  };

  return {
    state: () =>
      current === null
        ? null
        : { address: current.address, models: current.models, checkedAtMs: current.checkedAtMs },
    models: () => rows,
    provider: () => provider,
    over: (send) => (current === null ? null : adapterOf({ ...parts, fetch: send }, current)),
    account,
    async keepFirst(key, where) {
      keepUnplaced = where;
      await keys.set(UNPLACED, key, 'session');
      return null;
    },
    async set(text, confirmed) {
      const read = readServerAddress(text);
      if (read.kind === 'refused') return { refusal: 'ADDRESS_REFUSED', why: read.why };
      const address = read.baseUrl;
      const known = current?.address === address;
      if (read.scope === 'private' && !confirmed && !known)
        return { refusal: 'ADDRESS_UNCONFIRMED', address };
      await keys.open();
      const typed = current === null ? await keys.get(UNPLACED) : null;
      const held = typed ?? (await keys.get(accountOf(address)));
      const answer = readProbe(address, await probe(parts, address, held?.reveal() ?? null), clock.now());
      if ('refusal' in answer) return answer;
      if (current !== null && accountOf(current.address) !== accountOf(address)) {
        const why = await keys.remove(account());
        if (why !== null) return { refusal: 'KEYCHAIN_UNAVAILABLE', why };
      }
      const placing = current === null;
      await put(answer);
      if (placing) await placeKey(address);
      return null;
    },
    async check() {
      if (current === null) return null;
      const { address } = current;
      await keys.open();
      const key = (await keys.get(accountOf(address)))?.reveal() ?? null;
      const answer = readProbe(address, await probe(parts, address, key), clock.now());
      if ('refusal' in answer) return verdictOf(answer);
      await put(answer);
      return 'works';
    },
    async remove() {
      if (current === null) return null;
      await keys.open();
      const why = await keys.remove(account());
      if (why === null) await put(null);
      return why;
    },
  };
}

/** By origin, as browsers hold what belongs to a site: another port is another server. */
function accountOf(address: string): string {
  return `own-server@${new URL(address).origin}`;
}

function isOwn(address: string): boolean {
  const read = readServerAddress(address);
  return read.kind === 'address' && read.baseUrl === address;
}

const PROBE_MS = 20_000;

function probe({ fetch, clock }: OwnServerParts, baseUrl: string, key: string | null): Promise<ServerProbe> {
  return probeServer({ fetch, clock, baseUrl, key, signal: AbortSignal.timeout(PROBE_MS) });
}

function readProbe(address: string, found: ServerProbe, nowMs: number): KeptServer | ServerRefusal {
  switch (found.kind) {
    case 'answers': {
      const names = usableNames(found.models);
      if (names.length === 0) return { refusal: 'SERVER_NOT_COMPATIBLE', why: 'no-models' };
      // Where it is not known whether it edits, nothing is offered that would then fail.
      const models = names.map((name) => ({ name, edits: found.edits === true }));
      return { address, models, sendsModel: found.models.length > 1, checkedAtMs: nowMs };
    }
    case 'refused':
      return { refusal: 'SERVER_WANTS_KEY' };
    case 'unreachable':
      return { refusal: 'SERVER_UNREACHABLE' };
    case 'not-compatible':
      return { refusal: 'SERVER_NOT_COMPATIBLE', why: found.why };
  }
}

function verdictOf({ refusal }: ServerRefusal): ServerVerdict {
  if (refusal === 'SERVER_WANTS_KEY') return 'bad-key';
  return refusal === 'SERVER_UNREACHABLE' ? 'unreachable' : 'not-compatible';
}

function adapterOf(
  { fetch, clock }: Pick<OwnServerParts, 'fetch' | 'clock'>,
  { address, models, sendsModel }: KeptServer,
): GenerationProvider {
  const edits = models.some((model) => model.edits);
  return createOpenAiCompatible({ fetch, clock, baseUrl: address }, { edits, sendsModel });
}

/**
 * The adapter for one server. It looks its key up by its own address when it calls, so that a job that started before
 * the server was changed can't take the next one's key along.
 */
function providerOf(parts: OwnServerParts, server: KeptServer | null): GenerationProvider {
  if (server === null) return noServer;
  const adapter = adapterOf(parts, server);
  return {
    ...adapter,
    async *run(request, context) {
      await parts.keys.open();
      const key = (await parts.keys.get(accountOf(server.address)))?.reveal() ?? null;
      yield* adapter.run(request, { ...context, key });
    },
  };
}

/** Asked for after the server was removed: nothing can be sent, and that is said as any other end. */
const noServer: GenerationProvider = {
  id: 'openai-compatible',
  capabilities: compatibleCapabilities({ edits: false }),
  async *run() {
    yield {
      kind: 'ended',
      outcome: {
        kind: 'failed',
        error: 'unknown-model',
        retryable: false,
        charged: 'no',
        requestId: null,
        status: null,
      },
      cost: { kind: 'nothing' },
    };
  },
};
