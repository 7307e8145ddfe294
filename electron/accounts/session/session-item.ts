import { z } from 'zod';
import { CLOUD_ITEM, type Keychain, type KeychainAnswer, type KeychainTrouble } from '../../secrets/index.ts';

/** A session as the keychain holds it: the one secret that outlives Gesso, and what it is for. */
const sessionSchema = z.strictObject({
  refreshToken: z.string().min(1).max(1_000),
  issuer: z.string().max(300),
  clientId: z.string().max(60),
  accountId: z.string().max(60).nullable(),
  sessionId: z.string().max(60).nullable(),
  /** When this token was received, by this computer's clock. */
  savedAtMs: z.int(),
});
export type KeptSession = z.infer<typeof sessionSchema>;

export interface SessionItem {
  read(): Promise<KeychainAnswer<KeptSession | null>>;
  write(session: KeptSession): Promise<KeychainTrouble | null>;
  remove(): Promise<KeychainTrouble | null>;
  /** Whether the keychain takes an item at all: only a written one proves it. */
  probe(): Promise<KeychainTrouble | null>;
}

/** One item for one cloud, named by its address: a token is never found by another one. */
export function createSessionItem(keychain: Keychain, issuer: string): SessionItem {
  const name = `${CLOUD_ITEM}session@${issuer}`;
  const trial = `${CLOUD_ITEM}trial`;
  return {
    async read() {
      const answer = await keychain.read(name);
      if (answer.kind === 'trouble') return answer;
      const parsed = sessionSchema.safeParse(tryJson(answer.value?.reveal() ?? ''));
      const fits = parsed.success && parsed.data.issuer === issuer;
      return { kind: 'value', value: fits ? parsed.data : null };
    },
    write: async (session) => troubleOf(await keychain.write(name, JSON.stringify(session))),
    remove: async () => troubleOf(await keychain.remove(name)),
    async probe() {
      const trouble = troubleOf(await keychain.write(trial, 'Gesso'));
      return trouble ?? troubleOf(await keychain.remove(trial));
    },
  };
}

function troubleOf(answer: KeychainAnswer<unknown>): KeychainTrouble | null {
  return answer.kind === 'trouble' ? answer.why : null;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
