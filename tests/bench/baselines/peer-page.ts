import { innerRadius, outerRadius, profile } from '../../../renderer/engine/strokes/dab.ts';
import { frameIntervals, postBytes, type StrokeTimes, timeEvents } from '../canvas/measure.ts';
import {
  ACTIVE,
  BRUSH,
  type Dab,
  dabsOf,
  LAYERS,
  type Placed,
  paintLayer,
  placedAt,
  strokeLength,
  strokeSamples,
  type ViewName,
} from '../canvas/scene.ts';

/** A canvas library with the scene's layers in it. */
export interface PeerScene {
  place(placed: Placed): void;
  /** Everything that the library must draw again when the active layer's canvas has changed. */
  redraw(): void;
  /** Makes the browser do what it only wrote down. */
  flush(): void;
  /** What is seen, where it is one canvas. */
  readonly visible: HTMLCanvasElement | null;
}

export interface PeerPage {
  open(side: number): void;
  show(view: ViewName): void;
  stroke(view: ViewName, budgetMs: number, pictureTo: string | null): Promise<StrokeTimes>;
  frames(view: ViewName): Promise<readonly number[]>;
}

declare global {
  interface Window {
    peer: PeerPage;
  }
}

export type MakeScene = (layers: readonly HTMLCanvasElement[], side: number) => PeerScene;

/**
 * Painting as such libraries are painted with: a canvas for each layer, dabs of a stamp drawn into it, everything redrawn,
 * and a copy of the whole layer for undo.
 */
export function createPeerPage(makeScene: MakeScene): PeerPage {
  let side = 0;
  let scene: PeerScene | null = null;
  let layer: HTMLCanvasElement = document.createElement('canvas');
  const stamp = makeStamp();

  const opened = (): PeerScene => {
    if (scene === null) throw new Error('Nothing was opened.');
    return scene;
  };
  const putDabs = (dabs: readonly Dab[]): void => {
    const context = contextOf(layer);
    context.globalAlpha = BRUSH.flow;
    for (const { x, y } of dabs) context.drawImage(stamp, x - stamp.width / 2, y - stamp.height / 2);
    context.globalAlpha = 1;
  };
  const snapshot = (): HTMLCanvasElement => {
    const copy = makeCanvas(side);
    contextOf(copy).drawImage(layer, 0, 0);
    contextOf(copy).getImageData(0, 0, 1, 1);
    return copy;
  };
  const putBack = (before: HTMLCanvasElement): void => {
    const context = contextOf(layer);
    context.globalCompositeOperation = 'copy';
    context.drawImage(before, 0, 0);
    context.globalCompositeOperation = 'source-over';
    opened().redraw();
    opened().flush();
  };
  const dabsIn = (view: ViewName): readonly (readonly Dab[])[] =>
    dabsOf(strokeSamples(side, strokeLength(side, view)));

  return {
    open(wanted) {
      side = wanted;
      const layers = Array.from({ length: LAYERS }, (_, index) => {
        const canvas = makeCanvas(side);
        paintLayer(contextOf(canvas), index, side);
        return canvas;
      });
      layer = layers[ACTIVE] ?? layer;
      scene = makeScene(layers, side);
    },
    show(view) {
      opened().place(placedAt(side, view));
      opened().redraw();
      opened().flush();
    },
    async stroke(view, budgetMs, pictureTo) {
      const { redraw, flush, visible } = opened();
      const dabs = dabsIn(view);
      const start = performance.now();
      const before = snapshot();
      const begin = performance.now() - start;
      const draw = (event: number): void => {
        putDabs(dabs[event] ?? []);
        redraw();
      };
      // The last dabs come when the hand is lifted; what is compared is what the events drew.
      const moves = dabs.slice(0, -1);
      const events = timeEvents(moves.length, budgetMs, draw, flush);
      for (const rest of moves.slice(events.length)) putDabs(rest);
      redraw();
      flush();
      if (pictureTo !== null && visible !== null) {
        const { data } = contextOf(visible).getImageData(0, 0, visible.width, visible.height);
        await postBytes(pictureTo, data);
      }
      putBack(before);
      return { begin, events };
    },
    async frames(view) {
      const dabs = dabsIn(view);
      const before = snapshot();
      const intervals = await frameIntervals((event) => {
        putDabs(dabs[event] ?? []);
        opened().redraw();
      });
      putBack(before);
      return intervals;
    },
  };
}

/** The brush's dab as a picture, by the engine's own profile. */
function makeStamp(): HTMLCanvasElement {
  const side = Math.ceil(BRUSH.size / 2 + 2) * 2;
  const image = new ImageData(side, side);
  const { paint } = BRUSH;
  if (paint.kind !== 'colour') throw new Error('The brush paints a colour.');
  const inner = innerRadius(BRUSH.size / 2, BRUSH.hardness);
  const outer = outerRadius(BRUSH.size / 2);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const distance = Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2);
      const alpha = Math.round(profile(distance, inner, outer) * 255);
      image.data.set([paint.red, paint.green, paint.blue, alpha], (y * side + x) * 4);
    }
  const stamp = makeCanvas(side);
  contextOf(stamp).putImageData(image, 0, 0);
  return stamp;
}

function makeCanvas(side: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  return canvas;
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas to draw on.');
  return context;
}
