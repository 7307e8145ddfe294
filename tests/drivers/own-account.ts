import { type Accounts, type LastKnown, loadAccounts } from '../../electron/accounts/index.ts';
import { systemRandom } from '../../electron/platform/chance.ts';
import { createFailpoints } from '../../electron/platform/failpoints.ts';
import {
  type Keychain,
  type KeychainAnswer,
  type KeychainTrouble,
  Secret,
} from '../../electron/secrets/index.ts';
import type { KeptValue } from '../../electron/settings/index.ts';
import { createIds, type Deps } from '../../shared/kernel/index.ts';
import { until } from './contract-client.ts';
import type { MovedClock } from './moved-clock.ts';
import { type Visited, visit } from './visit.ts';

export const CLIENT_ID = 'desktop-01a00000-0000-7000-8000-000000000001';

export interface MemoryKeychain {
  readonly keychain: Keychain;
  readonly items: Map<string, string>;
  /** What it says instead of doing it, by verb; `all` is locked up. */
  refuse(verb: 'read' | 'write' | 'remove' | 'all', why: KeychainTrouble | null): void;
}

export function memoryKeychain(): MemoryKeychain {
  const items = new Map<string, string>();
  const refusing = new Map<string, KeychainTrouble>();
  const answer = async <Value>(verb: string, value: () => Value): Promise<KeychainAnswer<Value>> => {
    const why = refusing.get(verb) ?? refusing.get('all');
    return why === undefined ? { kind: 'value', value: value() } : { kind: 'trouble', why };
  };
  return {
    items,
    refuse: (verb, why) => void (why === null ? refusing.delete(verb) : refusing.set(verb, why)),
    keychain: {
      list: () => answer('read', () => [...items].map(([account]) => ({ account, ending: '' }))),
      read: (account) =>
        answer('read', () => {
          const text = items.get(account);
          return text === undefined ? null : new Secret(text);
        }),
      write: (account, text) => answer('write', () => void items.set(account, text)),
      remove: (account) => answer('remove', () => void items.delete(account)),
    },
  };
}

export interface OwnAccountOptions {
  /** Null for a Gesso without a cloud. */
  readonly issuer: string | null;
  readonly clock: MovedClock;
  readonly keychain: MemoryKeychain;
  /** What is kept beside the settings; shared by one install's starts. */
  readonly kept?: { value: LastKnown | null };
  readonly fetch?: typeof fetch;
}

export interface OwnAccount {
  readonly accounts: Accounts;
  /** Pages that were opened in the system browser. */
  readonly opened: readonly string[];
  readonly log: readonly string[];
  readonly kept: { value: LastKnown | null };
  announced(): number;
  /** Waits until the state is as wanted. */
  until(is: (state: ReturnType<Accounts['state']>) => boolean): Promise<ReturnType<Accounts['state']>>;
  /** Signs in to the end, in a browser that agrees. */
  signIn(approve: (url: string) => URL): Promise<Visited>;
}

/** The account of one install, on a keychain in memory and a clock that can be moved. */
export async function openAccount(options: OwnAccountOptions): Promise<OwnAccount> {
  const { issuer, clock, keychain, kept = { value: null } } = options;
  const opened: string[] = [];
  const log: string[] = [];
  let announced = 0;
  const note = (event: string, fields: unknown): void => void log.push(`${event} ${JSON.stringify(fields)}`);
  const deps: Deps = {
    clock,
    random: systemRandom,
    ids: createIds(clock, systemRandom),
    log: { info: note, warn: note, error: note },
    failpoints: createFailpoints(null),
  };
  const keptValue: KeptValue<LastKnown> = {
    read: async () => kept.value,
    async write(value) {
      kept.value = value;
    },
  };
  const createAccounts = await loadAccounts(issuer);
  const accounts = createAccounts({
    keychain: keychain.keychain,
    kept: keptValue,
    host: { openExternal: async (url) => void opened.push(url) },
    installed: { clientId: CLIENT_ID, device: 'Desk', platform: 'linux' },
    fetch: options.fetch ?? fetch,
    deps,
    announce: () => {
      announced += 1;
    },
  });
  const untilState: OwnAccount['until'] = (is) =>
    until(10_000, async () => {
      const state = accounts.state();
      return is(state) ? state : null;
    });
  return {
    accounts,
    opened,
    log,
    kept,
    announced: () => announced,
    until: untilState,
    async signIn(approve) {
      const answer = await accounts.signIn({ method: null });
      if (answer.kind === 'refused') throw new Error(answer.refusal.code);
      const response = await visit(approve(opened.at(-1) ?? ''));
      await untilState(({ signingIn }) => signingIn === null);
      return response;
    },
  };
}
