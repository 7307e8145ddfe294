import { LAYERS_MAX, NESTING_MAX } from '../../../shared/document/index.ts';
import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import { ROW_BYTES, STEP_BYTES } from './layout.ts';

/** One accumulator of a tile: four planes of floats. */
export const SLOT_BYTES = TILE_SIDE * TILE_SIDE * 16;

// The memory, from the bottom up. The first page is the code's own.
export const STEPS = 65_536;
/** Every layer, and what may stand around one: a push, a pop, a load, a store. */
export const STEPS_MAX = LAYERS_MAX * 5 + 64;
export const STACK = align(STEPS + STEPS_MAX * STEP_BYTES);
/** A group may be the base of a run, which stands for a group of its own. */
const STACK_ROWS = NESTING_MAX * 2 + 8;
export const PACKED = align(STACK + STACK_ROWS * ROW_BYTES);
export const SCRATCH = align(PACKED + TILE_SIDE * TILE_SIDE * 4);
/** One row of every layer with its mask must fit. */
const SCRATCH_BYTES = align((LAYERS_MAX + 8) * TILE_SIDE * 5);
export const SLOTS = align(SCRATCH + SCRATCH_BYTES);
/** As much of the sources at once as stays in the second cache. */
export const BAND_BYTES = 512 * 1024;

function align(address: number): number {
  return Math.ceil(address / 65_536) * 65_536;
}
