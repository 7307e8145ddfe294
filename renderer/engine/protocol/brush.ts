/** How a brush paints; lengths in document pixels, the rest as shares of 1. */
export interface BrushSettings {
  readonly size: number;
  /** 1 has a sharp edge, 0 fades from its middle. */
  readonly hardness: number;
  /** The most a whole stroke covers, however often it crosses itself. */
  readonly opacity: number;
  /** What one dab adds. */
  readonly flow: number;
  /** Between two dabs, as a share of the size. */
  readonly spacing: number;
  /** How far the brush lags behind the hand to calm it. */
  readonly smoothing: number;
  readonly pressureSize: boolean;
  readonly pressureOpacity: boolean;
}

export const BRUSH_SIZE_MAX = 1_000;

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export type PaintingTool = 'brush' | 'eraser' | 'mask-brush';
