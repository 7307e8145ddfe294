import type { Clock } from '../../shared/kernel/index.ts';
import type { OperationId, PixelSize } from '../../shared/operations/index.ts';
import type { Capabilities } from './capabilities.ts';
import type { ProviderEvent } from './events.ts';

/**
 * What an adapter may use. It never touches a file, a row, the environment or the keychain: bytes and key in,
 * bytes and handle out.
 */
export interface AdapterDeps {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Every host can be replaced, so that tests talk to a double on loopback. */
  readonly baseUrl?: string;
}

/** One request for pictures, already checked against the operation's schema and the model's capabilities. */
export interface ProviderRequest {
  readonly operation: OperationId;
  /** The provider's own name for the model. */
  readonly model: string;
  readonly prompt: string;
  /** What to leave out; empty where the model has no such thing. */
  readonly negativePrompt: string;
  /** Exact pixels wanted; the adapter maps it to what the model offers and reports what came. */
  readonly size: PixelSize;
  readonly quality: 'standard' | 'hd' | '4k';
  readonly count: number;
  /** Ordinals still missing, for a run that goes on after a crash; all of 0..count-1 on a first run. */
  readonly ordinals: readonly number[];
  /** Seed of ordinal 0; ordinal n uses seed + n. Null lets the provider choose. */
  readonly seed: number | null;
  readonly background: 'auto' | 'transparent' | 'opaque';
  readonly references: readonly InputPicture[];
  /** 8-bit grey PNG, white = may change; adapters convert to their own polarity. */
  readonly mask: InputPicture | null;
  /**
   * What an edit is for, where it has a name of its own: fill from the surroundings, another version, beyond the border, another
   * style. The prompt says it in words too, so an adapter may leave it unread.
   */
  readonly task?: 'fill' | 'vary' | 'extend' | 'restyle';
}

export interface InputPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly role: 'source' | 'style' | 'subject' | 'palette' | 'mask';
}

export interface RunContext {
  /** Null where the provider needs none. Held only for the call. */
  readonly key: string | null;
  /** The generation id: the provider's idempotency key where it takes one. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /**
   * A lasting pseudonym of whoever asks, at most 64 letters, where one key serves many people and the provider wants
   * to tell them apart. Absent for a person's own key.
   */
  readonly endUser?: string;
}

/**
 * A generation provider. `run` and `resume` are pulled: the consumer finishes with an event (for `accepted`:
 * has the handle on disk) before the adapter goes on. They end with exactly one `ended` event and never throw
 * for anything a provider can do; a throw is a bug.
 */
export interface GenerationProvider {
  readonly id: string;
  readonly capabilities: Capabilities;
  run(request: ProviderRequest, context: RunContext): AsyncIterable<ProviderEvent>;
  /** Goes on with a job accepted earlier; present only where `capabilities.transport` is `job`. */
  resume?(handle: JobHandle, request: ProviderRequest, context: RunContext): AsyncIterable<ProviderEvent>;
  /** Asks the provider to stop; the final word still comes through `run` or `resume`. */
  cancel?(handle: JobHandle, context: RunContext): Promise<void>;
  /**
   * Reads a webhook as a hint. Returns the external id to poll now, or null when the signature or shape is
   * wrong. A hint never changes a job's state by itself.
   */
  readHint?(headers: Readonly<Record<string, string>>, rawBody: Uint8Array): Promise<string | null>;
  /** Proves that a key works without making anything. */
  testKey?(context: RunContext): Promise<KeyVerdict>;
}

/** Saved before the first poll, so that a killed process finds the same job again. JSON only. */
export interface JobHandle {
  readonly externalId: string;
  readonly pollUrl?: string;
  readonly cancelUrl?: string;
  readonly submittedAtMs: number;
}

export type KeyVerdict =
  | { readonly kind: 'works' }
  | { readonly kind: 'refused'; readonly reason: 'bad-key' | 'unverified-organisation' | 'no-access' }
  | { readonly kind: 'unreachable' };
