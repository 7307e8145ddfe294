import type { AccountState } from '../../../shared/contracts/desktop/index.ts';

export type Shown = NonNullable<AccountState['signingIn']>;
export type LastTry = AccountState['lastTry'];

/** Something that the person does in the browser, and that is waited for. */
export interface Wait {
  /** Aborts when it was cancelled, or another one took its place. */
  readonly signal: AbortSignal;
  /** It is over: what is said of it, or null when it ended well. Nothing when it was not waited for any more. */
  end(lastTry: LastTry): void;
}

export interface Waiting {
  shown(): Shown | null;
  lastTry(): LastTry;
  /** One at a time: the one before is dropped without a word. */
  begin(shown: Shown): Wait;
  cancel(): void;
  /** Drops what is waited for and forgets how the last one ended: somebody is signed in, or out, by another way. */
  clear(): void;
}

export function createWaiting(onChange: () => void): Waiting {
  let now: { readonly shown: Shown; readonly stop: AbortController } | null = null;
  let lastTry: LastTry = null;
  const drop = (): void => {
    now?.stop.abort();
    now = null;
  };
  return {
    shown: () => now?.shown ?? null,
    lastTry: () => lastTry,
    begin(shown) {
      drop();
      const stop = new AbortController();
      const mine = { shown, stop };
      now = mine;
      lastTry = null;
      onChange();
      return {
        signal: stop.signal,
        end(how) {
          if (now !== mine) return;
          now = null;
          lastTry = how;
          onChange();
        },
      };
    },
    cancel() {
      if (now === null) return;
      drop();
      lastTry = 'cancelled';
      onChange();
    },
    clear() {
      drop();
      lastTry = null;
      onChange();
    },
  };
}
