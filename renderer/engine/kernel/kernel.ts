import type { Rect } from '../../../shared/geometry/index.ts';
import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import type { KernelBackend } from './backend.ts';
import { copyIn } from './copy-in.ts';
import { BAND_BYTES, PACKED, SLOT_BYTES, SLOTS, STACK, STEPS, STEPS_MAX } from './memory-map.ts';
import type { Slot, Step, Window } from './steps.ts';
import { createTouched, type Touched } from './touched.ts';
import { advance, coverageOf, type Placed, scratchOf, writeProgram } from './write-program.ts';

const NO_GRAIN = { x: 0, y: 0 };

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
      const { width, height, grain = NO_GRAIN } = window;
      const rowBytes = steps.reduce((sum, step) => sum + scratchOf(step, width), 0);
      const band = Math.max(1, Math.min(height, Math.floor(BAND_BYTES / Math.max(1, rowBytes))));
      const placed = writeProgram(backend.buffer(), steps, window, band, out !== null);
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
          window.originX + window.x + grain.x,
          window.originY + window.y + top + grain.y,
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
