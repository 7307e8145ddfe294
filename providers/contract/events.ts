import type { JobHandle } from './provider.ts';

/** What a run says while it goes. Order: accepted?, (progress | preview | picture)*, ended. */
export type ProviderEvent =
  | { readonly kind: 'accepted'; readonly handle: JobHandle | null }
  | {
      readonly kind: 'progress';
      /** 0 to 1 over the whole run, or null when the provider does not say. */
      readonly fraction: number | null;
      readonly queuePosition?: number;
      /** The picture being made, from 0. */
      readonly ordinal?: number;
    }
  /** A rough version, shown and thrown away. */
  | {
      readonly kind: 'preview';
      readonly ordinal: number;
      readonly bytes: Uint8Array;
      readonly mediaType: string;
    }
  | {
      readonly kind: 'picture';
      readonly ordinal: number;
      /** The provider's bytes, kept untouched. Not trusted: the decoder child looks at them first. */
      readonly bytes: Uint8Array;
      readonly mediaType: string;
      readonly seed: number | null;
      readonly revisedPrompt: string | null;
    }
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly cost: Cost | null };

export type Outcome =
  | { readonly kind: 'succeeded' }
  | Refused
  | Failed
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'expired' };

/** The provider's moderation said no. Kept apart from failure: nothing is broken and nothing was made. */
export interface Refused {
  readonly kind: 'refused';
  readonly stage: 'input' | 'output' | 'unknown';
  readonly categories: readonly string[];
  readonly requestId: string | null;
}

export interface Failed {
  readonly kind: 'failed';
  readonly error: FailureKind;
  /** Asking again may work, without any change. */
  readonly retryable: boolean;
  readonly charged: 'yes' | 'no' | 'unknown';
  readonly retryAfterMs?: number;
  readonly requestId: string | null;
  /** HTTP status, for the failure record (P-15). Null when no answer came. */
  readonly status: number | null;
}

/** The closed set: a window text exists for each, and a provider's answer maps to exactly one. */
export const FAILURE_KINDS = [
  'bad-key',
  'unverified-organisation',
  'quota',
  'billing-limit',
  'rate-limited',
  'too-many-at-once',
  'invalid-request',
  'unknown-model',
  'no-result',
  'broken-answer',
  'upstream',
  'timeout',
  'network',
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What the provider says it took. Never a guess: an estimate is the quote's. */
export type Cost =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'money';
      readonly currency: 'USD';
      readonly micros: number;
      readonly usage: Usage | null;
    };

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}
