import type { InputForms, InputPicture, ProviderRequest } from '../../providers/contract/index.ts';
import type { GenerationInput } from '../../shared/contracts/desktop/index.ts';
import { type Model, type OperationId, sizeOn } from '../../shared/operations/index.ts';
import type { Library } from '../library/index.ts';

/** What a request is made of: a run's row has it, and so does a form that was not sent yet. */
export interface RequestFacts {
  readonly operation: OperationId;
  readonly input: GenerationInput;
  readonly model: Model;
  /** What the provider takes of pictures. */
  readonly inputs: InputForms;
  /** Ordinals that were delivered before. */
  readonly have: ReadonlySet<number>;
}

export type PreparedRequest =
  | { readonly kind: 'request'; readonly request: ProviderRequest }
  /** A reference is not in the library any more, its file is gone, or it can't be made small enough to be taken. */
  | { readonly kind: 'reference-missing'; readonly pictureId: string };

/**
 * All references of one request together. More would take gigabytes here, and longer to upload from a home than the
 * provider is waited for.
 */
const REFERENCES_MAX_BYTES = 100_000_000;

/**
 * The one way from a form to a provider's request: the price, "What will be sent" and the run itself all come from it.
 * References go upright, in sRGB, and without any metadata; the person's files are only read.
 */
export async function prepareRequest(
  library: Pick<Library, 'forSending'>,
  facts: RequestFacts,
): Promise<PreparedRequest> {
  const { input, model, operation } = facts;
  const references: InputPicture[] = [];
  const share = Math.floor(REFERENCES_MAX_BYTES / Math.max(1, input.references.length));
  const maxBytes = Math.min(facts.inputs.maxBytes, share);
  for (const { pictureId, role } of input.references) {
    const prepared = await library.forSending(pictureId, maxBytes);
    if ('refusal' in prepared) return { kind: 'reference-missing', pictureId };
    references.push({ bytes: prepared.bytes, mediaType: prepared.mediaType, role });
  }
  const request: ProviderRequest = {
    operation,
    model: model.providerModel,
    prompt: input.prompt,
    negativePrompt: input.negativePrompt,
    size: sizeOn(model, input.quality, input.aspect),
    quality: input.quality,
    count: input.count,
    ordinals: Array.from({ length: input.count }, (_, ordinal) => ordinal).filter(
      (ordinal) => !facts.have.has(ordinal),
    ),
    seed: input.seed,
    background: input.background,
    references,
    mask: null,
  };
  return { kind: 'request', request };
}
