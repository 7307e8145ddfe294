/** A provider key. The private field makes it fit no schema, and printing it shows a placeholder. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
}

export interface KeyStore {
  /** How long a key is kept, which the window says. */
  readonly keptUntil: 'session';
  get(providerId: string): Secret | null;
  set(providerId: string, key: string): void;
  remove(providerId: string): void;
  ending(providerId: string): string | null;
}

/** Keys held in memory until the desktop ends, and nowhere else. */
export function createSessionKeyStore(): KeyStore {
  const keys = new Map<string, Secret>();
  return {
    keptUntil: 'session',
    get: (providerId) => keys.get(providerId) ?? null,
    set: (providerId, key) => void keys.set(providerId, new Secret(key)),
    remove: (providerId) => void keys.delete(providerId),
    ending: (providerId) => keys.get(providerId)?.reveal().slice(-4) ?? null,
  };
}
