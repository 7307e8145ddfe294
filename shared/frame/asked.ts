import type { Aspect, Model, Quality, Quote } from '../operations/index.ts';
import { type PixelSize, sizeOn } from '../operations/pixel-size.ts';
import { quoteModel } from '../operations/price.ts';
import { FRAME_ACT_FACTS, type FrameAct, wordsOf } from './acts.ts';

/** What of a form decides how large, how dear and with how many pictures its run is. */
export interface Asked {
  readonly aspect: Aspect;
  readonly quality: Quality;
  readonly count: number;
  readonly references: readonly unknown[];
  readonly place: {
    readonly act: FrameAct;
    readonly size: PixelSize;
  } | null;
}

/** The size a run is shown, priced, asked for and sent at: its place's own, and elsewhere the model's for the aspect. */
export function sizeOfInput(
  model: { readonly sizes?: readonly string[] | undefined },
  input: Pick<Asked, 'aspect' | 'quality' | 'place'>,
): PixelSize {
  return input.place?.size ?? sizeOn(model, input.quality, input.aspect);
}

/** Pictures that go along; what is taken of a document is one of them. */
export function picturesSent({ references, place }: Pick<Asked, 'references' | 'place'>): number {
  return references.length + (place !== null && FRAME_ACT_FACTS[place.act].sends !== 'nothing' ? 1 : 0);
}

/** The words that go to the provider: the person's own, and what the act says for them. */
export function wordsSent(input: { readonly prompt: string; readonly place: Asked['place'] }): string {
  return input.place === null ? input.prompt : wordsOf(input.place.act, input.prompt);
}

/**
 * What a run will cost, by the same rule in the window and on the desktop.
 * @param promptChars of the person's own words
 */
export function quoteInput(model: Model, input: Asked, promptChars: number): Quote {
  const added = input.place === null ? 0 : wordsOf(input.place.act, 'x').length - 1;
  return quoteModel(model, {
    quality: input.quality,
    count: input.count,
    size: sizeOfInput(model, input),
    promptChars: promptChars + added,
    references: picturesSent(input),
  });
}
