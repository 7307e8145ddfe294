import { implement } from '@orpc/server';
import { desktopContract } from '../../../shared/contracts/desktop/index.ts';
import type { Nouns } from '../router-parts.ts';

/** The contract, to be answered noun by noun. */
export const os = implement(desktopContract);

/** Does a noun's work, or answers with trouble or an outage. */
export type Run = <Value>(work: (nouns: Nouns) => Promise<Value>) => Promise<Value>;
