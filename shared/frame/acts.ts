/** What a run can do in an open document. `new-layer` sends no pixels; all others send what is in the window. */
export const FRAME_ACTS = ['inpaint', 'extend', 'erase', 'vary', 'restyle', 'new-layer'] as const;
export type FrameAct = (typeof FRAME_ACTS)[number];

/** Which pixels of the frame the edit may take. */
export type MaskSource =
  /** What is selected; all of the frame where nothing is. */
  | 'selection'
  /** What is selected, and there must be something. */
  | 'selection-alone'
  /** What is clear, beyond the page above all. */
  | 'clear'
  /** The layer's own alpha, and of that what is selected. */
  | 'layer';

export interface FrameActFacts {
  /** Null where nothing of the document is changed, and nothing of it sent. */
  readonly mask: MaskSource | null;
  /** What is sent: everything that is seen, or one layer alone. */
  readonly sends: 'picture' | 'layer' | 'nothing';
  /** Where false, an empty prompt is a whole wish. */
  readonly needsPrompt: boolean;
}

export const FRAME_ACT_FACTS: Readonly<Record<FrameAct, FrameActFacts>> = {
  inpaint: { mask: 'selection', sends: 'picture', needsPrompt: true },
  extend: { mask: 'clear', sends: 'picture', needsPrompt: false },
  erase: { mask: 'selection-alone', sends: 'picture', needsPrompt: false },
  vary: { mask: 'selection', sends: 'picture', needsPrompt: false },
  restyle: { mask: 'layer', sends: 'layer', needsPrompt: true },
  'new-layer': { mask: null, sends: 'nothing', needsPrompt: true },
};

/**
 * The words that go to the provider. Providers know "edit this picture" and nothing of erasing or continuing, so what the
 * person chose as an act is said to them in a sentence; their own words stand as they wrote them.
 */
export function wordsOf(act: FrameAct, prompt: string): string {
  const wish = prompt.trim();
  switch (act) {
    case 'erase':
      return joined(
        'Remove what is in the masked area and fill it from its surroundings. Add nothing new.',
        wish,
      );
    case 'extend':
      return joined(
        'Continue the picture into its empty areas, seamlessly, in the same light and style.',
        wish,
      );
    case 'vary':
      return joined('Make another version of what is in the masked area. Keep everything else.', wish);
    case 'restyle':
      return joined('Keep the shapes and their places, and change the style:', wish);
    case 'inpaint':
    case 'new-layer':
      return prompt;
  }
}

function joined(sentence: string, wish: string): string {
  return wish === '' ? sentence : `${sentence} ${wish}`;
}
