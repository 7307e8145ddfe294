import type { Brush, Sample } from '../../../renderer/engine/strokes/index.ts';
import { createPath } from '../../../renderer/engine/strokes/path.ts';
import type { BlendMode } from '../../../shared/document/index.ts';

// What all engines draw: the same layers, looked at and painted on in the same way.

export const VIEW = { width: 1600, height: 1000 };
export const LAYERS = 20;
export const ACTIVE = 10;
export const EVENTS = 200;

/** Only what a 2D canvas has too. Above the active layer no two normal ones touch: nothing can be merged there. */
export const MODES: readonly BlendMode[] = [
  'normal',
  'multiply',
  'screen',
  'normal',
  'overlay',
  'darken',
  'normal',
  'lighten',
  'soft-light',
  'normal',
  'normal',
  'hard-light',
  'color-dodge',
  'normal',
  'color-burn',
  'difference',
  'normal',
  'luminosity',
  'color',
  'normal',
];

/** The lowest layer is opaque, so that what is behind the page shows nowhere. */
const OPACITIES = [1, 0.8, 0.35, 0.5, 0.65];

export function opacityOf(index: number): number {
  return OPACITIES[index % OPACITIES.length] ?? 1;
}

export const BRUSH: Brush = {
  size: 60,
  hardness: 0,
  opacity: 1,
  flow: 0.3,
  spacing: 0.1,
  smoothing: 0,
  pressureSize: null,
  pressureOpacity: null,
  paint: { kind: 'colour', red: 214, green: 64, blue: 32 },
};

/** `actual` is a document's pixel for a screen's; `fit` shows all of it. */
export type ViewName = 'actual' | 'fit';

/** Where the document's corner is in the view, and how large its pixels are there. */
export interface Placed {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export function placedAt(side: number, view: ViewName): Placed {
  const zoom = view === 'actual' ? 1 : Math.min(VIEW.width, VIEW.height) / side;
  return { zoom, x: (VIEW.width - side * zoom) / 2, y: (VIEW.height - side * zoom) / 2 };
}

/** A sine through the middle of the page, as long in the document as `length` says. */
export function strokeSamples(side: number, length: number): readonly Sample[] {
  return Array.from({ length: EVENTS }, (_, at) => {
    const share = at / (EVENTS - 1);
    return {
      x: side / 2 + (share - 0.5) * length,
      y: side / 2 + Math.sin(share * 4 * Math.PI) * length * 0.085,
      pressure: 1,
    };
  });
}

/** About ten pixels an event. */
export const SHORT_STROKE = 1400;

/** At fit the hand crosses the page. */
export function strokeLength(side: number, view: ViewName): number {
  return view === 'actual' ? SHORT_STROKE : side * 0.8;
}

export interface Dab {
  readonly x: number;
  readonly y: number;
}

/** Where each sample puts dabs, by the path that the engine itself walks; the last list is what follows the hand's lift. */
export function dabsOf(samples: readonly Sample[]): readonly (readonly Dab[])[] {
  let dabs: Dab[] = [];
  const path = createPath(
    BRUSH.smoothing,
    () => BRUSH.size * BRUSH.spacing,
    (x, y) => void dabs.push({ x, y }),
    null,
  );
  const all = samples.map((sample) => {
    dabs = [];
    path.add(sample);
    return dabs;
  });
  dabs = [];
  path.finish();
  return [...all, dabs];
}

/** @source the public domain generator mulberry32 by Tommy Ettinger */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
const SHAPES = 60;
const HOLES = 12;

/** Paints a layer onto a clear canvas: even ones cover the page, odd ones 30 % of it. */
export function paintLayer(context: CanvasRenderingContext2D, index: number, side: number): void {
  const random = mulberry32(1000 + index);
  const whole = index % 2 === 0;
  const wide = whole ? side : Math.round(side * 0.55);
  const left = whole ? 0 : Math.round(random() * (side - wide));
  const top = whole ? 0 : Math.round(random() * (side - wide));
  context.save();
  context.beginPath();
  context.rect(left, top, wide, wide);
  context.clip();
  const ground = context.createLinearGradient(left, top, left + wide, top + wide);
  for (const stop of [0, 0.5, 1]) ground.addColorStop(stop, colour(random, 1));
  context.fillStyle = ground;
  context.fillRect(left, top, wide, wide);
  for (let shape = 0; shape < SHAPES; shape++)
    ellipse(context, random, left, top, wide, 0.3 + 0.6 * random());
  context.globalAlpha = 0.2;
  context.fillStyle = grain(context, random);
  context.fillRect(left, top, wide, wide);
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'destination-out';
  if (index > 0)
    for (let hole = 0; hole < HOLES; hole++) ellipse(context, random, left, top, wide, 0.2 + 0.4 * random());
  context.restore();
}

function ellipse(
  context: CanvasRenderingContext2D,
  random: Random,
  left: number,
  top: number,
  wide: number,
  alpha: number,
): void {
  context.fillStyle = colour(random, alpha);
  context.beginPath();
  context.ellipse(
    left + random() * wide,
    top + random() * wide,
    (0.02 + 0.12 * random()) * wide,
    (0.02 + 0.12 * random()) * wide,
    random() * Math.PI,
    0,
    2 * Math.PI,
  );
  context.fill();
}

function colour(random: Random, alpha: number): string {
  const part = (): number => Math.floor(random() * 256);
  return `rgb(${part()} ${part()} ${part()} / ${alpha})`;
}

/** So that no tile is of one colour. */
function grain(context: CanvasRenderingContext2D, random: Random): CanvasPattern | string {
  const side = 256;
  const image = new ImageData(side, side);
  for (let at = 0; at < image.data.length; at++) image.data[at] = at % 4 === 3 ? 255 : random() * 256;
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return context.createPattern(canvas, 'repeat') ?? '#808080';
}
