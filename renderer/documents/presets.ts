import type { Aspect, Quality } from '../../shared/operations/index.ts';
import { pixelSize } from '../../shared/operations/pixel-size.ts';

export interface PresetSize {
  readonly width: number;
  readonly height: number;
}

const FIXED = {
  square: { width: 2048, height: 2048 },
  landscape: { width: 2400, height: 1600 },
  portrait: { width: 1600, height: 2400 },
  wide: { width: 3840, height: 2160 },
  a4: { width: 2480, height: 3508 },
} as const;

export type FixedPreset = keyof typeof FIXED;
export const FIXED_PRESETS: readonly FixedPreset[] = ['square', 'landscape', 'portrait', 'wide', 'a4'];
export const MODEL_ASPECTS: readonly Aspect[] = ['1:1', '3:2', '16:9', '2:3', '9:16'];

export type Preset = FixedPreset | Aspect | 'free';

/** Null for a free size, which is the fields' own. An aspect is as large as the model would make it. */
export function sizeOf(preset: Preset, quality: Quality): PresetSize | null {
  if (preset === 'free') return null;
  return preset in FIXED ? FIXED[preset as FixedPreset] : pixelSize(quality, preset as Aspect);
}
