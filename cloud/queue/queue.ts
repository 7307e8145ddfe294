import type { Queryable } from '../db/index.ts';
import type { LetterName } from '../mail/index.ts';

/** What is done after an answer, or by the clock. Each is safe to do twice. */
export interface Jobs {
  /** A letter that nobody waits for. */
  readonly letter: {
    readonly name: LetterName;
    readonly to: string;
    readonly words: Readonly<Record<string, string | number>>;
  };
  /** Removes the content of an account whose time has come. */
  readonly purge: { readonly accountId: string };
  /** Removes what has expired: codes, tickets, tokens, counters, objects. */
  readonly sweep: Readonly<Record<string, never>>;
}

export type JobName = keyof Jobs;

export type Handlers = { readonly [Name in JobName]: (data: Jobs[Name]) => Promise<void> };

export interface Queue {
  /** Places a job in the transaction that needs it: both are there, or neither. */
  place<Name extends JobName>(tx: Queryable, name: Name, data: Jobs[Name]): Promise<void>;
  /** Begins to work on jobs: the role `worker`. */
  work(handlers: Handlers): Promise<void>;
  /** Lets running jobs end, within a bound. */
  stop(): Promise<void>;
}
