import type { ProviderEvent } from '../../providers/contract/index.ts';
import type { GenerationInput, Job, Noun } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Library } from '../library/index.ts';
import { Outage } from '../platform/outage.ts';
import type { Generation } from './rows.ts';

type PictureEvent = Extract<ProviderEvent, { kind: 'picture' }>;

export type Kept = { readonly kind: 'kept' } | { readonly kind: 'spoiled'; readonly code: string };

/** The person would rather end the job than wait for the disk. */
export class GivenUp extends Error {}

export interface Keeper {
  /** Stores a delivered picture, waiting out a full or read-only disk with its bytes in memory. */
  keep(generation: Generation, event: PictureEvent, cancel: AbortSignal): Promise<Kept>;
  /**
   * Does a write until it is done, showing the job as blocked meanwhile.
   * @throws GivenUp when the person cancels while it waits
   */
  insist<Value>(generationId: string, work: () => Promise<Value>, cancel?: AbortSignal): Promise<Value>;
  blocked(generationId: string): Job['blocked'];
  /** The person says "try again now". False when nothing waits. */
  retryNow(generationId: string): boolean;
}

export interface KeeperParts {
  readonly library: Library;
  readonly deps: Deps;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
  /** Ends the waiting when the desktop ends; what was not stored is lost then, and the row says interrupted. */
  readonly ending: AbortSignal;
}

const TRY_AGAIN_MS = 5_000;

/**
 * What was paid for is not dropped because a disk is full. The bytes stay in memory, the job says what it waits
 * for, and it is tried again every few seconds and whenever the person asks.
 */
export function createKeeper(parts: KeeperParts): Keeper {
  const waiting = new Map<
    string,
    { readonly data: NonNullable<Job['blocked']>; readonly wake: AbortController }
  >();

  const insist = async <Value>(
    generationId: string,
    work: () => Promise<Value>,
    cancel?: AbortSignal,
  ): Promise<Value> => {
    for (;;) {
      try {
        const value = await work();
        if (waiting.delete(generationId)) parts.announce('generations', [generationId]);
        return value;
      } catch (error) {
        // What no retry can mend is left to the next start, which finds the row without an end.
        if (!(error instanceof Outage) || !error.data.retryable) throw error;
        const wake = new AbortController();
        waiting.set(generationId, { data: error.data, wake });
        parts.deps.log.warn('generation.blocked', { generation: generationId, reason: error.data.reason });
        parts.announce('generations', [generationId]);
        const signals = [wake.signal, parts.ending, ...(cancel === undefined ? [] : [cancel])];
        await parts.deps.clock.sleep(TRY_AGAIN_MS, AbortSignal.any(signals)).catch(() => undefined);
        if (parts.ending.aborted) throw error;
        if (cancel?.aborted === true) {
          waiting.delete(generationId);
          throw new GivenUp();
        }
      }
    }
  };

  return {
    insist,
    blocked: (generationId) => waiting.get(generationId)?.data ?? null,
    retryNow(generationId) {
      const waiter = waiting.get(generationId);
      waiter?.wake.abort();
      return waiter !== undefined;
    },
    async keep(generation, event, cancel) {
      const { input } = generation;
      const work = () =>
        parts.library.store({
          generationId: generation.id,
          ordinal: event.ordinal,
          bytes: event.bytes,
          mediaType: event.mediaType,
          prompt: input.prompt,
          revisedPrompt: event.revisedPrompt,
          modelId: generation.modelId,
          providerId: generation.providerId,
          operation: generation.operation,
          seed: event.seed,
          parents: parentsOf(input),
          madeAtMs: parts.deps.clock.now(),
        });
      const stored = await insist(generation.id, work, cancel).catch((error: unknown) => {
        if (error instanceof GivenUp) return { refusal: 'not-stored', detail: 'cancelled' } as const;
        throw error;
      });
      if ('refusal' in stored) {
        parts.deps.log.warn('generation.spoiled', { generation: generation.id, detail: stored.detail });
        return { kind: 'spoiled', code: stored.refusal };
      }
      parts.announce('library', [stored.id]);
      parts.announce('candidates', [generation.id]);
      parts.announce('generations', [generation.id]);
      return { kind: 'kept' };
    },
  };
}

/** What a picture came from: the one it goes on from, and every one whose pixels went along. */
function parentsOf(input: GenerationInput) {
  const { parentPictureId, references } = input;
  return [
    ...(parentPictureId === null ? [] : [{ pictureId: parentPictureId, role: 'goes-on-from' }]),
    ...references,
  ];
}
