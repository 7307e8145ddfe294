import { createTurns } from '../../platform/turns.ts';
import type { KeychainTrouble, Secret } from '../../secrets/index.ts';
import type { KeptSession, SessionItem } from './session-item.ts';

export interface Access {
  readonly token: Secret;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface HeldSession {
  current(): KeptSession | null;
  access(): Access | null;
  dropAccess(): void;
  /** Asks the keychain, when nothing is held. */
  read(): Promise<
    | { readonly kind: 'in'; readonly session: KeptSession }
    | { readonly kind: 'out' }
    | { readonly kind: 'trouble'; readonly why: KeychainTrouble }
  >;
  /** Looks what the keychain holds now: a second desktop on the same item may have renewed it, or signed out. */
  reread(): Promise<'same' | 'another' | 'gone'>;
  /**
   * Writes a session to the keychain and then holds it. Not when the one it takes the place of is not the one held any
   * more, also when that comes about while the keychain is asked.
   */
  put(next: KeptSession, access: Access, instead: KeptSession | 'any'): Promise<boolean>;
  /** Tries again to write what could not be written. */
  saveAgain(): Promise<void>;
  /** Forgets it at once; `gone` resolves when the keychain has too, or with why it has not. */
  drop(): { readonly before: KeptSession | null; readonly gone: Promise<KeychainTrouble | null> };
}

export interface HeldSessionParts {
  readonly item: SessionItem;
  /** The newest token was written, or could not be: then it lives in memory alone, until Gesso ends. */
  readonly onSaved: (trouble: KeychainTrouble | null) => void;
  /** Another process wrote another session, which is the one held now. */
  readonly onAnother: (session: KeptSession) => void;
}

const TURN = 'keychain';

/** The session in memory and its item in the keychain, which are changed one after the other. */
export function createHeldSession({ item, onSaved, onAnother }: HeldSessionParts): HeldSession {
  const turns = createTurns();
  let held: KeptSession | null = null;
  let access: Access | null = null;
  /** The refresh token that the keychain is known to hold. Another one there was written by another process. */
  let stored: string | null = null;

  const save = async (session: KeptSession): Promise<void> => {
    const trouble = await item.write(session);
    if (trouble === null) stored = session.refreshToken;
    onSaved(trouble);
  };

  return {
    current: () => held,
    access: () => access,
    dropAccess() {
      access = null;
    },
    async read() {
      if (held !== null) return { kind: 'in', session: held };
      const answer = await item.read();
      if (answer.kind === 'trouble') return answer;
      if (answer.value === null) return { kind: 'out' };
      stored = answer.value.refreshToken;
      held = answer.value;
      return { kind: 'in', session: held };
    },
    reread: () =>
      turns(TURN, async () => {
        const before = held;
        const answer = await item.read();
        // A keychain that is locked meanwhile is no reason to stop: the token is in memory.
        if (answer.kind === 'trouble' || before === null || held !== before) return 'same';
        const found = answer.value;
        if (found === null) return stored === null ? 'same' : 'gone';
        const known = found.refreshToken === stored || found.refreshToken === before.refreshToken;
        stored = found.refreshToken;
        if (known) return 'same';
        held = found;
        access = null;
        onAnother(found);
        return 'another';
      }),
    put: (next, nextAccess, instead) =>
      turns(TURN, async () => {
        const isStill = (): boolean => instead === 'any' || held === instead;
        if (!isStill()) return false;
        await save(next);
        if (!isStill()) return false;
        held = next;
        access = nextAccess;
        return true;
      }),
    saveAgain: () =>
      turns(TURN, async () => {
        if (held !== null && held.refreshToken !== stored) await save(held);
      }),
    drop() {
      const before = held;
      held = null;
      access = null;
      const gone = turns(TURN, async () => {
        // Somebody signed in meanwhile: the item is theirs.
        if (held !== null) return null;
        const trouble = await item.remove();
        if (trouble === null) stored = null;
        return trouble;
      });
      return { before, gone };
    },
  };
}
