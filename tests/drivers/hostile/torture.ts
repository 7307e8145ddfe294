import { systemClock } from '../../../electron/platform/clock.ts';
import {
  createDecoder,
  DECODER_LIMITS,
  type Decoder,
  type Fork,
  forkNode,
} from '../../../media/decoder/index.ts';
import { quiet } from '../storage/deps.ts';
import { mutated } from './mutate.ts';
import { makeSeeds } from './seeds.ts';

export interface TortureResult {
  readonly torture: 'decoder';
  readonly count: number;
  readonly seed: number;
  readonly pictures: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** Children that ended by themselves; each is replaced and costs its own picture. */
  readonly crashes: number;
  readonly hangs: number;
  readonly unanswered: number;
  readonly mainRssMaxMb: number;
  readonly childRssMaxMb: number;
  readonly childRssLimitMb: number;
  readonly slowestMs: number;
  readonly seconds: number;
  readonly pass: boolean;
}

export interface TortureOptions {
  readonly count: number;
  readonly seed: number;
  /** The first index: one mutation alone is run again with a count of 1. */
  readonly from?: number;
  /** Hears of every picture that crashed, hung, ate memory or was never answered. */
  readonly tell?: (line: string) => void;
}

/** Enough waiting for both children never to idle. */
const IN_FLIGHT = 8;
/** Longer than any deadline of the decoder's own. */
const NEVER_MS = 200_000;

type Outcome = { readonly kind: string; readonly code?: string; readonly detail?: string };

/** Mostly the look that every stranger's picture gets; now and then the other kinds of work. */
function ask(decoder: Decoder, bytes: Uint8Array, index: number): Promise<Outcome> {
  if (index % 8 === 3) return decoder.prepare(bytes, { format: 'webp', maxSide: 128 });
  if (index % 32 === 13)
    return decoder.prepareFrame(
      { original: bytes, mask: bytes },
      { width: 96, height: 64, maxBytes: 1_000_000, formats: ['png'], mask: true },
    );
  if (index % 16 === 7) return decoder.thumbnail(bytes, 64);
  if (index % 16 === 15)
    return decoder.encode(bytes, { format: 'png', quality: 80, scale: 0.05, profile: 'p3', xmp: null });
  return decoder.inspect(bytes, 64);
}

/** Sends changed pictures through the real decoder and counts what becomes of them. */
export async function tortureDecoder(options: TortureOptions): Promise<TortureResult> {
  const { count, seed, from = 0, tell = () => undefined } = options;
  const seeds = await makeSeeds();
  const begunAt = performance.now();
  const refusals: Record<string, number> = {};
  const seen = { pictures: 0, unanswered: 0, mainRss: 0, childRss: 0, slowestMs: 0 };
  const fork: Fork = (entry, forkOptions) => {
    const child = forkNode(entry, forkOptions);
    child.onMessage((message) => {
      const { rssBytes } = message as { rssBytes?: number };
      seen.childRss = Math.max(seen.childRss, rssBytes ?? 0);
    });
    return child;
  };
  const decoder = createDecoder({ fork, clock: systemClock, log: quiet });

  const one = async (index: number): Promise<void> => {
    const { bytes, story } = mutated(seeds, seed, index);
    const startedAt = performance.now();
    const timer = new AbortController();
    const never = systemClock.sleep(NEVER_MS, timer.signal).then((): Outcome => ({ kind: 'unanswered' }));
    const outcome = await Promise.race([ask(decoder, bytes, index), never]);
    timer.abort();
    await never.catch(() => undefined);
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - startedAt);
    seen.mainRss = Math.max(seen.mainRss, process.memoryUsage.rss());
    if (outcome.kind === 'unanswered') seen.unanswered += 1;
    else if (outcome.kind !== 'refused') seen.pictures += 1;
    else {
      const code = outcome.detail === 'memory' ? 'memory' : (outcome.code ?? 'none');
      refusals[code] = (refusals[code] ?? 0) + 1;
    }
    const bad =
      outcome.kind === 'unanswered' || /memory|crashed|slow/.test(`${outcome.code}/${outcome.detail}`);
    if (bad) tell(JSON.stringify({ seed, index, outcome, sizeBytes: bytes.length, story }));
  };

  let next = from;
  const hand = async (): Promise<void> => {
    for (let index = next++; index < from + count; index = next++) await one(index);
  };
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, hand));
  } finally {
    decoder.close();
  }
  const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
  const answered = seen.pictures + Object.values(refusals).reduce((sum, each) => sum + each, 0);
  const inMemory = refusals.memory === undefined && seen.childRss <= DECODER_LIMITS.memoryBytes;
  return {
    torture: 'decoder',
    count,
    seed,
    pictures: seen.pictures,
    refusals,
    crashes: refusals['decoder-crashed'] ?? 0,
    hangs: refusals['too-slow'] ?? 0,
    unanswered: seen.unanswered,
    mainRssMaxMb: megabytes(seen.mainRss),
    childRssMaxMb: megabytes(seen.childRss),
    childRssLimitMb: megabytes(DECODER_LIMITS.memoryBytes),
    slowestMs: Math.round(seen.slowestMs),
    seconds: Math.round((performance.now() - begunAt) / 100) / 10,
    pass: answered === count && inMemory,
  };
}
