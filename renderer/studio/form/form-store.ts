import { create } from 'zustand';
import type { GenerationInput, Reference } from '../../../shared/contracts/desktop/index.ts';
import type { FrameAct } from '../../../shared/frame/index.ts';
import type { Aspect, Quality } from '../../../shared/operations/index.ts';
import { goTo } from '../../bridge/index.ts';
import { usePlaceAgain } from '../in-place/place-again.ts';

export interface Form {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Null until the settings or a hand chose one. */
  readonly modelId: string | null;
  readonly aspect: Aspect;
  readonly quality: Quality;
  readonly count: number;
  /** Null: a new one is drawn for every run. */
  readonly seed: number | null;
  /** A kept seed outlives a run; any other is drawn anew. */
  readonly seedKept: boolean;
  readonly background: GenerationInput['background'];
  readonly parentPictureId: string | null;
  readonly references: readonly Reference[];
  /** What is done with the open document; null makes a picture of its own. */
  readonly act: FrameAct | null;
}

export const useForm = create<Form>(() => ({
  prompt: '',
  negativePrompt: '',
  modelId: null,
  aspect: '3:2',
  quality: 'standard',
  count: 4,
  seed: null,
  seedKept: false,
  background: 'auto',
  parentPictureId: null,
  references: [],
  act: null,
}));

export function changeForm(change: Partial<Form>): void {
  useForm.setState(change);
}

/** "Use again": every parameter as it was, the seed kept, and where the next run goes on from. */
export function fillForm(input: GenerationInput, parentPictureId: string | null): void {
  useForm.setState({
    prompt: input.prompt,
    negativePrompt: input.negativePrompt,
    modelId: input.modelId,
    aspect: input.aspect,
    quality: input.quality,
    count: input.count,
    seed: input.seed,
    seedKept: input.seed !== null,
    background: input.background,
    parentPictureId,
    references: input.references,
    act: input.place?.act ?? null,
  });
  usePlaceAgain.setState({ place: input.place });
}

/**
 * "Edit and try again": every parameter as it was. The seed may have been drawn for that run alone, so it is used
 * for the next one and then drawn anew.
 */
export function editAgain(input: GenerationInput): void {
  fillForm(input, input.parentPictureId);
  changeForm({ seedKept: false });
  goTo({ view: 'studio' });
  focusPrompt();
}

/** The setting says which model the form starts with; one chosen there is meant for the form as it stands, too. */
export function followModelSetting(): void {
  changeForm({ modelId: null });
}

export const PROMPT_ID = 'prompt';

/** Puts the caret at the end of the Prompt, where writing goes on. */
export function focusPrompt(): void {
  // The Studio may be drawn in this very turn, so the field is looked up in the next frame.
  requestAnimationFrame(() => {
    const field = document.getElementById(PROMPT_ID);
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
}
