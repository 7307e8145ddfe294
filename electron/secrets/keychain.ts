import type { Clock, Log } from '../../shared/kernel/index.ts';
import { Secret } from './secret.ts';

/** Why the system's keychain can't be used now. The window has a sentence for each. */
export type KeychainTrouble = 'no-library' | 'no-service' | 'locked' | 'not-answering' | 'failed';

/** The part of keytar that is used. */
export interface KeytarLike {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<{ account: string; password: string }[]>;
}

export type KeychainAnswer<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'trouble'; readonly why: KeychainTrouble };

export interface Keychain {
  /** Every account of this install with its secret's last four characters. */
  list(): Promise<KeychainAnswer<readonly { readonly account: string; readonly ending: string }[]>>;
  read(account: string): Promise<KeychainAnswer<Secret | null>>;
  write(account: string, text: string): Promise<KeychainAnswer<void>>;
  remove(account: string): Promise<KeychainAnswer<void>>;
}

export interface KeychainParts {
  /** Keytar is loaded when it is first needed: where libsecret is absent, loading it throws. */
  readonly load: () => Promise<KeytarLike>;
  /** The install's own name in the keychain, so that two installs do not read each other's keys. */
  readonly service: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A locked keychain asks the person in a window of its own; without an answer this is when we stop waiting. */
const ANSWER_WITHIN_MS = 30_000;

/** The system keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. */
export function createKeychain(parts: KeychainParts): Keychain {
  const { service } = parts;
  let loaded: Promise<KeytarLike> | null = null;

  const ask = async <Value>(work: (keytar: KeytarLike) => Promise<Value>): Promise<KeychainAnswer<Value>> => {
    loaded ??= parts.load();
    const keytar = await loaded.catch((error: unknown) => {
      // The next call tries again: the library may have been installed meanwhile.
      loaded = null;
      return { failed: error };
    });
    if ('failed' in keytar) return trouble(parts.log, 'no-library');
    const timer = new AbortController();
    const late = parts.clock.sleep(ANSWER_WITHIN_MS, timer.signal).then(
      () => ({ kind: 'late' }) as const,
      () => ({ kind: 'late' }) as const,
    );
    const answer = work(keytar).then(
      (value) => ({ kind: 'value', value }) as const,
      (error: unknown) => ({ kind: 'failed', error }) as const,
    );
    const first = await Promise.race([answer, late]);
    timer.abort();
    if (first.kind === 'value') return first;
    return trouble(parts.log, first.kind === 'late' ? 'not-answering' : troubleOf(first.error));
  };

  return {
    list: () =>
      ask(async (keytar) =>
        (await keytar.findCredentials(service)).map(({ account, password }) => ({
          account,
          ending: password.slice(-4),
        })),
      ),
    read: (account) =>
      ask(async (keytar) => {
        const text = await keytar.getPassword(service, account);
        return text === null ? null : new Secret(text);
      }),
    write: (account, text) => ask((keytar) => keytar.setPassword(service, account, text)),
    remove: (account) => ask(async (keytar) => void (await keytar.deletePassword(service, account))),
  };
}

function trouble(
  log: Log,
  why: KeychainTrouble,
): { readonly kind: 'trouble'; readonly why: KeychainTrouble } {
  log.warn('keychain.trouble', { why });
  return { kind: 'trouble', why };
}

/** Keytar's errors carry no code; these are libsecret's own words, seen on a real bus. */
function troubleOf(error: unknown): KeychainTrouble {
  const text = error instanceof Error ? error.message : '';
  if (/autolaunch D-Bus|not provided by any \.service|ServiceUnknown|Could not connect/i.test(text))
    return 'no-service';
  if (/does not exist at path|locked|prompt|dismissed|IsLocked/i.test(text)) return 'locked';
  return 'failed';
}
