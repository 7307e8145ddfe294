import { create } from 'zustand';
import {
  fitViewport,
  keepInSight,
  type Point,
  panBy,
  type Viewport,
  type ViewSize,
  zoomAt,
  zoomStep,
} from '../../../shared/geometry/index.ts';

interface ViewStore {
  /** Null: fitted, and fitted anew when the window changes. */
  readonly moved: Viewport | null;
  readonly view: ViewSize;
  readonly picture: ViewSize;
}

export const useView = create<ViewStore>(() => ({
  moved: null,
  view: { width: 1, height: 1 },
  picture: { width: 1, height: 1 },
}));

export function currentViewport({ moved, view, picture }: ViewStore): Viewport {
  return moved ?? fitViewport(view, picture);
}

/** A picture of another shape is fitted; one of the same shape keeps the zoom, so that candidates compare. */
export function placePicture(picture: ViewSize): void {
  const was = useView.getState().picture;
  if (was.width === picture.width && was.height === picture.height) return;
  useView.setState({ picture, moved: null });
}

export function resizeView(view: ViewSize): void {
  useView.setState({ view });
}

function move(change: (viewport: Viewport, middle: Point) => Viewport): void {
  const state = useView.getState();
  const middle = { x: state.view.width / 2, y: state.view.height / 2 };
  const next = change(currentViewport(state), middle);
  useView.setState({ moved: keepInSight(next, state.view, state.picture) });
}

export function pan(dx: number, dy: number): void {
  move((viewport) => panBy(viewport, dx, dy));
}

/** Multiplies the zoom around a point of the view; the middle when none is given. */
export function zoomBy(factor: number, at?: Point): void {
  move((viewport, middle) => zoomAt(viewport, viewport.zoom * factor, at ?? middle));
}

/** Goes to the next named zoom. 100% is one picture pixel on one screen pixel. */
export function zoomInSteps(direction: 'in' | 'out', at?: Point): void {
  move((viewport, middle) => {
    const shown = viewport.zoom * devicePixelRatio;
    return zoomAt(viewport, zoomStep(shown, direction) / devicePixelRatio, at ?? middle);
  });
}

export function zoomToPixels(): void {
  move((viewport, middle) => zoomAt(viewport, 1 / devicePixelRatio, middle));
}

export function zoomToFit(): void {
  useView.setState({ moved: null });
}

export function percentShown(viewport: Viewport): number {
  return Math.round(viewport.zoom * devicePixelRatio * 100);
}
