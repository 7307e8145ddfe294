import type { Inspected, Refused } from '../../media/decoder/index.ts';
import type { CloudObject } from '../../shared/contracts/cloud/index.ts';
import type { ObjectRow, Usage } from './rows.ts';
import { type AccountKind, QUOTAS, UNUSED_MS, UPLOAD_LIMITS } from './rules.ts';

/** What the uploader says of an upload before it comes. */
export interface Announced {
  readonly id: string;
  readonly generationId: string;
  readonly type: CloudObject['type'];
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface CreateFacts {
  /** Null for an account that is not open. */
  readonly kind: AccountKind | null;
  readonly existing: ObjectRow | null;
  readonly usage: Usage;
}

export type CreateDecision =
  | { readonly kind: 'make'; readonly expiresAtMs: number }
  /** Announced before: the same answer again. */
  | { readonly kind: 'known'; readonly row: ObjectRow }
  | { readonly kind: 'closed' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'too-large'; readonly maxBytes: number }
  | { readonly kind: 'quota'; readonly usedBytes: number; readonly quotaBytes: number };

export function decideCreate(
  { kind, existing, usage }: CreateFacts,
  accountId: string,
  asked: Announced,
  nowMs: number,
): CreateDecision {
  if (kind === null) return { kind: 'closed' };
  if (existing !== null) {
    return isSame(existing, accountId, asked) && !isGone(existing, nowMs)
      ? { kind: 'known', row: existing }
      : { kind: 'taken' };
  }
  if (asked.sizeBytes > UPLOAD_LIMITS.bytes) return { kind: 'too-large', maxBytes: UPLOAD_LIMITS.bytes };
  const quota = QUOTAS[kind];
  if (usage.usedBytes + asked.sizeBytes > quota.bytes || usage.count >= quota.count)
    return { kind: 'quota', usedBytes: usage.usedBytes, quotaBytes: quota.bytes };
  return { kind: 'make', expiresAtMs: nowMs + UNUSED_MS[kind] };
}

function isSame(row: ObjectRow, accountId: string, asked: Announced): boolean {
  return (
    row.accountId === accountId &&
    row.generationId === asked.generationId &&
    row.type === asked.type &&
    row.sizeBytes === asked.sizeBytes &&
    row.sha256 === asked.sha256
  );
}

/** Whatever the store still has: an object that has expired is there for nobody. */
export function isGone({ state, expiresAtMs }: ObjectRow, nowMs: number): boolean {
  return state === 'deleted' || expiresAtMs <= nowMs;
}

export type LookRefusal = 'not-as-announced' | 'not-a-picture' | 'too-many-pixels';

/** What is against bytes that have the announced size and hash, after the decoder had them. */
export function decideLook(row: ObjectRow, seen: Inspected | Refused): LookRefusal | null {
  if (seen.kind === 'refused') return seen.code === 'too-large' ? 'too-many-pixels' : 'not-a-picture';
  if (seen.width * seen.height > UPLOAD_LIMITS.pixels) return 'too-many-pixels';
  return seen.mediaType === row.type ? null : 'not-as-announced';
}

/** @returns null for one that is gone, which has no view */
export function viewOf(row: ObjectRow): CloudObject | null {
  const { id, state, type, sizeBytes, sha256, width, height, expiresAtMs } = row;
  return state === 'deleted' ? null : { id, state, type, sizeBytes, sha256, width, height, expiresAtMs };
}
