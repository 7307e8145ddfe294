import type {
  AdapterDeps,
  Capabilities,
  GenerationProvider,
  ProviderRequest,
  RunContext,
} from '../../contract/index.ts';
import { pictureOf, type WirePicture } from '../answers.ts';
import { boundedFetch } from '../bounded-fetch.ts';
import { MAX_ANSWER_BYTES } from '../client.ts';
import { type ImageDialect, runImages } from '../image-run.ts';
import { FREE_SIZES, wireSize } from '../sizes.ts';
import { UPLOAD_TYPES } from '../upload.ts';

/** What a probe found out about a server, or the person said of it. */
export interface CompatibleFacts {
  readonly edits: boolean;
  /** A server with several models must be told which; one with a single model may not know the field. */
  readonly sendsModel: boolean;
}

export type CompatibleDeps = AdapterDeps & { readonly baseUrl: string };

/** Servers want some key in the header even where they look at none. */
export const NO_KEY = 'local';
const SIZES = { ...FREE_SIZES, minSide: 64 };
const NO_INPUTS: Capabilities['inputs'] = { forms: [], maxCount: 0, maxBytes: 0, mediaTypes: [] };

/**
 * A server of the person's own that speaks OpenAI's interface. It is sent only what all of them know, and nothing it
 * answers leads anywhere else.
 * @param deps.baseUrl from `readServerAddress`
 */
export function createOpenAiCompatible(deps: CompatibleDeps, facts: CompatibleFacts): GenerationProvider {
  const capabilities = compatibleCapabilities(facts);
  const dialect: ImageDialect = {
    capabilities,
    keyFor: ({ key }) => key ?? NO_KEY,
    call: (request, context) => callFor(deps, facts, request, context),
  };
  return {
    id: 'openai-compatible',
    capabilities,
    run: (request, context) => runImages(deps, dialect, request, context),
  };
}

/** What any such server can do, by what is known of it. */
export function compatibleCapabilities({ edits }: Pick<CompatibleFacts, 'edits'>): Capabilities {
  return {
    operations: edits ? ['text-to-image', 'edit-image'] : ['text-to-image'],
    transport: 'body',
    cancel: 'client-only',
    // It may cost nothing, but a private address can also be a gateway to a paid service.
    repeatable: false,
    needsKey: false,
    maxPerCall: 8,
    promptMaxChars: 32_000,
    seeds: 'absent',
    size: SIZES,
    mask: edits ? 'transparent-edits' : 'none',
    inputs: edits
      ? { forms: ['multipart'], maxCount: 16, maxBytes: 50_000_000, mediaTypes: UPLOAD_TYPES }
      : NO_INPUTS,
    webhooks: false,
  };
}

function callFor(
  deps: CompatibleDeps,
  facts: CompatibleFacts,
  request: ProviderRequest,
  context: RunContext,
) {
  const fields = {
    prompt: request.prompt,
    n: request.ordinals.length,
    size: wireSize(SIZES, request.size),
    output_format: 'png' as const,
    ...(facts.sendsModel ? { model: request.model } : {}),
  };
  const follow = (url: string, signal: AbortSignal) => fetchOwn(deps, url, context.key, signal);
  return { fields, inputFidelity: null, streams: false, rates: null, follow };
}

/** A picture the server keeps itself. Any other origin is not asked at all: the address would be the server's choice. */
async function fetchOwn(
  deps: CompatibleDeps,
  url: string,
  key: string | null,
  signal: AbortSignal,
): Promise<WirePicture | null> {
  if (!URL.canParse(url, `${deps.baseUrl}/`)) return null;
  const target = new URL(url, `${deps.baseUrl}/`);
  if (target.origin !== new URL(deps.baseUrl).origin) return null;
  const headers = { authorization: `Bearer ${key ?? NO_KEY}`, 'user-agent': 'Gesso' };
  const ask = boundedFetch(deps.fetch, MAX_ANSWER_BYTES);
  const answer = await ask(`${target.origin}${target.pathname}${target.search}`, { headers, signal });
  if (!answer.ok) {
    await answer.body?.cancel();
    return null;
  }
  return pictureOf(new Uint8Array(await answer.arrayBuffer()), null);
}
