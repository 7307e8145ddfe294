import type { Deps } from '../../shared/kernel/index.ts';
import type { Database, Queryable } from '../db/index.ts';
import type { Limits } from '../limits/index.ts';
import type { Mail } from '../mail/index.ts';
import type { Legal } from '../platform/legal.ts';
import type { Queue } from '../queue/index.ts';
import type { Sessions } from '../sessions/index.ts';
import type { Codes } from './codes.ts';

/** What other nouns do when an account moves or goes. Each is safe to do twice. */
export interface Followers {
  /** A guest's things become a member's, in the transaction that merges the two. */
  readonly merge: (tx: Queryable, fromId: string, toId: string) => Promise<void>;
  /** Content of an account goes. Outside of any transaction: bytes lie elsewhere. */
  readonly purge: (accountId: string) => Promise<void>;
}

export interface AccountParts {
  readonly database: Database;
  readonly deps: Deps;
  readonly limits: Limits;
  readonly mail: Mail;
  readonly queue: Queue;
  readonly legal: Legal;
  readonly codes: Codes;
  readonly sessions: Sessions;
  readonly followers: readonly Followers[];
}

/** Where a request came from, as far as it is kept. */
export interface Origin {
  readonly network: string | null;
  readonly device: string | null;
}
