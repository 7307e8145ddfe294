import { TILE_SIDE } from '../../renderer/engine/compositor/pixel-reader.ts';
import { createKernel, type Kernel } from '../../renderer/engine/kernel/kernel.ts';
import { createPlainBackend } from '../../renderer/engine/kernel/plain-backend.ts';
import type { Step, Window } from '../../renderer/engine/kernel/steps.ts';
import { BLEND_MODES, type BlendMode } from '../../shared/document/index.ts';
import { wasmBackend } from '../drivers/kernel.ts';
import { type BenchResult, judge, median } from './result.ts';

const LAYERS = 10;
const ROUNDS = 7;
const WINDOW: Window = { x: 0, y: 0, width: TILE_SIDE, height: TILE_SIDE, originX: 0, originY: 0 };
const PLAIN_ROWS = 32;
/** WebAssembly takes at most this share of the plain backend's time, for the modes that most layers have. */
const LIMIT = 0.2;
const COMMON: ReadonlySet<BlendMode> = new Set<BlendMode>(['normal', 'multiply', 'screen']);

/** Nanoseconds for one pixel of one layer, its copy into the kernel included, for each mode; against the plain backend. */
export async function* run(): AsyncIterable<BenchResult> {
  const fast = createKernel(await wasmBackend(), { slotsMax: 0 });
  const plain = createKernel(createPlainBackend(), { slotsMax: 0 });
  for (const mode of BLEND_MODES) {
    const value = median(rounds(fast, mode, WINDOW));
    const slow = median(rounds(plain, mode, { ...WINDOW, height: PLAIN_ROWS }));
    yield judge({
      bench: 'kernel',
      case: mode,
      value,
      unit: 'ns a pixel of a layer',
      ratio: value / slow,
      ...(COMMON.has(mode) ? { limit: LIMIT } : {}),
    });
  }
}

function rounds(kernel: Kernel, mode: BlendMode, window: Window): number[] {
  const steps = [layer('normal', 0), ...Array.from({ length: LAYERS }, (_, at) => layer(mode, at + 1))];
  const bytes = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  const times = Array.from({ length: ROUNDS + 2 }, () => {
    const start = performance.now();
    kernel.run(steps, window, { bytes, kept: window });
    return ((performance.now() - start) * 1e6) / (window.width * window.height * steps.length);
  });
  // The first ones compile.
  return times.slice(2);
}

function layer(mode: BlendMode, seed: number): Step {
  const bytes = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  for (let at = 0, state = seed + 1; at < bytes.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  const pieces = [{ tile: { kind: 'bytes', bytes } as const, x: 0, y: 0 }];
  return { op: 'bytes', pieces, mode, alpha: 0.8, fill: 1, atop: false, coverage: null };
}
