import {
  type GenerationInput,
  NEGATIVE_MAX_CHARS,
  PROMPT_MAX_CHARS,
} from '../../shared/contracts/desktop/index.ts';
import {
  FRAME_ACT_FACTS,
  picturesSent,
  placeFits,
  quoteInput,
  sizeOfInput,
  wordsSent,
} from '../../shared/frame/index.ts';
import type { Model, PixelSize, Quote } from '../../shared/operations/index.ts';
import { type CapRefusal, type Caps, findCap } from './caps.ts';

/** What has to be known to say yes or no to a run. */
export interface SubmitFacts {
  readonly model: Model | null;
  readonly hasKey: boolean;
  readonly needsKey: boolean;
  readonly waiting: number;
  readonly waitingMax: number;
  /** Null when the system does not say. */
  readonly freeBytes: number | null;
  readonly drawnSeed: number;
  /** The price on the button when it was pressed; null for callers that showed none. */
  readonly shown: Quote | null;
  readonly caps: Caps;
  /** Millionths of a dollar this calendar month, for the month's cap. */
  readonly spentMicros: number;
  /** The caution before pictures leave this computer was read. */
  readonly cautionSeen: boolean;
  /** The size of what was taken of a document, in pixels; null where nothing was. */
  readonly frame: PixelSize | null;
}

export interface SubmitPlan {
  readonly kind: 'plan';
  readonly model: Model;
  readonly input: GenerationInput;
  readonly size: PixelSize;
  readonly quote: Quote;
}

export type SubmitRefusal =
  | CapRefusal
  | {
      readonly kind: 'refused';
      readonly code:
        | 'PROMPT_EMPTY'
        | 'MODEL_UNKNOWN'
        | 'MODEL_RETIRED'
        | 'KEY_MISSING'
        | 'PRICE_CHANGED'
        | 'CAUTION_UNSEEN'
        | 'FRAME_MISSING';
    }
  | {
      readonly kind: 'refused';
      readonly code: 'PROMPT_TOO_LONG';
      readonly data: { readonly chars: number; readonly maxChars: number };
    }
  | {
      readonly kind: 'refused';
      readonly code: 'MODEL_CANNOT';
      readonly data: { readonly field: UnmetField };
    }
  | {
      readonly kind: 'refused';
      readonly code: 'REFERENCE_MISSING';
      readonly data: { readonly pictureId: string };
    }
  | { readonly kind: 'refused'; readonly code: 'QUEUE_FULL'; readonly data: { readonly max: number } };

type UnmetField = 'count' | 'background' | 'quality' | 'negativePrompt' | 'references' | 'place';

/** Not enough room for what is asked: said before anything is paid for. */
export interface SubmitOutage {
  readonly kind: 'disk-full';
  readonly neededBytes: number;
}

/** A lossless picture takes at most about three bytes a pixel; a margin covers its thumbnail and the row. */
const BYTES_PER_PIXEL = 3.2;

/** Says what a run would be, or why it can't. Pure: the same facts give the same answer. */
export function decideSubmit(
  facts: SubmitFacts,
  input: GenerationInput,
): SubmitPlan | SubmitRefusal | SubmitOutage {
  // What an act says for the person counts, because the provider counts it.
  const chars = wordsSent(input).length;
  const needsPrompt = input.place === null || FRAME_ACT_FACTS[input.place.act].needsPrompt;
  if (needsPrompt && input.prompt.trim() === '') return { kind: 'refused', code: 'PROMPT_EMPTY' };
  if (chars > PROMPT_MAX_CHARS) {
    return { kind: 'refused', code: 'PROMPT_TOO_LONG', data: { chars, maxChars: PROMPT_MAX_CHARS } };
  }
  const model = facts.model;
  if (model === null) return { kind: 'refused', code: 'MODEL_UNKNOWN' };
  if (model.status === 'retired') return { kind: 'refused', code: 'MODEL_RETIRED' };
  const field = cannot(model, input, facts.frame);
  if (field !== null) return { kind: 'refused', code: 'MODEL_CANNOT', data: { field } };
  if (facts.needsKey && !facts.hasKey) return { kind: 'refused', code: 'KEY_MISSING' };
  if (facts.waiting >= facts.waitingMax)
    return { kind: 'refused', code: 'QUEUE_FULL', data: { max: facts.waitingMax } };
  const size = sizeOfInput(model, input);
  const neededBytes = Math.ceil(size.width * size.height * BYTES_PER_PIXEL) * input.count;
  if (facts.freeBytes !== null && facts.freeBytes < neededBytes) return { kind: 'disk-full', neededBytes };
  if (picturesSent(input) > 0 && model.provider !== 'sandbox' && !facts.cautionSeen)
    return { kind: 'refused', code: 'CAUTION_UNSEEN' };
  const quote = quoteInput(model, input, input.prompt.length);
  if (facts.shown !== null && isDearer(quote, facts.shown)) return { kind: 'refused', code: 'PRICE_CHANGED' };
  const capped = findCap(facts.caps, facts.spentMicros, quote);
  if (capped !== null) return capped;
  const seeded = model.seeds ? { ...input, seed: input.seed ?? facts.drawnSeed } : { ...input, seed: null };
  return {
    kind: 'plan',
    model,
    input: seeded,
    size,
    quote,
  };
}

/** Dearer than the button said, in the cents it was said in. Cheaper is no reason to stop. */
function isDearer(real: Quote, shown: Quote): boolean {
  if (real.kind === 'free') return false;
  if (real.kind === 'unknown') return shown.kind !== 'unknown';
  if (real.kind === 'credits') return shown.kind !== 'credits' || real.credits > shown.credits;
  return shown.kind !== 'estimate' || Math.ceil(real.micros / 10_000) > Math.ceil(shown.micros / 10_000);
}

function cannot(model: Model, input: GenerationInput, frame: PixelSize | null): UnmetField | null {
  if (!placeIsMet(model, input, frame)) return 'place';
  if (!model.operations.includes(input.operation)) return 'references';
  if (picturesSent(input) > (model.maxReferences ?? 0)) return 'references';
  // What was taken of a document is itself what is edited, and there is only one such picture.
  const sources = input.references.filter(({ role }) => role === 'source').length + (frame === null ? 0 : 1);
  if (sources !== (input.operation === 'edit-image' ? 1 : 0)) return 'references';
  if (input.count > model.maxCount) return 'count';
  if (!model.backgrounds.includes(input.background)) return 'background';
  if (model.qualities !== undefined && !model.qualities.includes(input.quality)) return 'quality';
  if (input.negativePrompt !== '' && !model.negativePrompt) return 'negativePrompt';
  if (input.negativePrompt.length > NEGATIVE_MAX_CHARS) return 'negativePrompt';
  return null;
}

/** An act, what it sends, how, and at which size: only those that go together, and that this model does. */
function placeIsMet(
  model: Model,
  { operation, quality, place }: GenerationInput,
  frame: PixelSize | null,
): boolean {
  if (place === null) return true;
  const sends = FRAME_ACT_FACTS[place.act].sends !== 'nothing';
  if (sends !== (place.frameId !== null)) return false;
  if (operation !== (sends ? 'edit-image' : 'text-to-image') || !model.operations.includes(operation))
    return false;
  const { window } = place;
  if (frame !== null && (frame.width !== window.width || frame.height !== window.height)) return false;
  return placeFits(place, model, quality);
}
