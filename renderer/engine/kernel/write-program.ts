import { BLEND_MODES, type BlendMode } from '../../../shared/document/index.ts';
import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import { FIELD, OPS, STEP_BYTES } from './layout.ts';
import { PACKED, SCRATCH, STEPS } from './memory-map.ts';
import type { Coverage, Step, Window } from './steps.ts';

const MODE_NUMBERS = Object.fromEntries(BLEND_MODES.map((mode, at) => [mode, at])) as Record<
  BlendMode,
  number
>;

export interface Placed {
  readonly at: readonly { readonly source: number; readonly coverage: number; readonly width: number }[];
  /** What all steps touch of each pixel. */
  readonly pixelBytes: number;
}

/** Writes the steps where the backend runs them, with a place for what has to be copied in for a band of rows. */
export function writeProgram(
  buffer: ArrayBufferLike,
  steps: readonly Step[],
  window: Window,
  band: number,
  packs: boolean,
): Placed {
  const view = new DataView(buffer, STEPS, (steps.length + 1) * STEP_BYTES);
  const corner = (window.y * TILE_SIDE + window.x) * 4;
  let scratch = SCRATCH;
  let pixelBytes = 0;
  const at = steps.map((step, index) => {
    const base = index * STEP_BYTES;
    const set = (field: number, value: number): void => view.setInt32(base + field, value, true);
    set(FIELD.op, OPS[step.op]);
    const place = { source: 0, coverage: 0, width: window.width };
    if (step.op === 'bytes') {
      place.source = scratch;
      scratch += window.width * band * 4;
      set(FIELD.source, place.source);
      set(FIELD.sourceRow, window.width * 4);
      pixelBytes += 4;
    } else if ('slot' in step) {
      set(FIELD.source, step.slot + corner);
      set(FIELD.sourceRow, TILE_SIDE * 4);
      set(FIELD.sourcePlane, TILE_SIDE * TILE_SIDE * 4);
      pixelBytes += 16;
    }
    if (step.op === 'colour') set(FIELD.colour, step.value | 0);
    const coverage = coverageOf(step);
    set(FIELD.coverage, 0);
    if (coverage !== null) {
      place.coverage = scratch;
      scratch += window.width * band;
      set(FIELD.coverage, place.coverage);
      set(FIELD.coverageRow, window.width);
      pixelBytes += 1;
    }
    if ('alpha' in step) view.setFloat32(base + FIELD.alpha, step.alpha, true);
    if ('mode' in step) {
      set(FIELD.mode, MODE_NUMBERS[step.mode]);
      set(FIELD.atop, step.atop ? 1 : 0);
      view.setFloat32(base + FIELD.fill, step.fill, true);
    }
    return place;
  });
  if (packs) {
    const base = steps.length * STEP_BYTES;
    view.setInt32(base + FIELD.op, OPS.pack, true);
    view.setInt32(base + FIELD.source, PACKED, true);
    view.setInt32(base + FIELD.sourceRow, window.width * 4, true);
    pixelBytes += 4;
  }
  return { at, pixelBytes };
}

/** Kept accumulators go on where the band before ended; what was copied in lies where it lay. */
export function advance(buffer: ArrayBufferLike, steps: readonly Step[], rows: number): void {
  const view = new DataView(buffer, STEPS, steps.length * STEP_BYTES);
  for (const [index, step] of steps.entries()) {
    if (!('slot' in step)) continue;
    const field = index * STEP_BYTES + FIELD.source;
    view.setInt32(field, view.getInt32(field, true) + rows * TILE_SIDE * 4, true);
  }
}

export function coverageOf(step: Step): Coverage | null {
  return 'coverage' in step ? step.coverage : null;
}

/** What a step copies in for a row. */
export function scratchOf(step: Step, width: number): number {
  return (step.op === 'bytes' ? width * 4 : 0) + (coverageOf(step) === null ? 0 : width);
}
