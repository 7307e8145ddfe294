import type {
  Cost,
  GenerationProvider,
  Outcome,
  ProviderEvent,
  ProviderRequest,
  RunContext,
} from '../../providers/contract/index.ts';
import type { Noun } from '../../shared/contracts/desktop/index.ts';
import { type Deps, unreachable } from '../../shared/kernel/index.ts';
import type { Frames } from '../frames/index.ts';
import type { Library } from '../library/index.ts';
import type { Catalogue } from './catalogue.ts';
import { decideEnding } from './ending.ts';
import type { Rows } from './index.ts';
import { GivenUp, type Keeper } from './keeper.ts';
import type { Previews } from './previews.ts';
import type { ProgressBook } from './progress-book.ts';
import type { Providers } from './providers.ts';
import { prepareRequest } from './request.ts';
import type { Generation } from './rows.ts';

export interface RunnerParts {
  readonly rows: Rows;
  readonly providers: Providers;
  readonly catalogue: Catalogue;
  readonly keeper: Keeper;
  readonly library: Library;
  readonly frames: Frames;
  readonly previews: Previews;
  readonly progress: ProgressBook;
  readonly deps: Deps;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

export type Runner = (generation: Generation, signal: AbortSignal) => Promise<void>;

interface Tally {
  delivered: Set<number>;
  spoiled: string | null;
  outcome: Outcome | null;
  cost: Cost | null;
  /** A reason of ours, where the provider had no part in it. */
  ownCode: string | null;
}

/**
 * Drives one generation to its end: marks it, calls the provider, keeps what comes, writes the last word.
 * Where the process died before, it goes on: the missing pictures of a repeatable call, or the saved handle of
 * a job. A call that can't be repeated is never sent a second time; `recover` decides that before.
 */
export function createRunner(parts: RunnerParts): Runner {
  const { rows, deps, announce } = parts;

  return async (generation, signal) => {
    const { id } = generation;
    const model = parts.catalogue.model(generation.modelId);
    if (model === null) {
      // A server of the person's own may be removed while its jobs wait: those cost nothing.
      const cost = generation.state === 'queued' ? ({ kind: 'nothing' } as const) : null;
      await finish(parts, generation, { ...failedTally('unknown-model'), cost });
      return;
    }
    const provider = parts.providers.get(model.provider);
    const kept = await rows.read.deliveredOrdinals(id);
    const tally: Tally = {
      delivered: new Set(kept),
      spoiled: null,
      outcome: null,
      cost: null,
      ownCode: null,
    };
    if (signal.aborted) {
      await finish(parts, generation, {
        ...tally,
        outcome: { kind: 'cancelled' },
        cost: { kind: 'nothing' },
      });
      return;
    }
    // Made before the row says `submitting`: whatever ends here has not left the computer.
    const prepared = await prepareRequest(parts, {
      operation: generation.operation,
      input: { ...generation.input, count: generation.count },
      model,
      inputs: provider.capabilities.inputs,
      have: tally.delivered,
    });
    if (prepared.kind !== 'request') {
      await finish(parts, generation, { ...tally, ...neverSent(), ownCode: prepared.kind });
      return;
    }
    const { request } = prepared;
    const submitting = { id, state: 'submitting', handle: null, nowMs: deps.clock.now() } as const;
    const mine = await parts.keeper
      .insist(id, () => rows.write.advance(submitting), signal)
      .catch((error: unknown) => {
        if (error instanceof GivenUp) return 'given-up' as const;
        throw error;
      });
    if (mine === 'given-up') {
      await finish(parts, generation, {
        ...tally,
        outcome: { kind: 'cancelled' },
        cost: { kind: 'nothing' },
      });
      return;
    }
    if (!mine) return;
    deps.failpoints.hit('generate.submitting');
    announce('generations', [id]);
    parts.progress.start(id);
    if (request.ordinals.length > 0) {
      let running = false;
      const key = await parts.providers.keyFor(model.provider);
      for await (const event of callProvider(provider, generation, request, {
        key,
        idempotencyKey: id,
        signal,
      })) {
        // A provider that answers in its body accepts nothing beforehand: its first word says that it runs.
        if (!running && event.kind !== 'ended') await accepted(parts, id, event);
        running ||= event.kind !== 'ended';
        await take(parts, generation, event, tally, signal);
      }
    }
    tally.outcome ??=
      request.ordinals.length === 0 ? { kind: 'succeeded' } : failedTally('broken-answer').outcome;
    await finish(parts, generation, tally);
  };
}

function callProvider(
  provider: GenerationProvider,
  generation: Generation,
  request: ProviderRequest,
  context: RunContext,
): AsyncIterable<ProviderEvent> {
  if (generation.handle !== null && provider.resume !== undefined) {
    return provider.resume(generation.handle, request, context);
  }
  return provider.run(request, context);
}

/** The handle is on disk before the provider is asked again, so that a killed process finds the same job. */
async function accepted(parts: RunnerParts, id: string, event: ProviderEvent): Promise<void> {
  const handle = event.kind === 'accepted' && event.handle !== null ? JSON.stringify(event.handle) : null;
  const running = { id, state: 'running', handle, nowMs: parts.deps.clock.now() } as const;
  await parts.keeper.insist(id, () => parts.rows.write.advance(running));
  parts.deps.failpoints.hit('generate.accepted');
  parts.announce('generations', [id]);
}

async function take(
  parts: RunnerParts,
  generation: Generation,
  event: ProviderEvent,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { id } = generation;
  switch (event.kind) {
    case 'accepted':
      return;
    case 'progress':
      parts.progress.say(id, {
        fraction: event.fraction,
        ordinal: event.ordinal ?? null,
        queuePosition: event.queuePosition ?? null,
      });
      return;
    case 'preview':
      parts.previews.put(id, event.ordinal, event.bytes, event.mediaType);
      parts.progress.again(id);
      return;
    case 'picture': {
      parts.deps.failpoints.hit('generate.delivered');
      const kept = await parts.keeper.keep(generation, event, signal);
      if (kept.kind === 'kept') tally.delivered.add(event.ordinal);
      else tally.spoiled ??= kept.code;
      return;
    }
    case 'ended':
      tally.outcome = event.outcome;
      tally.cost = event.cost;
      return;
    default:
      return unreachable(event);
  }
}

async function finish(parts: RunnerParts, generation: Generation, tally: Tally): Promise<void> {
  const { deps, rows, announce } = parts;
  const outcome = tally.outcome ?? { kind: 'cancelled' };
  const ending = decideEnding({
    outcome,
    cost: tally.cost,
    delivered: tally.delivered.size,
    count: generation.count,
    spoiled: tally.spoiled,
    ownCode: tally.ownCode,
  });
  deps.failpoints.hit('generate.ending');
  await parts.keeper.insist(generation.id, () =>
    rows.write.end({
      id: generation.id,
      state: ending.state,
      reason: ending.reason === null ? null : JSON.stringify(ending.reason),
      cost: ending.cost === null ? null : JSON.stringify(ending.cost),
      nowMs: deps.clock.now(),
    }),
  );
  parts.previews.drop(generation.id);
  parts.progress.stop(generation.id);
  deps.log.info('generation.ended', {
    generation: generation.id,
    state: ending.state,
    reason: ending.reason?.code,
  });
  announce('generations', [generation.id]);
  announce('candidates', [generation.id]);
}

function failedTally(error: 'unknown-model' | 'broken-answer'): Tally {
  const outcome: Outcome = {
    kind: 'failed',
    error,
    retryable: false,
    charged: 'unknown',
    requestId: null,
    status: null,
  };
  return { delivered: new Set(), spoiled: null, outcome, cost: null, ownCode: null };
}

/** Nothing left this computer, and so nothing was charged. */
function neverSent(): Pick<Tally, 'outcome' | 'cost'> {
  const outcome: Outcome = {
    kind: 'failed',
    error: 'invalid-request',
    retryable: false,
    charged: 'no',
    requestId: null,
    status: null,
  };
  return { outcome, cost: { kind: 'nothing' } };
}
