import type { Cost, Outcome } from '../../providers/contract/index.ts';
import { unreachable } from '../../shared/kernel/index.ts';
import type { JobCost, JobReason } from './rows.ts';
import type { End } from './writes.ts';

/** How a run ended, as the row will say it. */
export interface Ending {
  readonly state: End['state'];
  readonly reason: JobReason | null;
  readonly cost: JobCost | null;
}

const NO_REASON = { stage: null, categories: [], retryAfterMs: null, requestId: null } as const;

export interface EndFacts {
  readonly outcome: Outcome;
  readonly cost: Cost | null;
  readonly delivered: number;
  readonly count: number;
  /** Bytes came that were no picture: why the first of them was put aside. */
  readonly spoiled: string | null;
  /** Ended by the desktop itself, for a reason of ours. */
  readonly ownCode: string | null;
}

/**
 * A provider that says "done" without a usable picture has failed; one that delivered some and then stopped has
 * succeeded in part, and the reason says what is missing.
 */
export function decideEnding(facts: EndFacts): Ending {
  const cost = costOf(facts.cost);
  const { outcome } = facts;
  switch (outcome.kind) {
    case 'succeeded': {
      if (facts.delivered === facts.count) return { state: 'succeeded', reason: null, cost };
      const code = facts.spoiled ?? 'no-result';
      const reason = { ...NO_REASON, code, retryable: true, charged: charged(cost) };
      return {
        state: facts.delivered > 0 ? 'succeeded' : 'failed',
        reason: { ...reason, categories: [] },
        cost,
      };
    }
    case 'refused': {
      const { stage, categories, requestId } = outcome;
      return {
        state: facts.delivered > 0 ? 'succeeded' : 'refused',
        reason: {
          code: 'refused',
          stage,
          categories: categories.slice(0, 20).map((category) => category.slice(0, 100)),
          retryable: false,
          charged: charged(cost),
          retryAfterMs: null,
          requestId: requestId?.slice(0, 200) ?? null,
        },
        cost,
      };
    }
    case 'failed':
      return {
        state: facts.delivered > 0 ? 'succeeded' : 'failed',
        reason: {
          code: facts.ownCode ?? outcome.error,
          stage: null,
          categories: [],
          retryable: outcome.retryable,
          // A cost that is known says more than the adapter's guess.
          charged: cost === null ? outcome.charged : charged(cost),
          retryAfterMs: outcome.retryAfterMs ?? null,
          requestId: outcome.requestId?.slice(0, 200) ?? null,
        },
        cost,
      };
    case 'cancelled':
    case 'expired':
      return { state: outcome.kind, reason: null, cost };
    default:
      return unreachable(outcome);
  }
}

function charged(cost: JobCost | null): 'yes' | 'no' | 'unknown' {
  if (cost === null) return 'unknown';
  return cost.kind === 'nothing' ? 'no' : 'yes';
}

function costOf(cost: Cost | null): JobCost | null {
  if (cost === null) return null;
  return cost.kind === 'nothing' ? cost : { kind: 'money', currency: cost.currency, micros: cost.micros };
}
