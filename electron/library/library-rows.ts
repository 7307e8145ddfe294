import type { NounRows } from '../db/index.ts';
import type * as reads from './reads.ts';
import type * as sweepReads from './sweep-reads.ts';
import type * as writes from './writes.ts';

export type LibraryRows = NounRows<typeof reads & typeof sweepReads, typeof writes>;
