import type { Rect } from '../../../shared/geometry/index.ts';
import { type Frame, levelOf, visibleRect } from '../presenter/frame.ts';
import { createPresenter, type Presenter } from '../presenter/presenter.ts';
import type { ScreenContext, SurfaceMaker } from '../presenter/surface.ts';
import type { EngineView } from '../protocol/index.ts';
import type { ViewCache } from '../view-cache/view-cache.ts';

/** A frame may take so long before the next input is looked at. */
const SLICE_MS = 8;

export interface ScreenParts {
  readonly surfaces: SurfaceMaker;
  readonly now: () => number;
  /** Calls back before the next frame is shown. */
  readonly soon: (draw: () => void) => void;
}

/** A canvas and its 2D context, or a test's. */
export interface EngineCanvas {
  width: number;
  height: number;
  readonly context: ScreenContext;
}

export interface ScreenSource {
  readonly cache: ViewCache;
  /** In the document's own space: where the view has the document's corner, though more of it is shown. */
  readonly shownPage: () => Rect;
}

/** Draws when something changed, a slice at a time, and never otherwise. */
export interface EngineScreen {
  setCanvas(canvas: EngineCanvas): void;
  setView(view: EngineView): void;
  /** What is shown; null shows nothing. */
  show(source: ScreenSource | null): void;
  invalidate(): void;
}

export function createScreen({ surfaces, now, soon }: ScreenParts): EngineScreen {
  let canvas: EngineCanvas | null = null;
  let view: EngineView | null = null;
  let source: ScreenSource | null = null;
  let presenter: Presenter | null = null;
  let asked = false;

  const invalidate = (): void => {
    if (asked) return;
    asked = true;
    soon(draw);
  };
  const sizeCanvas = (target: EngineCanvas, { width, height, ratio }: EngineView): void => {
    const wide = Math.max(1, Math.round(width * ratio));
    const high = Math.max(1, Math.round(height * ratio));
    if (target.width === wide && target.height === high) return;
    target.width = wide;
    target.height = high;
    presenter?.forget();
  };
  const draw = (): void => {
    asked = false;
    if (canvas === null || view === null || source === null || presenter === null) return;
    sizeCanvas(canvas, view);
    const { surround, light, dark, ...place } = view;
    const { x, y, width, height } = source.shownPage();
    const corner = { x: place.x + x * place.zoom, y: place.y + y * place.zoom };
    const colours = { surround, light, dark };
    const frame: Frame = { ...place, ...corner, document: { width, height }, colours };
    const level = levelOf(frame);
    const { done, drawn } = source.cache.work(
      { level, rect: visibleRect(frame, level) },
      now() + SLICE_MS,
      now,
    );
    presenter.present(frame, drawn);
    if (!done) invalidate();
  };
  const renew = (): void => {
    const cache = source?.cache;
    presenter =
      canvas === null || cache === undefined
        ? null
        : createPresenter(canvas.context, surfaces, (level, key) => cache.read(level, key));
    invalidate();
  };

  return {
    setCanvas(next) {
      canvas = next;
      renew();
    },
    setView(next) {
      view = next;
      invalidate();
    },
    show(next) {
      source = next;
      renew();
    },
    invalidate,
  };
}
