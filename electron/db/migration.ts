import type { ReadHandle, WriteHandle } from './handles.ts';

/** One step of the schema. Its folder holds the SQL, what may exist before, what must hold after, and why. */
export interface Migration {
  /** From 1, without gaps; `user_version` is the number of the last one done. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** It changes or drops what a person already has, so the file is copied first. */
  readonly rewrites: boolean;
  /** The oldest schema whose code may still open the file afterwards without doing harm. */
  readonly leastSafeVersion: number;
}

/** Rows that may exist before the step; run on a file at the version before it. */
export type Before = (db: WriteHandle) => void;

/** What does not hold after the step, in words; empty when all is well. */
export type Check = (db: ReadHandle) => string[];
