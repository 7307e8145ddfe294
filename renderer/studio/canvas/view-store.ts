import { create } from 'zustand';
import {
  fitViewport,
  keepInSight,
  type Point,
  panBy,
  type Rect,
  uniteRects,
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
  /** The document whose page is shown, and where its corner is from where it began; null for a picture. */
  readonly page: Page | null;
}

interface Page {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export const useView = create<ViewStore>(() => ({
  moved: null,
  view: { width: 1, height: 1 },
  picture: { width: 1, height: 1 },
  page: null,
}));

export function currentViewport({
  moved,
  view,
  picture,
}: Pick<ViewStore, 'moved' | 'view' | 'picture'>): Viewport {
  return moved ?? fitViewport(view, picture);
}

/**
 * A picture of another shape is fitted; one of the same shape keeps the zoom, so that candidates compare. Of a document whose
 * page became another, what is there stays where it was on the screen.
 */
export function placePicture(picture: ViewSize, page: Page | null): void {
  const { picture: was, page: old, moved } = useView.getState();
  const isSame = was.width === picture.width && was.height === picture.height;
  if (page === null || old === null || page.id !== old.id) {
    useView.setState(isSame ? { page } : { picture, page, moved: null });
    return;
  }
  if (isSame && page.x === old.x && page.y === old.y) return;
  useView.setState({
    picture,
    page,
    moved: moved === null ? null : panBy(moved, (page.x - old.x) * moved.zoom, (page.y - old.y) * moved.zoom),
  });
}

/** The point of the picture in the middle of the view; none is chosen while all of it is fitted. */
export function middleSeen(): Point | undefined {
  const state = useView.getState();
  if (state.moved === null) return undefined;
  const { x, y, zoom } = currentViewport(state);
  return { x: (state.view.width / 2 - x) / zoom, y: (state.view.height / 2 - y) / zoom };
}

/** All of a rect of the picture comes into sight, with the picture: it is zoomed out as far as that needs, and no further. */
export function bringIntoSight(rect: Rect): void {
  const state = useView.getState();
  const { view, picture } = state;
  const { x, y, zoom } = currentViewport(state);
  const left = x + rect.x * zoom;
  const top = y + rect.y * zoom;
  const isSeen =
    left >= 0 &&
    top >= 0 &&
    left + rect.width * zoom <= view.width &&
    top + rect.height * zoom <= view.height;
  if (isSeen) return;
  const all = uniteRects(rect, { x: 0, y: 0, ...picture });
  const fitted = fitViewport(view, all);
  useView.setState({ moved: panBy(fitted, -all.x * fitted.zoom, -all.y * fitted.zoom) });
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
