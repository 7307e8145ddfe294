import type { StrokeStart } from '../protocol/index.ts';
import type { Brush, PressureCurve } from '../strokes/index.ts';

/** A light touch still leaves a mark, and the middle of the pen's range is where the hand is. */
const CURVE: PressureCurve = { least: 0.05, bend: 1.3 };

/** The brush as the engine paints with it, from what the window's tools say. */
export function brushOf({ tool, brush, colour, hides }: StrokeStart): Brush {
  const [red, green, blue] = colour;
  const { pressureSize, pressureOpacity, ...rest } = brush;
  return {
    ...rest,
    pressureSize: pressureSize ? CURVE : null,
    pressureOpacity: pressureOpacity ? CURVE : null,
    paint:
      tool === 'eraser'
        ? { kind: 'erase' }
        : tool === 'mask-brush'
          ? { kind: 'coverage', value: hides ? 0 : 255 }
          : { kind: 'colour', red, green, blue },
  };
}
