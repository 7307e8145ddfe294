import type { GenerationInput, Job, Noun, Progress } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { type Model, type Operation, type Quote, quoteModel, sizeOn } from '../../shared/operations/index.ts';
import type { Database, Promised } from '../db/index.ts';
import type { Library } from '../library/index.ts';
import type { Hub } from '../platform/hub.ts';
import { Outage } from '../platform/outage.ts';
import type { Catalogue } from './catalogue.ts';
import { decideSubmit, type SubmitPlan, type SubmitRefusal } from './decide.ts';
import { createKeeper } from './keeper.ts';
import { createPreviews, type Previews } from './previews.ts';
import { createProgressBook } from './progress-book.ts';
import type { Providers } from './providers.ts';
import { createQueue, type JobQueue } from './queue.ts';
import type * as reads from './reads.ts';
import { createRecovery } from './recovery.ts';
import { type GenerationRow, isOpen, readGeneration, toJob } from './rows.ts';
import { createRunner } from './runner.ts';
import type * as writes from './writes.ts';

export { type Candidates, createCandidates } from './candidates.ts';
export { type Catalogue, loadCatalogue } from './catalogue.ts';
export { createProviders, type Providers } from './providers.ts';

export interface Rows {
  readonly read: Promised<typeof reads>;
  readonly write: Promised<typeof writes>;
}

export interface GenerationsParts {
  readonly rows: Rows;
  readonly catalogue: Catalogue;
  readonly providers: Providers;
  readonly library: Library;
  readonly freeBytes: () => Promise<number | null>;
  /** The caution before pictures leave this computer was read (P-55). */
  readonly cautionSeen: () => boolean;
  readonly libraryFolder: () => string;
  readonly progressHub: Hub<Progress>;
  readonly deps: Deps;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

export interface QuoteAnswer {
  readonly quote: Quote;
  readonly width: number;
  readonly height: number;
}

/** The contract's `generations`, and what the entry needs besides. */
export interface Generations {
  catalogue(): { operations: Operation[]; models: Model[] };
  quote(
    input: Pick<GenerationInput, 'modelId' | 'aspect' | 'quality' | 'count' | 'references'> & {
      promptChars: number;
    },
  ): QuoteAnswer | null;
  submit(
    input: GenerationInput,
    shown: Quote | null,
  ): Promise<{ readonly kind: 'accepted'; readonly id: string } | SubmitRefusal>;
  cancel(id: string): Promise<'NOT_FOUND' | 'ALREADY_ENDED' | null>;
  retryStore(id: string): boolean;
  close(id: string): Promise<'NOT_FOUND' | 'NOT_INTERRUPTED' | null>;
  list(): Promise<Job[]>;
  readonly previews: Previews;
  /** Takes up what the last run left and needs no key. Call once, after the library's sweep. */
  recover(): Promise<void>;
  /** The same for what needs a key, once it is known which keys there are. */
  recoverPaid(): Promise<void>;
  stop(): void;
}

const AT_ONCE = 2;
const WAITING_MAX = 50;

export function rowsOf(database: Database): Rows {
  return database.noun<typeof reads, typeof writes>('generations');
}

export function createGenerations(parts: GenerationsParts): Generations {
  const { rows, catalogue, providers, deps, announce } = parts;
  const ending = new AbortController();
  const previews = createPreviews();
  const keeper = createKeeper({ library: parts.library, deps, announce, ending: ending.signal });
  const progress = createProgressBook(parts.progressHub, previews, deps.clock);
  const run = createRunner({
    rows,
    providers,
    catalogue,
    keeper,
    library: parts.library,
    previews, progress, deps, announce });
  const recovery = createRecovery({ rows, providers, catalogue, queue: () => queue, deps, announce });
  const queue: JobQueue = createQueue(run, AT_ONCE, deps.log, async ({ id }) => {
    await recovery.settle(id);
  });

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

  return {
    catalogue: () => ({ operations: catalogue.operations, models: catalogue.models }),
    quote(input) {
      const model = catalogue.model(input.modelId);
      if (model === null) return null;
      const size = sizeOn(model, input.quality, input.aspect);
      const { quality, count, promptChars } = input;
      return { quote: quoteModel(model, { quality, count, promptChars, size, references: input.references.length }), ...size };
    },
    async submit(input, shown) {
      const missing = await firstMissing(parts.library, input);
      if (missing !== null) return { kind: 'refused', code: 'REFERENCE_MISSING', data: { pictureId: missing } };
      const model = catalogue.model(input.modelId);
      const freeBytes = await parts.freeBytes();
      // From here to the reserved place nothing waits: many submits at once are counted one after the other.
      const decision = decideSubmit(
        {
          model,
          needsKey: model !== null && providers.get(model.provider).capabilities.needsKey,
          hasKey: model !== null && providers.hasKey(model.provider),
          waiting: queue.waiting(),
          waitingMax: WAITING_MAX,
          freeBytes,
          shown,
          cautionSeen: parts.cautionSeen(),
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
    },
    async cancel(id) {
      if (queue.cancel(id)) return null;
      const row = await rows.read.byId(id);
      if (row === null) return 'NOT_FOUND';
      return 'ALREADY_ENDED';
    },
    retryStore: (id) => keeper.retryNow(id),
    async close(id) {
      const row = await rows.read.byId(id);
      if (row === null) return 'NOT_FOUND';
      if (row.interrupted === 0 || !isOpen(row.state)) return 'NOT_INTERRUPTED';
      await rows.write.end({
        id,
        state: 'failed',
        reason: JSON.stringify(UNKNOWN_END),
        cost: null,
        nowMs: deps.clock.now(),
      });
      announce('generations', [id]);
      announce('candidates', [id]);
      return null;
    },
    async list() {
      return (await rows.read.recent()).map((row) => toJob(row, keeper.blocked(row.id)));
    },
    previews,
    recover: () => recovery.run('free'),
    recoverPaid: () => recovery.run('paid'),
    stop() {
      ending.abort();
      queue.stop();
    },
  };
}

async function firstMissing(library: Library, input: GenerationInput): Promise<string | null> {
  for (const { pictureId } of input.references) {
    const details = await library.get(pictureId);
    if (details === null || details.file.missing) return pictureId;
  }
  return null;
}

const UNKNOWN_END = {
  code: 'interrupted',
  stage: null,
  categories: [],
  retryable: true,
  charged: 'unknown',
  retryAfterMs: null,
  requestId: null,
} as const;

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
