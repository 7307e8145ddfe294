import type { Quote } from '../../shared/operations/index.ts';

/** What the person lets runs with their own keys cost, in millionths of a dollar. Null is no cap. */
export interface Caps {
  readonly runMicros: number | null;
  readonly monthMicros: number | null;
}

export type CapRefusal =
  | {
      readonly kind: 'refused';
      readonly code: 'RUN_CAP';
      readonly data: { readonly capMicros: number; readonly runMicros: number };
    }
  | {
      readonly kind: 'refused';
      readonly code: 'MONTH_CAP';
      readonly data: { readonly capMicros: number; readonly spentMicros: number; readonly runMicros: number };
    };

/**
 * Which cap a run would break, if any. Only money counts: a free run passes, and so does one whose price nobody
 * knows, because a cap on it would be a guess.
 * @param spentMicros this calendar month, what runs now counted by its estimate
 */
export function findCap(caps: Caps, spentMicros: number, quote: Quote): CapRefusal | null {
  if (quote.kind !== 'estimate') return null;
  const runMicros = quote.micros;
  if (caps.runMicros !== null && isOver(caps.runMicros, runMicros)) {
    return { kind: 'refused', code: 'RUN_CAP', data: { capMicros: caps.runMicros, runMicros } };
  }
  if (caps.monthMicros !== null && isOver(caps.monthMicros, spentMicros + runMicros)) {
    const data = { capMicros: caps.monthMicros, spentMicros, runMicros };
    return { kind: 'refused', code: 'MONTH_CAP', data };
  }
  return null;
}

/** A cap of nothing is meant: no paid run at all, even one that is reckoned at nothing. */
function isOver(capMicros: number, micros: number): boolean {
  return capMicros === 0 || micros > capMicros;
}
