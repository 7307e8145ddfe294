import type { Keychain, KeychainTrouble } from './keychain.ts';
import { Secret } from './secret.ts';

/** How the names of items begin that belong to an account of the cloud. They lie beside the keys and are none. */
export const CLOUD_ITEM = 'cloud-';

export type KeptIn = 'keychain' | 'session';

export interface KeyStore {
  /** Asks the keychain what it holds, once. Until then nothing of it is known, and nobody has to wait for it. */
  open(): Promise<void>;
  has(providerId: string): boolean;
  /** Last four characters, to tell keys apart. */
  ending(providerId: string): string | null;
  keptIn(providerId: string): KeptIn | null;
  /** Why the keychain can't be used now; null while it can. */
  trouble(): KeychainTrouble | null;
  /** The key for one call. Only the caller holds it then. */
  get(providerId: string): Promise<Secret | null>;
  /** Keeps a key where the person wants it. With trouble nothing is kept, and the one before stays. */
  set(providerId: string, text: string, where: KeptIn): Promise<KeychainTrouble | null>;
  remove(providerId: string): Promise<KeychainTrouble | null>;
}

/**
 * Provider keys in the system keychain, or in memory until Gesso ends when the person says so. Never a file. In memory
 * stay only the names and endings of what the keychain holds.
 */
export function createKeyStore(keychain: Keychain): KeyStore {
  const session = new Map<string, Secret>();
  const kept = new Map<string, string>();
  let lastTrouble: KeychainTrouble | null = null;
  let opening: Promise<void> | null = null;

  const note = <
    Answer extends { readonly kind: 'value' } | { readonly kind: 'trouble'; readonly why: KeychainTrouble },
  >(
    answer: Answer,
  ): Answer => {
    lastTrouble = answer.kind === 'trouble' ? answer.why : null;
    return answer;
  };

  const list = async (): Promise<void> => {
    const listed = note(await keychain.list());
    if (listed.kind !== 'value') return;
    for (const { account, ending } of listed.value)
      if (!account.startsWith(CLOUD_ITEM)) kept.set(account, ending);
  };

  return {
    async open() {
      opening ??= list();
      await opening;
    },
    has: (providerId) => session.has(providerId) || kept.has(providerId),
    ending: (providerId) => session.get(providerId)?.reveal().slice(-4) ?? kept.get(providerId) ?? null,
    keptIn: (providerId) => (session.has(providerId) ? 'session' : kept.has(providerId) ? 'keychain' : null),
    trouble: () => lastTrouble,
    async get(providerId) {
      const held = session.get(providerId);
      if (held !== undefined) return held;
      if (!kept.has(providerId)) return null;
      const answer = note(await keychain.read(providerId));
      if (answer.kind === 'trouble') return null;
      // Somebody may have taken it out of the keychain by hand.
      if (answer.value === null) kept.delete(providerId);
      return answer.value;
    },
    async set(providerId, text, where) {
      if (where === 'session') {
        session.set(providerId, new Secret(text));
        return null;
      }
      const answer = note(await keychain.write(providerId, text));
      if (answer.kind === 'trouble') return answer.why;
      session.delete(providerId);
      kept.set(providerId, text.slice(-4));
      return null;
    },
    async remove(providerId) {
      session.delete(providerId);
      if (!kept.has(providerId)) return null;
      const answer = note(await keychain.remove(providerId));
      if (answer.kind === 'trouble') return answer.why;
      kept.delete(providerId);
      return null;
    },
  };
}
