import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { Deps } from '../../shared/kernel/index.ts';
import { codes, type Queryable } from '../db/index.ts';
import { type Limits, RULES, type Taken } from '../limits/index.ts';
import { keyedHash, sameText } from '../platform/chance.ts';
import { mailboxOf } from './fields.ts';

export type CodePurpose = (typeof codes.$inferSelect)['purpose'];

export const CODE_MINUTES = 10;
const CODE_MS = CODE_MINUTES * 60_000;
const ATTEMPTS = 5;
const CODES = 1_000_000;

export type CodeAnswer =
  | RightCode
  | { readonly kind: 'wrong'; readonly attemptsLeft: number; readonly address: string }
  /** Used, expired, out of attempts, or never made. */
  | { readonly kind: 'gone' }
  /** Too many were tried before, by whomever: not even the right one is looked at. */
  | Extract<Taken, { kind: 'full' }>;

export interface RightCode {
  readonly kind: 'right';
  readonly address: string;
  /**
   * Uses it up in the transaction of what it allows, so that a code is not gone when that could not be done. False for the
   * second of two that come with it at once.
   */
  readonly spend: (tx: Queryable) => Promise<boolean>;
}

export interface Codes {
  /** Makes a code for `owner`, in the place of any before it. The code itself is known to the caller alone. */
  make(query: Queryable, purpose: CodePurpose, owner: string, address: string): Promise<string>;
  /** Takes one attempt, in one statement, so that tries at the same time count each. A right code is still to be spent. */
  check(query: Queryable, purpose: CodePurpose, owner: string, code: string): Promise<CodeAnswer>;
  remove(query: Queryable, purpose: CodePurpose, owner: string): Promise<void>;
  sweep(query: Queryable): Promise<void>;
}

export function createCodes(
  key: Uint8Array,
  limits: Limits,
  { clock, ids, random }: Pick<Deps, 'clock' | 'ids' | 'random'>,
): Codes {
  const hashed = (purpose: string, owner: string, code: string): string =>
    keyedHash(key, purpose, owner, code);
  const of = (purpose: CodePurpose, owner: string) => and(eq(codes.purpose, purpose), eq(codes.owner, owner));
  return {
    async make(query, purpose, owner, address) {
      const code = sixDigits(random.bytes(8));
      const now = clock.now();
      const fresh = {
        address,
        codeHash: hashed(purpose, owner, code),
        attemptsLeft: ATTEMPTS,
        createdAtMs: now,
        expiresAtMs: now + CODE_MS,
      };
      await query
        .insert(codes)
        .values({ id: ids.uuid(), purpose, owner, ...fresh })
        .onConflictDoUpdate({ target: [codes.purpose, codes.owner], set: fresh });
      return code;
    },
    async check(query, purpose, owner, code) {
      const tried = await query
        .update(codes)
        .set({ attemptsLeft: sql`${codes.attemptsLeft} - 1` })
        .where(and(of(purpose, owner), gt(codes.attemptsLeft, 0), gt(codes.expiresAtMs, clock.now())))
        .returning();
      const row = tried[0];
      if (row === undefined) return { kind: 'gone' };
      // A sign-in's code opens a mailbox's account, whoever asked for it; the others are an account's own.
      const whose = purpose === 'sign-in' ? mailboxOf(row.address) : owner;
      const taken = await limits.take(RULES.guessesPerAddress, whose);
      if (taken.kind === 'full') return taken;
      if (!sameText(row.codeHash, hashed(purpose, owner, code)))
        return { kind: 'wrong', attemptsLeft: row.attemptsLeft, address: row.address };
      return {
        kind: 'right',
        address: row.address,
        async spend(tx) {
          // Of another code that was made since nothing is used.
          const own = and(eq(codes.id, row.id), eq(codes.codeHash, row.codeHash));
          return (await tx.delete(codes).where(own).returning({ id: codes.id })).length > 0;
        },
      };
    },
    async remove(query, purpose, owner) {
      await query.delete(codes).where(of(purpose, owner));
    },
    async sweep(query) {
      await query.delete(codes).where(lt(codes.expiresAtMs, clock.now()));
    },
  };
}

/** Six digits from eight bytes of chance: what is left over by the division favours no code by more than one in 10^13. */
function sixDigits(bytes: Uint8Array): string {
  const number = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return String(number % BigInt(CODES)).padStart(6, '0');
}
