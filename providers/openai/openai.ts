import type { OpenAI } from 'openai';
import { APIError } from 'openai';
import type {
  AdapterDeps,
  Capabilities,
  Cost,
  GenerationProvider,
  KeyVerdict,
  Outcome,
  ProviderEvent,
  ProviderRequest,
  RunContext,
} from '../contract/index.ts';
import { readBody, readEvent, type WirePicture } from './answers.ts';
import { createClient, isSendable } from './client.ts';
import { costOf, OPENAI_RATES, type TokenRates } from './cost.ts';
import { startDeadline } from './deadline.ts';
import { brokenAnswer, failed, outcomeOfError } from './failures.ts';
import { wireSize } from './sizes.ts';

export const OPENAI_CAPABILITIES: Capabilities = {
  operations: ['text-to-image'],
  transport: 'stream',
  cancel: 'client-only',
  repeatable: false,
  needsKey: true,
  maxPerCall: 10,
  promptMaxChars: 32_000,
  seeds: 'absent',
  size: { kind: 'free', step: 16, minSide: 16, maxSide: 3840, maxPixels: 8_294_400, maxAspect: 3 },
  mask: 'none',
  inputs: { forms: [], maxCount: 0, maxBytes: 0, mediaTypes: [] },
  webhooks: false,
};

/**
 * A large picture of the best quality takes three minutes. Node's own fetch gives up after five without a word; our
 * deadline comes before it, so that the end has a name.
 */
export const DEADLINE_MS = 290 * 1000;
const KEY_TEST_MS = 30 * 1000;
const PARTIALS = 2;
const QUALITY = { standard: 'medium', hd: 'high', '4k': 'high' } as const;

/**
 * OpenAI's image endpoint, and every server that speaks like it when `baseUrl` says so.
 * @param ratesOf the catalogue's rates for a model, under the provider's own name
 */
export function createOpenAi(
  deps: AdapterDeps,
  ratesOf: (model: string) => TokenRates = () => OPENAI_RATES,
): GenerationProvider {
  return {
    id: 'openai',
    capabilities: OPENAI_CAPABILITIES,
    run: (request, context) => run(deps, ratesOf(request.model), request, context),
    testKey: (context) => testKey(deps, context),
  };
}

interface End {
  readonly outcome: Outcome;
  readonly cost: Cost | null;
}

async function* run(
  deps: AdapterDeps,
  rates: TokenRates,
  request: ProviderRequest,
  context: RunContext,
): AsyncGenerator<ProviderEvent, void> {
  const refusal = refuseEarly(request, context);
  if (refusal !== null) {
    yield { kind: 'ended', outcome: refusal, cost: { kind: 'nothing' } };
    return;
  }
  const key = context.key ?? '';
  const deadline = startDeadline(deps.clock, DEADLINE_MS, context.signal);
  let end: End;
  try {
    yield { kind: 'progress', fraction: null };
    end = yield* generate(createClient(deps, key), request, { signal: deadline.signal, rates, key });
  } catch (error) {
    end = { outcome: outcomeOfError(error, key), cost: null };
  } finally {
    deadline.clear();
  }
  // An abort shows itself as an error, or as a stream that ends early; what was delivered in full stands.
  if (end.outcome.kind !== 'succeeded' && deadline.signal.aborted)
    end = { ...end, outcome: stopped(deadline.isOver()) };
  yield { kind: 'ended', outcome: end.outcome, cost: end.cost };
}

function stopped(isOver: boolean): Outcome {
  return isOver ? failed('timeout', { charged: 'unknown', retryable: true }) : { kind: 'cancelled' };
}

/** What needs no call to be known. */
function refuseEarly(request: ProviderRequest, context: RunContext): Outcome | null {
  if (context.signal.aborted) return { kind: 'cancelled' };
  const isAskable =
    request.operation === 'text-to-image' &&
    request.prompt.length > 0 &&
    request.prompt.length <= OPENAI_CAPABILITIES.promptMaxChars &&
    request.ordinals.length >= 1 &&
    request.ordinals.length <= OPENAI_CAPABILITIES.maxPerCall;
  if (!isAskable) return failed('invalid-request', { charged: 'no', retryable: false });
  if (!isSendable(context.key)) return failed('bad-key', { charged: 'no', retryable: false });
  return null;
}

interface Call {
  readonly signal: AbortSignal;
  readonly rates: TokenRates;
  readonly key: string;
}

function generate(client: OpenAI, request: ProviderRequest, call: Call): AsyncGenerator<ProviderEvent, End> {
  const asked = {
    model: request.model,
    prompt: request.prompt,
    n: request.ordinals.length,
    size: wireSize(request.model, request.size),
    quality: QUALITY[request.quality],
    output_format: 'png' as const,
    ...(request.background === 'auto' ? {} : { background: request.background }),
  };
  // Partial pictures come for one picture only; several are made in one call and answered together.
  const [ordinal] = request.ordinals;
  return ordinal !== undefined && request.ordinals.length === 1
    ? streamOne(client, asked, ordinal, call)
    : takeAll(client, asked, request.ordinals, call);
}

type Asked = Parameters<OpenAI['images']['generate']>[0] & { readonly stream?: never };

async function* streamOne(
  client: OpenAI,
  asked: Omit<Asked, 'stream'>,
  ordinal: number,
  call: Call,
): AsyncGenerator<ProviderEvent, End> {
  const options = { signal: call.signal };
  const stream = await client.images.generate({ ...asked, stream: true, partial_images: PARTIALS }, options);
  for await (const wire of stream) {
    const event = readEvent(wire);
    if (event?.kind === 'partial') {
      yield { kind: 'progress', fraction: Math.min(0.95, (event.index + 1) / (PARTIALS + 1)), ordinal };
      if (event.picture === null) continue;
      yield { kind: 'preview', ordinal, bytes: event.picture.bytes, mediaType: event.picture.mediaType };
    }
    if (event?.kind === 'completed') {
      const cost = costOf(event.usage, call.rates);
      if (event.picture === null) return { outcome: brokenAnswer(), cost };
      yield delivered(event.picture, ordinal, call.key);
      return { outcome: { kind: 'succeeded' }, cost };
    }
  }
  return { outcome: brokenAnswer(), cost: null };
}

async function* takeAll(
  client: OpenAI,
  asked: Omit<Asked, 'stream'>,
  ordinals: readonly number[],
  call: Call,
): AsyncGenerator<ProviderEvent, End> {
  const body = readBody(await client.images.generate({ ...asked, stream: false }, { signal: call.signal }));
  if (body === null) return { outcome: brokenAnswer(), cost: null };
  const cost = costOf(body.usage, call.rates);
  let missing = 0;
  for (const [at, ordinal] of ordinals.entries()) {
    const picture = body.pictures[at] ?? null;
    if (picture === null) missing++;
    else yield delivered(picture, ordinal, call.key);
  }
  if (missing === 0) return { outcome: { kind: 'succeeded' }, cost };
  // It answered, so it may have charged; too few pictures are not the same as pictures that cannot be read.
  const fewer = body.pictures.length < ordinals.length;
  return {
    outcome: fewer ? failed('no-result', { charged: 'unknown', retryable: true }) : brokenAnswer(),
    cost,
  };
}

function delivered(picture: WirePicture, ordinal: number, key: string): ProviderEvent {
  const { bytes, mediaType, revisedPrompt } = picture;
  const echo = revisedPrompt?.includes(key) ?? false;
  return {
    kind: 'picture',
    ordinal,
    bytes,
    mediaType,
    seed: null,
    revisedPrompt: echo ? null : revisedPrompt,
  };
}

async function testKey(deps: AdapterDeps, context: RunContext): Promise<KeyVerdict> {
  const { key } = context;
  if (!isSendable(key)) return { kind: 'refused', reason: 'bad-key' };
  const deadline = startDeadline(deps.clock, KEY_TEST_MS, context.signal);
  try {
    await createClient(deps, key).models.list({ signal: deadline.signal });
    return { kind: 'works' };
  } catch (error) {
    if (!(error instanceof APIError) || (error.status !== 401 && error.status !== 403))
      return { kind: 'unreachable' };
    if (error.status === 401) return { kind: 'refused', reason: 'bad-key' };
    const isUnverified = /must be verified/i.test(error.message);
    return { kind: 'refused', reason: isUnverified ? 'unverified-organisation' : 'no-access' };
  } finally {
    deadline.clear();
  }
}
