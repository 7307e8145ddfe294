import { z } from 'zod';
import { createTurns } from '../../platform/turns.ts';
import { CLOUD_ITEM, type Keychain, Secret } from '../../secrets/index.ts';
import type { KeptSession } from './session-item.ts';

const owedSchema = z.array(
  z.strictObject({ token: z.string(), issuer: z.string(), clientId: z.string(), sinceMs: z.int() }),
);
type Owed = z.infer<typeof owedSchema>[number];

export interface OwedRevocations {
  /** Keeps a token that the cloud has still to hear of. False when the keychain does not take it: then nobody keeps it. */
  add(session: KeptSession): Promise<boolean>;
  /** Tells the cloud of each. What it could not be told stays. True when nothing is left. */
  settle(): Promise<boolean>;
}

export interface OwedRevocationsParts {
  readonly keychain: Keychain;
  readonly issuer: string;
  readonly now: () => number;
  readonly revoke: (clientId: string, token: Secret) => Promise<boolean>;
}

const NAME = `${CLOUD_ITEM}revoke`;
const OWED_MAX = 8;
/** The Credential Manager of Windows holds 2,560 bytes an item. */
const ITEM_MAX_CHARS = 2_400;
/** Then the token has ended by itself. */
const KEPT_MS = 90 * 86_400_000;

/**
 * Tokens of sessions that ended here while the cloud could not be told. They are secrets until it was told, so the keychain
 * holds them and nothing else does; the oldest make room for the newest.
 */
export function createOwedRevocations(parts: OwedRevocationsParts): OwedRevocations {
  const { keychain, issuer, now, revoke } = parts;
  const turns = createTurns();

  const read = async (): Promise<readonly Owed[] | null> => {
    const answer = await keychain.read(NAME);
    if (answer.kind === 'trouble') return null;
    const parsed = owedSchema.safeParse(tryJson(answer.value?.reveal() ?? '[]'));
    return parsed.success ? parsed.data : [];
  };
  const change = (what: (owed: readonly Owed[]) => readonly Owed[]): Promise<boolean> =>
    turns(NAME, async () => {
      const owed = await read();
      if (owed === null) return false;
      const left = what(owed);
      const answer =
        left.length === 0
          ? await keychain.remove(NAME)
          : await keychain.write(NAME, JSON.stringify(fitting(left)));
      return answer.kind === 'value';
    });

  const settle = async (): Promise<boolean> => {
    const done = new Set<string>();
    for (const { token, issuer: of, clientId, sinceMs } of (await read()) ?? []) {
      // Another cloud hears of its tokens when it is the one that is asked.
      const told = of === issuer && (await revoke(clientId, new Secret(token)));
      if (told || now() - sinceMs > KEPT_MS) done.add(token);
    }
    if (done.size > 0) await change((all) => all.filter(({ token }) => !done.has(token)));
    return (await read())?.length === 0;
  };

  return {
    add: ({ refreshToken: token, issuer: of, clientId }) =>
      change((owed) => [
        ...owed.filter((one) => one.token !== token),
        { token, issuer: of, clientId, sinceMs: now() },
      ]),
    settle: () => turns('settle', settle),
  };
}

function fitting(owed: readonly Owed[]): readonly Owed[] {
  let kept = owed.slice(-OWED_MAX);
  while (kept.length > 1 && JSON.stringify(kept).length > ITEM_MAX_CHARS) kept = kept.slice(1);
  return kept;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
