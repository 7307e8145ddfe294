import { readPngChunks, readPngHeader } from '../../media/metadata/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type {
  Capabilities,
  Failed,
  FailureKind,
  GenerationProvider,
  Outcome,
  ProviderEvent,
  ProviderRequest,
  RunContext,
} from '../contract/index.ts';
import { followPaint } from './follow-paint.ts';
import { hostileBytes } from './hostile-bytes.ts';
import { type Misbehaviour, readMisbehaviour } from './misbehaviour.ts';
import type { Paint } from './paint-job.ts';
import { hashText } from './raster/chance.ts';

export interface SandboxDeps {
  readonly clock: Clock;
  readonly paint: Paint;
}

const SIZE_LIMITS = { minSide: 16, maxSide: 4096, maxPixels: 8_294_400 };

export const SANDBOX_CAPABILITIES: Capabilities = {
  operations: ['text-to-image', 'edit-image'],
  transport: 'stream',
  cancel: 'supported',
  repeatable: true,
  needsKey: false,
  maxPerCall: 8,
  promptMaxChars: 32_000,
  seeds: 'supported',
  size: { kind: 'free', step: 1, ...SIZE_LIMITS, maxAspect: 4 },
  mask: 'white-edits',
  // Nothing is uploaded: the pictures go to a thread of this process.
  inputs: { forms: [], maxCount: 4, maxBytes: 100_000_000, mediaTypes: ['image/png'] },
  webhooks: false,
};

const PNG = 'image/png';
const SEEDS = 0x1_0000_0000;

/** Paints on this computer, costs nothing, never pretends to be a model. */
export function createSandbox(deps: SandboxDeps): GenerationProvider {
  return {
    id: 'sandbox',
    capabilities: SANDBOX_CAPABILITIES,
    run: (request, context) => run(deps, request, context),
  };
}

async function* run(
  deps: SandboxDeps,
  request: ProviderRequest,
  context: RunContext,
): AsyncGenerator<ProviderEvent, void> {
  let outcome: Outcome;
  try {
    outcome = yield* deliver(deps, request, context);
  } catch {
    // The painter's process may be killed or run out of memory; nothing was charged and another try may work.
    outcome = context.signal.aborted ? { kind: 'cancelled' } : failure('upstream', true);
  }
  yield { kind: 'ended', outcome, cost: { kind: 'nothing' } };
}

async function* deliver(
  deps: SandboxDeps,
  request: ProviderRequest,
  context: RunContext,
): AsyncGenerator<ProviderEvent, Outcome> {
  if (!isPaintable(request)) return failure('invalid-request', false);
  if (context.signal.aborted) return { kind: 'cancelled' };
  yield { kind: 'accepted', handle: null };
  const misbehaviour = readMisbehaviour(request.prompt);
  if (misbehaviour?.kind === 'stall') {
    await aborted(context.signal);
    return { kind: 'cancelled' };
  }
  const first = request.seed ?? hashText(`${request.prompt}\n${context.idempotencyKey}`);
  for (const [done, ordinal] of request.ordinals.entries()) {
    if (misbehaviour?.kind === 'end' && done >= misbehaviour.afterPictures) return misbehaviour.outcome;
    // Resumed runs ask for fewer ordinals; the seed follows the ordinal, so they get the same pictures.
    const seed = (((first + ordinal) % SEEDS) + SEEDS) % SEEDS;
    const place = { ordinal, seed, done, of: request.ordinals.length };
    yield* picture(deps, request, context.signal, place, misbehaviour);
    if (context.signal.aborted) return { kind: 'cancelled' };
  }
  if (misbehaviour?.kind === 'end' && request.ordinals.length <= misbehaviour.afterPictures)
    return misbehaviour.outcome;
  return { kind: 'succeeded' };
}

interface Place {
  readonly ordinal: number;
  readonly seed: number;
  readonly done: number;
  readonly of: number;
}

async function* picture(
  { clock, paint }: SandboxDeps,
  request: ProviderRequest,
  signal: AbortSignal,
  { ordinal, seed, done, of }: Place,
  misbehaviour: Misbehaviour | null,
): AsyncGenerator<ProviderEvent, void> {
  const slow = misbehaviour?.kind === 'slow' ? misbehaviour : null;
  const share = slow === null ? 1 : 0.1;
  const whole = (fraction: number) => (done + fraction) / of;
  for (let step = 0; slow !== null && step < slow.steps; step++) {
    await clock.sleep(slow.stepMs, signal);
    yield { kind: 'progress', fraction: whole((0.9 * (step + 1)) / slow.steps), ordinal };
  }
  const { width, height } = request.size;
  const sources = request.references.filter(({ role }) => role === 'source');
  const others = request.references.filter(({ role }) => role !== 'source');
  const job = {
    prompt: request.prompt,
    seed,
    width,
    height,
    pictures: [...sources, ...others].map(({ bytes, role }) => ({ bytes, role })),
    mask: request.mask?.bytes ?? null,
    task: request.task,
    unruly: misbehaviour?.kind === 'bend' ? misbehaviour.unruly : null,
  };
  const painting = followPaint(paint, job, signal);
  let next = await painting.next();
  try {
    for (; next.done !== true; next = await painting.next()) {
      const { fraction, preview } = next.value;
      yield { kind: 'progress', fraction: whole(1 - share + share * fraction), ordinal };
      if (preview !== null) yield { kind: 'preview', ordinal, bytes: preview, mediaType: PNG };
    }
  } finally {
    // A consumer that leaves early never asks again: only this stops the painter.
    if (next.done !== true) void painting.return({ bytes: new Uint8Array(0), family: '' });
  }
  const bytes = misbehaviour?.kind === 'deliver' ? hostileBytes(misbehaviour.what) : next.value.bytes;
  yield { kind: 'picture', ordinal, bytes, mediaType: PNG, seed, revisedPrompt: null };
}

function isPaintable(request: ProviderRequest): boolean {
  const { minSide, maxSide, maxPixels } = SIZE_LIMITS;
  const { width, height } = request.size;
  const isWhole = Number.isInteger(width) && Number.isInteger(height);
  return (
    SANDBOX_CAPABILITIES.operations.includes(request.operation) &&
    request.prompt.length <= SANDBOX_CAPABILITIES.promptMaxChars &&
    isWhole &&
    Math.min(width, height) >= minSide &&
    Math.max(width, height) <= maxSide &&
    width * height <= maxPixels &&
    takesPictures(request)
  );
}

/** One source for an edit and none elsewhere, a mask of its size, and no more than can be held. */
function takesPictures({ operation, references, mask }: ProviderRequest): boolean {
  const { maxCount, maxBytes } = SANDBOX_CAPABILITIES.inputs;
  const sources = references.filter(({ role }) => role === 'source');
  if (sources.length !== (operation === 'edit-image' ? 1 : 0)) return false;
  if (references.length > maxCount || references.some(({ bytes }) => bytes.length > maxBytes)) return false;
  const headers = references.map(({ bytes }) => plainHeader(bytes));
  if (headers.includes(null)) return false;
  if (mask === null) return true;
  const own = plainHeader(mask.bytes);
  const source = sources[0] === undefined ? null : plainHeader(sources[0].bytes);
  if (own === null || source === null || own.colourType !== 0) return false;
  return own.width === source.width && own.height === source.height;
}

/** Of a PNG as Gesso writes them; null for any other bytes. */
function plainHeader(bytes: Uint8Array) {
  const read = readPngChunks(bytes);
  const header = read.kind === 'read' ? readPngHeader(read.chunks) : null;
  return header?.bitDepth === 8 && header.colourType !== 3 ? header : null;
}

function failure(error: FailureKind, retryable: boolean): Failed {
  return { kind: 'failed', error, retryable, charged: 'no', requestId: null, status: null };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
