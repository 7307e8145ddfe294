import { BLEND_MODES, type BlendMode, LAYERS_MAX, NESTING_MAX } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import type { KernelBackend } from './backend.ts';
import { copyIn } from './copy-in.ts';
import { FIELD, OPS, ROW_BYTES, STEP_BYTES } from './layout.ts';
import type { Coverage, Slot, Step, Window } from './steps.ts';
import { createTouched, type Touched } from './touched.ts';

/** One accumulator of a tile: four planes of floats. */
export const SLOT_BYTES = TILE_SIDE * TILE_SIDE * 16;

export interface Kernel {
  readonly name: KernelBackend['name'];
  readonly touched: Touched;
  /** Runs the steps over a window of a tile; `out` is straight RGBA in the tile's shape, of which `kept` is written. */
  run(
    steps: readonly Step[],
    window: Window,
    out: { readonly bytes: Uint8Array; readonly kept: Rect } | null,
  ): void;
  /** Null when all are taken. Holds anything at first. */
  takeSlot(): Slot | null;
  releaseSlot(slot: Slot): void;
}

// The memory, from the bottom up. The first page is the code's own.
const STEPS = 65_536;
/** Every layer, and what may stand around one: a push, a pop, a load, a store. */
const STEPS_MAX = LAYERS_MAX * 5 + 64;
const STACK = align(STEPS + STEPS_MAX * STEP_BYTES);
/** A group may be the base of a run, which stands for a group of its own. */
const STACK_ROWS = NESTING_MAX * 2 + 8;
const PACKED = align(STACK + STACK_ROWS * ROW_BYTES);
const SCRATCH = align(PACKED + TILE_SIDE * TILE_SIDE * 4);
/** One row of every layer with its mask must fit. */
const SCRATCH_BYTES = align((LAYERS_MAX + 8) * TILE_SIDE * 5);
const SLOTS = align(SCRATCH + SCRATCH_BYTES);
/** As much of the sources at once as stays in the second cache. */
const BAND_BYTES = 512 * 1024;

const MODE_NUMBERS = Object.fromEntries(BLEND_MODES.map((mode, at) => [mode, at])) as Record<
  BlendMode,
  number
>;

export function createKernel(backend: KernelBackend, { slotsMax }: { readonly slotsMax: number }): Kernel {
  backend.reserve(SLOTS);
  const touched = createTouched();
  const free: Slot[] = [];
  let made = 0;

  return {
    name: backend.name,
    touched,
    takeSlot: () => {
      const slot = free.pop();
      if (slot !== undefined || made === slotsMax) return slot ?? null;
      made += 1;
      backend.reserve(SLOTS + made * SLOT_BYTES);
      return SLOTS + (made - 1) * SLOT_BYTES;
    },
    releaseSlot: (slot) => void free.push(slot),
    run: (steps, window, out) => {
      if (steps.length >= STEPS_MAX) throw new Error('There are more steps than layers can make.');
      const { width, height } = window;
      const rowBytes = steps.reduce((sum, step) => sum + scratchOf(step, width), 0);
      const band = Math.max(1, Math.min(height, Math.floor(BAND_BYTES / Math.max(1, rowBytes))));
      const placed = write(backend.buffer(), steps, window, band, out !== null);
      for (let top = 0; top < height; top += band) {
        const rows = Math.min(band, height - top);
        fetch(steps, placed.at, top, rows);
        const count = steps.length + (out === null ? 0 : 1);
        if (top > 0) advance(backend.buffer(), steps, band);
        backend.run(
          STEPS,
          count,
          STACK,
          width,
          rows,
          window.originX + window.x,
          window.originY + window.y + top,
        );
        touched.work(width * rows * placed.pixelBytes);
        if (out !== null) copyOut(out, { ...window, y: window.y + top, height: rows });
      }
    },
  };

  function fetch(steps: readonly Step[], at: Placed['at'], top: number, rows: number): void {
    const buffer = backend.buffer();
    const pixels = new Uint32Array(buffer);
    const bytes = new Uint8Array(buffer);
    for (const [index, step] of steps.entries()) {
      const place = at[index];
      if (place === undefined) continue;
      const shared = { width: place.width, top, rows };
      if (step.op === 'bytes')
        copyIn(step.pieces, 0, { to: pixels, start: place.source / 4, ...shared }, touched);
      const coverage = coverageOf(step);
      if (coverage !== null)
        copyIn(coverage.pieces, coverage.outside, { to: bytes, start: place.coverage, ...shared }, touched);
    }
  }

  function copyOut({ bytes, kept }: { readonly bytes: Uint8Array; readonly kept: Rect }, band: Rect): void {
    const packed = new Uint8Array(backend.buffer());
    const last = Math.min(kept.y + kept.height, band.y + band.height);
    for (let y = Math.max(kept.y, band.y); y < last; y++) {
      const from = PACKED + ((y - band.y) * band.width + (kept.x - band.x)) * 4;
      bytes.set(packed.subarray(from, from + kept.width * 4), (y * TILE_SIDE + kept.x) * 4);
      touched.copy(kept.width * 4);
    }
  }
}

interface Placed {
  readonly at: readonly { readonly source: number; readonly coverage: number; readonly width: number }[];
  /** What all steps touch of each pixel. */
  readonly pixelBytes: number;
}

function write(
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
function advance(buffer: ArrayBufferLike, steps: readonly Step[], rows: number): void {
  const view = new DataView(buffer, STEPS, steps.length * STEP_BYTES);
  for (const [index, step] of steps.entries()) {
    if (!('slot' in step)) continue;
    const field = index * STEP_BYTES + FIELD.source;
    view.setInt32(field, view.getInt32(field, true) + rows * TILE_SIDE * 4, true);
  }
}

function coverageOf(step: Step): Coverage | null {
  return 'coverage' in step ? step.coverage : null;
}

function scratchOf(step: Step, width: number): number {
  return (step.op === 'bytes' ? width * 4 : 0) + (coverageOf(step) === null ? 0 : width);
}

function align(address: number): number {
  return Math.ceil(address / 65_536) * 65_536;
}
