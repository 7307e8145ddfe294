import type { InputForms, InputPicture, ProviderRequest } from '../../providers/contract/index.ts';
import type { GenerationInput } from '../../shared/contracts/desktop/index.ts';
import {
  FRAME_ACT_FACTS,
  type FrameAct,
  picturesSent,
  sizeOfInput,
  wordsSent,
} from '../../shared/frame/index.ts';
import type { Model, OperationId } from '../../shared/operations/index.ts';
import type { Frames } from '../frames/index.ts';
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
  | { readonly kind: 'reference-missing'; readonly pictureId: string }
  /** What was taken of the document is not there any more, or can't be made small enough to be taken. */
  | { readonly kind: 'frame-missing' };

export interface RequestParts {
  readonly library: Pick<Library, 'forSending'>;
  readonly frames: Pick<Frames, 'forSending'>;
}

/** What an adapter may know of an act. Most providers know nothing of it; to them the words say it. */
const TASKS: Readonly<Record<FrameAct, ProviderRequest['task']>> = {
  inpaint: undefined,
  'new-layer': undefined,
  extend: 'extend',
  erase: 'fill',
  vary: 'vary',
  restyle: 'restyle',
};

/**
 * All references of one request together. More would take gigabytes here, and longer to upload from a home than the
 * provider is waited for.
 */
const REFERENCES_MAX_BYTES = 100_000_000;

/**
 * The one way from a form to a provider's request: the price, "What will be sent" and the run itself all come from it.
 * References go upright, in sRGB, and without any metadata; the person's files are only read.
 */
export async function prepareRequest(parts: RequestParts, facts: RequestFacts): Promise<PreparedRequest> {
  const { input, model, operation, inputs } = facts;
  const size = sizeOfInput(model, input);
  const share = Math.floor(REFERENCES_MAX_BYTES / Math.max(1, picturesSent(input)));
  const maxBytes = Math.min(inputs.maxBytes, share);
  const references: InputPicture[] = [];
  let mask: InputPicture | null = null;
  const frameId = input.place?.frameId ?? null;
  const isTaken = input.place !== null && FRAME_ACT_FACTS[input.place.act].sends !== 'nothing';
  // A request without them would be another than the one that is asked for.
  if (isTaken && frameId === null) return { kind: 'frame-missing' };
  if (frameId !== null) {
    const formats = (['png', 'webp'] as const).filter((each) => inputs.mediaTypes.includes(`image/${each}`));
    const options = { ...size, maxBytes, formats, mask: model.mask === true };
    const prepared = await parts.frames.forSending(frameId, options);
    if (prepared === null) return { kind: 'frame-missing' };
    references.push({ bytes: prepared.bytes, mediaType: prepared.mediaType, role: 'source' });
    if (prepared.mask !== null) mask = { bytes: prepared.mask, mediaType: 'image/png', role: 'mask' };
  }
  for (const { pictureId, role } of input.references) {
    const prepared = await parts.library.forSending(pictureId, maxBytes, inputs.mediaTypes);
    if ('refusal' in prepared) return { kind: 'reference-missing', pictureId };
    references.push({ bytes: prepared.bytes, mediaType: prepared.mediaType, role });
  }
  const task = input.place === null ? undefined : TASKS[input.place.act];
  const request: ProviderRequest = {
    operation,
    model: model.providerModel,
    prompt: wordsSent(input),
    negativePrompt: input.negativePrompt,
    size,
    quality: input.quality,
    count: input.count,
    ordinals: Array.from({ length: input.count }, (_, ordinal) => ordinal).filter(
      (ordinal) => !facts.have.has(ordinal),
    ),
    seed: input.seed,
    background: input.background,
    references,
    mask,
    ...(task === undefined ? {} : { task }),
  };
  return { kind: 'request', request };
}
