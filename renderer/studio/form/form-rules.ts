import type { GenerationInput, ProviderState } from '../../../shared/contracts/desktop/index.ts';
import type { Model, Quality } from '../../../shared/operations/index.ts';
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
  | 'prompt-too-long';

export function reachableQualities(model: Model): readonly Quality[] {
  return QUALITIES.filter((quality) => model.qualities?.includes(quality) ?? true);
}

/** What will be asked for: the form's wishes, less what this model has no notion of. */
export function toInput(form: Form, model: Model): GenerationInput {
  const qualities = reachableQualities(model);
  return {
    operation: form.references.some(({ role }) => role === 'source') ? 'edit-image' : 'text-to-image',
    modelId: model.id,
    prompt: form.prompt,
    negativePrompt: model.negativePrompt ? form.negativePrompt : '',
    aspect: form.aspect,
    quality: qualities.includes(form.quality) ? form.quality : (qualities[0] ?? 'standard'),
    count: Math.min(form.count, model.maxCount),
    seed: model.seeds ? form.seed : null,
    background: model.backgrounds.includes(form.background) ? form.background : 'auto',
    parentPictureId: form.parentPictureId,
    references: [...form.references],
  };
}

export function findObstacle(
  form: Form,
  model: Model | undefined,
  providers: readonly ProviderState[],
): Obstacle | null {
  if (model === undefined) return 'model-missing';
  if (model.status === 'retired') return 'model-retired';
  const provider = providers.find((candidate) => candidate.id === model.provider);
  if (provider?.needsKey && !provider.hasKey) return 'key-missing';
  const taken = model.maxReferences ?? 0;
  if (form.references.length > taken) return taken === 0 ? 'references-none' : 'references-many';
  if (form.prompt.trim() === '') return 'prompt-empty';
  return form.prompt.length > PROMPT_MAX_CHARS ? 'prompt-too-long' : null;
}
