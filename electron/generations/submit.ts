import type { GenerationInput } from '../../shared/contracts/desktop/index.ts';
import type { Quote } from '../../shared/operations/index.ts';
import type { Library } from '../library/index.ts';
import { Outage } from '../platform/outage.ts';
import { createTurns } from '../platform/turns.ts';
import { decideSubmit, type SubmitPlan, type SubmitRefusal } from './decide.ts';
import type { GenerationsParts } from './index.ts';
import type { JobQueue } from './queue.ts';
import type { Recovery } from './recovery.ts';
import { type GenerationRow, readGeneration } from './rows.ts';
import type { SpendingBook } from './spending.ts';

export interface SubmitParts
  extends Pick<
    GenerationsParts,
    | 'rows'
    | 'catalogue'
    | 'providers'
    | 'library'
    | 'frames'
    | 'freeBytes'
    | 'cautionSeen'
    | 'libraryFolder'
    | 'deps'
    | 'announce'
  > {
  readonly spending: SpendingBook;
  readonly queue: JobQueue;
  readonly recovery: Recovery;
}

export type SubmitAnswer = { readonly kind: 'accepted'; readonly id: string } | SubmitRefusal;

const WAITING_MAX = 50;

/**
 * Takes a form in: the facts, the decision, the row. One at a time, because what is spent and the row that adds to it
 * must be one turn: of many submits at once, each must see those before it, or together they would slip past a cap.
 */
export function createSubmit(
  parts: SubmitParts,
): (input: GenerationInput, shown: Quote | null) => Promise<SubmitAnswer> {
  const { catalogue, providers, queue, recovery, rows, deps, announce } = parts;
  const turns = createTurns();

  const accept = async (plan: SubmitPlan): Promise<string> => {
    const row = newRow(deps.ids.uuid(), plan, deps.clock.now());
    recovery.note(row.id);
    await rows.write.insert(row);
    deps.failpoints.hit('generate.queued');
    announce('generations', [row.id]);
    announce('candidates', [row.id]);
    queue.add(readGeneration(row));
    return row.id;
  };

  const submit = async (input: GenerationInput, shown: Quote | null): Promise<SubmitAnswer> => {
    const missing = await firstMissing(parts.library, input);
    if (missing !== null) return { kind: 'refused', code: 'REFERENCE_MISSING', data: { pictureId: missing } };
    const frameId = input.place?.frameId ?? null;
    const frame = frameId === null ? null : await parts.frames.find(frameId);
    if (frameId !== null && frame === null) return { kind: 'refused', code: 'FRAME_MISSING' };
    const model = catalogue.model(input.modelId);
    const freeBytes = await parts.freeBytes();
    const capFacts = await parts.spending.capFacts(model);
    const decision = decideSubmit(
      {
        model,
        needsKey: model !== null && providers.get(model.provider).capabilities.needsKey,
        hasKey: model !== null && providers.hasKey(model.provider),
        waiting: queue.waiting(),
        waitingMax: WAITING_MAX,
        freeBytes,
        shown,
        ...capFacts,
        cautionSeen: parts.cautionSeen(),
        frame,
        drawnSeed: new DataView(deps.random.bytes(4).buffer).getUint32(0),
      },
      input,
    );
    if (decision.kind === 'disk-full') {
      throw new Outage('disk-full', { path: parts.libraryFolder(), neededBytes: decision.neededBytes });
    }
    if (decision.kind !== 'plan') return decision;
    const giveBack = queue.reserve(WAITING_MAX);
    if (giveBack === null) return { kind: 'refused', code: 'QUEUE_FULL', data: { max: WAITING_MAX } };
    return { kind: 'accepted', id: await accept(decision).finally(giveBack) };
  };

  return (input, shown) => turns('submit', () => submit(input, shown));
}

async function firstMissing(library: Library, input: GenerationInput): Promise<string | null> {
  for (const { pictureId } of input.references) {
    const details = await library.get(pictureId);
    if (details === null || details.file.missing) return pictureId;
  }
  return null;
}

function newRow(id: string, plan: SubmitPlan, nowMs: number): GenerationRow {
  const { input, model } = plan;
  return {
    id,
    operation: input.operation,
    model_id: model.id,
    provider_id: model.provider,
    state: 'queued',
    interrupted: 0,
    input: JSON.stringify(input),
    prompt: input.prompt,
    seed: input.seed,
    quote: JSON.stringify(plan.quote),
    cost: null,
    reason: null,
    handle: null,
    decision: 'pending',
    count: input.count,
    created_at_ms: nowMs,
    updated_at_ms: nowMs,
    ended_at_ms: null,
  };
}
