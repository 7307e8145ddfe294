import type { GenerationInput, Job, Noun, Progress, Spending } from '../../shared/contracts/desktop/index.ts';
import { quoteInput, sizeOfInput } from '../../shared/frame/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Model, Operation, Quote } from '../../shared/operations/index.ts';
import type { Database, Promised } from '../db/index.ts';
import type { Frames } from '../frames/index.ts';
import type { Library } from '../library/index.ts';
import type { Hub } from '../platform/hub.ts';
import type { Caps } from './caps.ts';
import type { Catalogue } from './catalogue.ts';
import type { SubmitRefusal } from './decide.ts';
import { createKeeper } from './keeper.ts';
import { createPreviews, type Previews } from './previews.ts';
import { createProgressBook } from './progress-book.ts';
import type { Providers } from './providers.ts';
import { createQueue, type JobQueue } from './queue.ts';
import type * as reads from './reads.ts';
import { createRecovery } from './recovery.ts';
import { isOpen, toJob } from './rows.ts';
import { createRunner } from './runner.ts';
import { createSpendingBook } from './spending.ts';
import { createSubmit } from './submit.ts';
import { createWhatIsSent, type SentAnswer } from './what-is-sent.ts';
import type * as writes from './writes.ts';

export { type Candidates, createCandidates } from './candidates.ts';
export { type Catalogue, loadCatalogue } from './catalogue.ts';
export { keptServerSchema, openOwnServer } from './own-server.ts';
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
  readonly frames: Frames;
  readonly freeBytes: () => Promise<number | null>;
  /** The caution before pictures leave this computer was read (P-55). */
  readonly cautionSeen: () => boolean;
  /** What the person lets runs with their own keys cost. */
  readonly caps: () => Caps;
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
    input: Pick<GenerationInput, 'modelId' | 'aspect' | 'quality' | 'count' | 'references' | 'place'> & {
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
  spending(): Promise<Spending>;
  whatIsSent(input: GenerationInput): Promise<SentAnswer>;
  /** What was taken of documents for runs that go on or wait for a decision. */
  framesInUse(): Promise<ReadonlySet<string>>;
  readonly previews: Previews;
  /** Takes up what the last run left and needs no key. Call once, after the library's sweep. */
  recover(): Promise<void>;
  /** The same for what needs a key, once it is known which keys there are. */
  recoverPaid(): Promise<void>;
  stop(): void;
}

const AT_ONCE = 2;

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
    frames: parts.frames,
    previews,
    progress,
    deps,
    announce,
  });
  const recovery = createRecovery({ rows, providers, catalogue, queue: () => queue, deps, announce });
  const queue: JobQueue = createQueue(run, AT_ONCE, deps.log, async ({ id }) => {
    await recovery.settle(id);
  });
  const spending = createSpendingBook({ rows, catalogue, caps: parts.caps, clock: deps.clock });
  const submit = createSubmit({ ...parts, spending, queue, recovery });

  return {
    catalogue: () => ({ operations: catalogue.operations, models: catalogue.models }),
    quote(input) {
      const model = catalogue.model(input.modelId);
      if (model === null) return null;
      return { quote: quoteInput(model, input, input.promptChars), ...sizeOfInput(model, input) };
    },
    submit,
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
    spending: spending.report,
    whatIsSent: createWhatIsSent(parts),
    framesInUse: async () => new Set(await rows.read.framesInUse()),
    previews,
    recover: () => recovery.run('free'),
    recoverPaid: () => recovery.run('paid'),
    stop() {
      ending.abort();
      queue.stop();
    },
  };
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
