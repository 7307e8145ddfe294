import { create } from 'zustand';
import type { StagedPicture, StageView } from '../../engine/protocol/index.ts';

export const LOOKS = ['result', 'split', 'difference'] as const;
export type Look = (typeof LOOKS)[number];

interface StageStore {
  /** What the engine shows in the document without a step; null shows the document alone. */
  readonly picture: StagedPicture | null;
  readonly look: Look;
  /** Where the line between before and after stands, as a share of the window. */
  readonly split: number;
  readonly gain: number;
  /** The facts of what was kept stand under the picture. */
  readonly proof: boolean;
}

/** Differences of a few steps of 255 are not seen as they are. */
const GAIN = 8;

export const useStage = create<StageStore>(() => ({
  picture: null,
  look: 'result',
  split: 0.5,
  gain: GAIN,
  proof: false,
}));

/** What the engine is told: how the staged picture is looked at. */
export function viewOf(
  { look, split, gain, picture }: Pick<StageStore, 'look' | 'split' | 'gain' | 'picture'>,
  originX: number,
  isHeld: boolean,
): StageView {
  if (isHeld || picture === null) return { kind: 'original' };
  if (look === 'difference') return { kind: 'difference', gain };
  if (look !== 'split') return { kind: 'result' };
  const { x, width } = picture.window;
  return { kind: 'split', x: Math.round(x - originX + width * split) };
}
