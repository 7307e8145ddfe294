/** What pressure does: at none `least` of the value, at full pressure all of it; `bend` 1 is straight, 2 gentle at first. */
export interface PressureCurve {
  readonly least: number;
  readonly bend: number;
}

export type Paint =
  | { readonly kind: 'colour'; readonly red: number; readonly green: number; readonly blue: number }
  | { readonly kind: 'erase' }
  /** For masks: 0 hides, 255 shows. Erasing a mask hides. */
  | { readonly kind: 'coverage'; readonly value: number };

export interface Brush {
  /** Diameter in pixels. */
  readonly size: number;
  /** Share of the radius that is fully covered; the rest falls off smoothly. */
  readonly hardness: number;
  /** What a stroke reaches at most, however often it passes. */
  readonly opacity: number;
  /** What one dab adds of what is missing. */
  readonly flow: number;
  /** Between dabs, as a share of the size. */
  readonly spacing: number;
  /** 0 follows the pointer; towards 1 it lags behind and calms a shaking hand. */
  readonly smoothing: number;
  readonly pressureSize: PressureCurve | null;
  readonly pressureOpacity: PressureCurve | null;
  readonly paint: Paint;
}

export const BRUSH_MAX_SIZE = 2000;

/** In document space. */
export interface Sample {
  readonly x: number;
  readonly y: number;
  /** 0 to 1; a mouse says 0.5 or 1, and its brush has no curves. */
  readonly pressure: number;
}

export function pressed(curve: PressureCurve | null, pressure: number): number {
  if (curve === null) return 1;
  const share = Math.min(1, Math.max(0, pressure)) ** curve.bend;
  return curve.least + (1 - curve.least) * share;
}
