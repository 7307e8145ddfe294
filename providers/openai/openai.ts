import { APIError } from 'openai';
import type {
  AdapterDeps,
  Capabilities,
  GenerationProvider,
  KeyVerdict,
  ProviderRequest,
  RunContext,
} from '../contract/index.ts';
import { createClient, isSendable } from './client.ts';
import { OPENAI_RATES } from './cost.ts';
import { startDeadline } from './deadline.ts';
import { type OpenAiFacts, QUALITY_WORDS } from './facts.ts';
import { type ImageDialect, runImages } from './image-run.ts';
import { FREE_SIZES, schemeByName, wireSize } from './sizes.ts';
import { UPLOAD_TYPES } from './upload.ts';

export const OPENAI_CAPABILITIES: Capabilities = {
  operations: ['text-to-image', 'edit-image'],
  transport: 'stream',
  cancel: 'client-only',
  repeatable: false,
  needsKey: true,
  maxPerCall: 10,
  promptMaxChars: 32_000,
  seeds: 'absent',
  size: FREE_SIZES,
  mask: 'transparent-edits',
  inputs: { forms: ['multipart'], maxCount: 16, maxBytes: 50_000_000, mediaTypes: UPLOAD_TYPES },
  webhooks: false,
};

const KEY_TEST_MS = 30 * 1000;

/**
 * OpenAI's image endpoints.
 * @param factsOf what the catalogue says of a model, under the provider's own name; see `openAiFacts`
 */
export function createOpenAi(
  deps: AdapterDeps,
  factsOf: (model: string) => OpenAiFacts = () => OPENAI_RATES,
): GenerationProvider {
  const dialect: ImageDialect = {
    capabilities: OPENAI_CAPABILITIES,
    keyFor: ({ key }) => key,
    call: (request, context) => callFor(request, context, factsOf(request.model)),
  };
  return {
    id: 'openai',
    capabilities: OPENAI_CAPABILITIES,
    run: (request, context) => runImages(deps, dialect, request, context),
    testKey: (context) => testKey(deps, context),
  };
}

function callFor(request: ProviderRequest, context: RunContext, facts: OpenAiFacts) {
  const words = facts.quality ?? QUALITY_WORDS;
  const fields = {
    model: request.model,
    prompt: request.prompt,
    n: request.ordinals.length,
    size: wireSize(facts.size ?? schemeByName(request.model), request.size),
    quality: words[request.quality],
    output_format: 'png' as const,
    ...(request.background === 'auto' ? {} : { background: request.background }),
    ...(context.endUser === undefined ? {} : { safety_identifier: context.endUser }),
  };
  return { fields, inputFidelity: facts.inputFidelity ?? null, streams: true, rates: facts, follow: null };
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
