import { encode } from 'fast-png';
import { createGuaranteeWork } from '../guarantee/worker-port.ts';
import { loadKernelBackend } from '../kernel/load-kernel.ts';
import { OFFSCREEN_SURFACES } from '../presenter/offscreen-surfaces.ts';
import type { ToEngine } from '../protocol/index.ts';
import type { SmallPicture } from '../session/thumbnail.ts';
import { createDesktopBytes } from './desktop-bytes.ts';
import { createEngine, type Engine } from './engine.ts';
import { openScratch } from './open-scratch.ts';
import { createScreen, type EngineCanvas } from './screen.ts';
import { createThumbnailer } from './thumbnailer.ts';

// The engine's worker: everything that touches pixels, away from the thread that listens to the hand.

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const screen = createScreen({
  surfaces: OFFSCREEN_SURFACES,
  now: () => performance.now(),
  soon: (draw) => void self.requestAnimationFrame(draw),
});
const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `n${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};

function asPng({ width, height, bytes }: SmallPicture): Blob {
  const png = encode({ width, height, data: bytes, channels: 4 });
  return new Blob([Uint8Array.from(png)], { type: 'image/png' });
}

const engine: Promise<Engine> = Promise.all([loadKernelBackend(), openScratch(newId)]).then(
  ([backend, spill]) =>
    createEngine({
      backend,
      spill,
      screen,
      desktop: createDesktopBytes(fetch.bind(globalThis)),
      newId,
      encode: asPng,
      work: createGuaranteeWork(
        () => new Worker(new URL('../guarantee/guarantee-worker.ts', import.meta.url), { type: 'module' }),
      ),
      report: (fault) => self.reportError(fault),
      thumbnails: (session, post) => createThumbnailer({ wait, encode: asPng }, session, post),
      wait,
      now: () => performance.now(),
      post: (message) => self.postMessage(message),
    }),
);

// The window hears of faults, not of promises that nobody waits for: without this the picture would just stand still.
self.onunhandledrejection = ({ reason }) => self.reportError(reason);

self.onmessage = ({ data }: MessageEvent<ToEngine>): void => {
  // Messages keep their order while the kernel is still being compiled.
  void engine.then((ready) => {
    if (data.kind === 'canvas') screen.setCanvas(canvasOf(data.canvas));
    else ready.receive(data);
  });
};

function canvasOf(canvas: OffscreenCanvas): EngineCanvas {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('There is no canvas to draw on.');
  return {
    context,
    get width() {
      return canvas.width;
    },
    set width(width) {
      canvas.width = width;
    },
    get height() {
      return canvas.height;
    },
    set height(height) {
      canvas.height = height;
    },
  };
}
