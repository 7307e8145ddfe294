import type { GenerationInput, Place, ProviderState } from '../../../shared/contracts/desktop/index.ts';
import { FRAME_ACT_FACTS } from '../../../shared/frame/index.ts';
import type { Model, Quality } from '../../../shared/operations/index.ts';
import type { PlaceObstacle } from '../in-place/place-of.ts';
import type { Form } from './form-store.ts';

/** The contract's own bound, repeated here because a value import would bring its schemas into the window. */
export const PROMPT_MAX_CHARS = 32_000;

const QUALITIES: readonly Quality[] = ['standard', 'hd', '4k'];

/** Why Generate cannot be pressed, in the order a person would mend it. */
export type Obstacle =
  | 'away'
  | 'model-missing'
  | 'model-retired'
  | 'key-missing'
  | 'references-none'
  | 'references-many'
  | 'prompt-empty'
  | 'prompt-too-long'
  | PlaceObstacle;

export function reachableQualities(model: Model): readonly Quality[] {
  return QUALITIES.filter((quality) => model.qualities?.includes(quality) ?? true);
}

/**
 * What will be asked for: the form's wishes, less what this model has no notion of. What is edited in a document is the
 * document: a picture that is to be edited goes along as one to look at.
 */
export function toInput(form: Form, model: Model, place: Place | null): GenerationInput {
  const references =
    place === null
      ? [...form.references]
      : form.references.map((one) => (one.role === 'source' ? { ...one, role: 'subject' as const } : one));
  const edits =
    place === null
      ? references.some(({ role }) => role === 'source')
      : FRAME_ACT_FACTS[place.act].sends !== 'nothing';
  return {
    operation: edits ? 'edit-image' : 'text-to-image',
    modelId: model.id,
    prompt: form.prompt,
    negativePrompt: model.negativePrompt ? form.negativePrompt : '',
    aspect: form.aspect,
    quality: qualityOn(form, model),
    count: Math.min(form.count, model.maxCount),
    seed: model.seeds ? form.seed : null,
    background: model.backgrounds.includes(form.background) ? form.background : 'auto',
    parentPictureId: form.parentPictureId,
    references,
    place,
  };
}

/** The form's, or the nearest that the model reaches. */
export function qualityOn(form: Form, model: Model): Quality {
  const qualities = reachableQualities(model);
  return qualities.includes(form.quality) ? form.quality : (qualities[0] ?? 'standard');
}

export function findObstacle(
  form: Form,
  model: Model | undefined,
  providers: readonly ProviderState[],
  place: Place | PlaceObstacle | null,
): Obstacle | null {
  if (model === undefined) return 'model-missing';
  if (model.status === 'retired') return 'model-retired';
  const provider = providers.find((candidate) => candidate.id === model.provider);
  if (provider?.needsKey && !provider.hasKey) return 'key-missing';
  if (typeof place === 'string') return place;
  const act = place === null ? null : FRAME_ACT_FACTS[place.act];
  // What is taken of the document goes along as one picture more.
  const sent = form.references.length + (act === null || act.sends === 'nothing' ? 0 : 1);
  const taken = model.maxReferences ?? 0;
  if (sent > taken) return taken === 0 ? 'references-none' : 'references-many';
  if (form.prompt.trim() === '' && act?.needsPrompt !== false) return 'prompt-empty';
  return form.prompt.length > PROMPT_MAX_CHARS ? 'prompt-too-long' : null;
}
