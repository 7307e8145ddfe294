import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLEND_MODES } from '../../../shared/document/index.ts';
import { wasmBackend } from '../../../tests/drivers/kernel.ts';
import { FILL_MODES } from '../blend/formulas.ts';
import { TILE_SIDE, type TileBytes } from '../compositor/pixel-reader.ts';
import { blendPixel, CLEAR, mixPixels, type Pixel, scalePixel } from '../reference/blend-pixel.ts';
import { createKernel, type Kernel } from './kernel.ts';
import { createPlainBackend } from './plain-backend.ts';
import type { Blending, Coverage, Step, Window } from './steps.ts';

const BACKENDS = [createPlainBackend(), await wasmBackend()] as const;
const PIXELS = TILE_SIDE * TILE_SIDE;

/** Small steps of a simple generator: noise that is the same in every run. */
function noise(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed * 2654435761 + 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = state >>> 24;
    // Every third is one of the ends, where formulas break.
    bytes[at] = value % 3 === 0 ? (value & 1) * 255 : value;
  }
  return bytes;
}

const COLOURS = [1, 2, 3].map((seed) => noise(seed, PIXELS * 4));
const COVERAGE = noise(9, PIXELS);
const tile = (bytes: Uint8Array | undefined): TileBytes => ({
  kind: 'bytes',
  bytes: bytes ?? new Uint8Array(),
});

function colourAt(bytes: Uint8Array, at: number): Pixel {
  const alpha = (bytes[at * 4 + 3] ?? 0) / 255;
  const channel = (one: number): number => ((bytes[at * 4 + one] ?? 0) / 255) * alpha;
  return { colour: [channel(0), channel(1), channel(2)], alpha };
}

const PLAIN: Blending = { mode: 'normal', alpha: 1, fill: 1, atop: false, coverage: null };

function layer(index: number, blending: Partial<Blending> = {}): Step {
  return { op: 'bytes', pieces: [{ tile: tile(COLOURS[index]), x: 0, y: 0 }], ...PLAIN, ...blending };
}

/** The law for the same steps, at one pixel of a window at the tile's corner. */
function lawOf(steps: readonly Step[], at: number): Pixel {
  const stack: Pixel[] = [CLEAR];
  const top = (): Pixel => stack.at(-1) ?? CLEAR;
  const put = (pixel: Pixel): void => {
    stack[stack.length - 1] = pixel;
  };
  const x = at % TILE_SIDE;
  const y = Math.floor(at / TILE_SIDE);
  const covered = (coverage: Coverage | null): number => (coverage === null ? 1 : (COVERAGE[at] ?? 0) / 255);
  const blended = (source: Pixel, step: Blending): void => {
    // The step's alpha has fill in it already, but for the special eight: so has the law's opacity.
    const settings = { blend: step.mode, opacity: step.alpha, fill: step.fill, atop: step.atop };
    put(blendPixel(top(), scalePixel(source, covered(step.coverage)), settings, x, y));
  };
  for (const step of steps) {
    if (step.op === 'bytes')
      blended(colourAt(COLOURS[Number(step.pieces.length) - 1] ?? new Uint8Array(), at), step);
    else if (step.op === 'push') stack.push(CLEAR);
    else if (step.op === 'push-copy') stack.push(top());
    else if (step.op === 'pop') blended(stack.pop() ?? CLEAR, step);
    else if (step.op === 'mix') {
      const over = stack.pop() ?? CLEAR;
      put(mixPixels(top(), over, step.alpha * covered(step.coverage)));
    }
  }
  return top();
}

/** The n-th noise, told apart by how many times it is laid down: the law reads the count, the kernel draws the last. */
function noisy(index: number, blending: Partial<Blending> = {}): Step {
  const pieces = Array.from({ length: index + 1 }, () => ({ tile: tile(COLOURS[index]), x: 0, y: 0 }));
  return { op: 'bytes', pieces, ...PLAIN, ...blending };
}

function expectClose(kernel: Kernel, steps: readonly Step[], window: Window): void {
  const bytes = new Uint8Array(PIXELS * 4);
  kernel.run(steps, window, { bytes, kept: window });
  let worst = 0;
  for (let y = window.y; y < window.y + window.height; y++)
    for (let x = window.x; x < window.x + window.width; x++) {
      const at = y * TILE_SIDE + x;
      const { colour, alpha } = lawOf(steps, at);
      worst = Math.max(worst, Math.abs(alpha * 255 - (bytes[at * 4 + 3] ?? 0)));
      if (bytes[at * 4 + 3] === 0) continue;
      for (const one of [0, 1, 2] as const)
        worst = Math.max(worst, Math.abs((colour[one] / alpha) * 255 - (bytes[at * 4 + one] ?? 0)));
    }
  expect(worst).toBeLessThanOrEqual(1);
}

const WINDOW: Window = { x: 0, y: 0, width: TILE_SIDE, height: 16, originX: 0, originY: 0 };
const coverage: Coverage = { pieces: [{ tile: tile(COVERAGE), x: 0, y: 0 }], outside: 0 };

const blending = fc.record({
  alpha: fc.constantFrom(1, 0.5, 0.37),
  fill: fc.constantFrom(1, 0.6, 0.999),
  atop: fc.boolean(),
  coverage: fc.constantFrom(null, coverage),
});

describe.each(BACKENDS.map((backend) => [backend.name, createKernel(backend, { slotsMax: 3 })] as const))(
  'the %s kernel',
  (_name, kernel) => {
    it.each(BLEND_MODES)('blends %s as the law says, onto clear, half clear and full', (mode) => {
      fc.assert(
        fc.property(blending, fc.boolean(), (random, full) => {
          const settings = { ...random, mode, fill: FILL_MODES.has(mode) ? random.fill : 1 };
          const under: Step[] = [noisy(0), ...(full ? [noisy(1, { mode: 'screen' })] : [])];
          expectClose(kernel, [...under, noisy(2, settings)], WINDOW);
          const group: Step[] = [{ op: 'push' }, noisy(1), noisy(2), { op: 'pop', ...settings }];
          expectClose(kernel, [noisy(0), ...group], WINDOW);
        }),
        { numRuns: 6, seed: 4 },
      );
    });

    it('mixes a group that passes through, and blends in it with what is beneath', () => {
      const steps: Step[] = [
        noisy(0),
        { op: 'push-copy' },
        noisy(1, { mode: 'multiply' }),
        { op: 'mix', alpha: 0.7, coverage },
      ];
      expectClose(kernel, steps, WINDOW);
    });

    it('draws one colour everywhere as it draws the same colour in bytes', () => {
      const value = 0x80ff4010;
      const uniform: TileBytes = { kind: 'uniform', value };
      const settings = { ...PLAIN, mode: 'overlay', alpha: 0.8 } as const;
      const byColour = new Uint8Array(PIXELS * 4);
      const byPiece = new Uint8Array(PIXELS * 4);
      const kept = WINDOW;
      kernel.run([layer(0), { op: 'colour', value, ...settings }], WINDOW, { bytes: byColour, kept });
      const pieces = [{ tile: uniform, x: 0, y: 0 }];
      kernel.run([layer(0), { op: 'bytes', pieces, ...settings }], WINDOW, { bytes: byPiece, kept });
      expect(byColour).toEqual(byPiece);
    });

    it('gives every pixel the same, in whatever window it is drawn', () => {
      const whole = new Uint8Array(PIXELS * 4);
      const parts = new Uint8Array(PIXELS * 4);
      const pieces = [
        { tile: tile(COLOURS[1]), x: -100, y: -30 },
        { tile: tile(COLOURS[2]), x: 156, y: -30 },
        { tile: { kind: 'uniform', value: 0x40112233 } as const, x: -100, y: 226 },
      ];
      const steps = (x: number, y: number): Step[] => [
        layer(0),
        {
          op: 'bytes',
          ...PLAIN,
          mode: 'dissolve',
          pieces: pieces.map((piece) => ({ ...piece, x: piece.x - x, y: piece.y - y })),
        },
      ];
      const all = { ...WINDOW, height: TILE_SIDE };
      const at = (x: number, y: number): Step[] =>
        steps(x, y).map((step, index) =>
          index === 0 && step.op === 'bytes'
            ? { ...step, pieces: step.pieces.map((piece) => ({ ...piece, x: -x, y: -y })) }
            : step,
        );
      kernel.run(at(0, 0), all, { bytes: whole, kept: all });
      for (const [x, y, width, height] of [
        [0, 0, 100, 40],
        [100, 0, 156, 40],
        [0, 40, 252, 216],
        [252, 40, 4, 216],
      ] as const) {
        const window = { ...WINDOW, x, y, width, height };
        kernel.run(at(x, y), window, { bytes: parts, kept: window });
      }
      expect(parts).toEqual(whole);
    });

    it('loads what it stored to the bit', () => {
      const slot = kernel.takeSlot();
      if (slot === null) throw new Error('no slot');
      const once = new Uint8Array(PIXELS * 4);
      const twice = new Uint8Array(PIXELS * 4);
      const full = { ...WINDOW, height: TILE_SIDE };
      const above = layer(2, { mode: 'soft-light' });
      kernel.run([layer(0), layer(1), { op: 'store', slot }, above], full, { bytes: once, kept: full });
      kernel.run([{ op: 'load', slot }, above], full, { bytes: twice, kept: full });
      expect(twice).toEqual(once);
      kernel.releaseSlot(slot);
    });

    it('has so many slots and no more', () => {
      const slots = [1, 2, 3].map(() => kernel.takeSlot());
      expect(slots).not.toContain(null);
      expect(new Set(slots).size).toBe(3);
      expect(kernel.takeSlot()).toBeNull();
      for (const slot of slots) if (slot !== null) kernel.releaseSlot(slot);
    });

    it('counts each byte that is copied, so that one copy too many is seen', () => {
      const bytes = new Uint8Array(PIXELS * 4);
      const kept = { x: 8, y: 0, width: 64, height: 10 };
      const window = { ...WINDOW, ...kept };
      const pixels = 64 * 10;
      kernel.touched.reset();
      kernel.run([layer(0), layer(1, { coverage })], window, { bytes, kept });
      const { copied, worked, total } = kernel.touched;
      // Two layers and a coverage in and pixels out, each read and written; the steps read them and pack.
      expect(copied).toBe(2 * pixels * (4 + 4 + 1 + 4));
      expect(worked).toBe(pixels * (4 + 4 + 1 + 4));
      kernel.touched.reset();
      // The planted copy: a layer that is laid down twice looks the same and costs more.
      kernel.run([noisy(1), layer(1, { coverage })], window, { bytes, kept });
      expect(kernel.touched.total).toBe(total + 2 * pixels * 4);
    });
  },
);
