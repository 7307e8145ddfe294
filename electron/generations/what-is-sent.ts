import type { GenerationInput, SentRequest } from '../../shared/contracts/desktop/index.ts';
import { createTurns } from '../platform/turns.ts';
import type { GenerationsParts } from './index.ts';
import { recordRequest } from './record-request.ts';
import { prepareRequest } from './request.ts';

export type SentAnswer =
  | SentRequest
  | { readonly kind: 'refused'; readonly code: 'MODEL_UNKNOWN' }
  | { readonly kind: 'refused'; readonly code: 'FRAME_MISSING' }
  | {
      readonly kind: 'refused';
      readonly code: 'REFERENCE_MISSING';
      readonly data: { readonly pictureId: string };
    };

type Parts = Pick<GenerationsParts, 'catalogue' | 'providers' | 'library' | 'frames'>;

const NOTHING = { kind: 'nothing-leaves' } as const;

/**
 * The request that a submit of this form would cause, from the same preparation and the same adapter as the run's own.
 * Nothing is sent or kept, and no key is read: without one the answer is the same.
 */
export function createWhatIsSent(parts: Parts): (input: GenerationInput) => Promise<SentAnswer> {
  const { catalogue, providers } = parts;
  // One after the other: each holds all its references, and a dialog that was closed is still answered.
  const turns = createTurns();
  const whatIsSent = async (input: GenerationInput): Promise<SentAnswer> => {
    const model = catalogue.model(input.modelId);
    if (model === null) return { kind: 'refused', code: 'MODEL_UNKNOWN' };
    if (model.provider === 'sandbox' || model.status === 'retired') return NOTHING;
    const { capabilities } = providers.get(model.provider);
    const prepared = await prepareRequest(parts, {
      operation: input.operation,
      // What a model without seeds is never told.
      input: model.seeds ? input : { ...input, seed: null },
      model,
      inputs: capabilities.inputs,
      have: new Set(),
    });
    if (prepared.kind === 'frame-missing') return { kind: 'refused', code: 'FRAME_MISSING' };
    if (prepared.kind === 'reference-missing') {
      return { kind: 'refused', code: 'REFERENCE_MISSING', data: { pictureId: prepared.pictureId } };
    }
    const recorded = await recordRequest({
      adapterOver: (way) => providers.over(model.provider, way),
      request: prepared.request,
      drawsSeed: model.seeds && input.seed === null,
      keyed: capabilities.needsKey || providers.hasKey(model.provider),
    });
    return recorded ?? NOTHING;
  };
  return (input) => turns('sent', () => whatIsSent(input));
}
