import type {
  AdapterDeps,
  Capabilities,
  Failed,
  Outcome,
  ProviderEvent,
  ProviderRequest,
  RunContext,
} from '../contract/index.ts';
import { callImages, type End, type ImageCall } from './call-images.ts';
import { createClient, isSendable } from './client.ts';
import { startDeadline } from './deadline.ts';
import { failed, outcomeOfError } from './failures.ts';
import { promptWithRoles } from './role-words.ts';
import { planUpload } from './upload.ts';

/**
 * A large picture of the best quality takes three minutes. Node's own fetch gives up after five without a word; our
 * deadline comes before it, so that the end has a name.
 */
export const DEADLINE_MS = 290 * 1000;

/** What sets the service apart from the servers that speak like it. */
export interface ImageDialect {
  readonly capabilities: Capabilities;
  /** The key to send: the person's, or what stands in for none. */
  keyFor(context: RunContext): string | null;
  call(request: ProviderRequest, context: RunContext): Omit<ImageCall, 'upload' | 'ordinals'>;
}

/** One run: refuses what needs no call, asks once within the deadline, and ends with exactly one word. */
export async function* runImages(
  deps: AdapterDeps,
  dialect: ImageDialect,
  request: ProviderRequest,
  context: RunContext,
): AsyncGenerator<ProviderEvent, void> {
  const plan = planCall(dialect, request, context);
  if (plan.kind === 'ended') {
    yield { kind: 'ended', outcome: plan.outcome, cost: { kind: 'nothing' } };
    return;
  }
  const { key, call } = plan;
  const deadline = startDeadline(deps.clock, DEADLINE_MS, context.signal);
  let end: End;
  try {
    yield { kind: 'progress', fraction: null };
    end = yield* callImages(createClient(deps, key), call, { signal: deadline.signal, key });
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

type Plan =
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  | { readonly kind: 'call'; readonly key: string; readonly call: ImageCall };

/** What needs no call to be known. */
function planCall(dialect: ImageDialect, request: ProviderRequest, context: RunContext): Plan {
  const { capabilities } = dialect;
  if (context.signal.aborted) return { kind: 'ended', outcome: { kind: 'cancelled' } };
  const isAskable =
    capabilities.operations.includes(request.operation) &&
    request.prompt.length > 0 &&
    request.prompt.length <= capabilities.promptMaxChars &&
    request.ordinals.length >= 1 &&
    request.ordinals.length <= capabilities.maxPerCall;
  if (!isAskable) return { kind: 'ended', outcome: refusedAsk('invalid-request') };
  const key = dialect.keyFor(context);
  if (!isSendable(key)) return { kind: 'ended', outcome: refusedAsk('bad-key') };
  const planned = planUpload(request, capabilities);
  if (planned.kind === 'refused') return { kind: 'ended', outcome: refusedAsk('invalid-request') };
  const upload = planned.kind === 'none' ? null : planned.upload;
  const prompt = promptWithRoles(request, capabilities.promptMaxChars);
  return {
    kind: 'call',
    key,
    call: { ...dialect.call({ ...request, prompt }, context), upload, ordinals: request.ordinals },
  };
}

function refusedAsk(error: 'invalid-request' | 'bad-key'): Failed {
  return failed(error, { charged: 'no', retryable: false });
}

function stopped(isOver: boolean): Outcome {
  return isOver ? failed('timeout', { charged: 'unknown', retryable: true }) : { kind: 'cancelled' };
}
