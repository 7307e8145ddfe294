/** CSS pixels of the element a picture is shown in. */
export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** Where a picture stands in its view: its left top corner in view pixels, and view pixels per picture pixel. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const ZOOM_MIN = 0.02;
const ZOOM_MAX = 32;

/** Share of the view's width that a fitted picture may take. */
const FIT_WIDTH = 0.88;
/** View pixels kept free above and below a fitted picture, for its tag and the bar under it. */
const FIT_FREE_HEIGHT = 152;
/** A fitted picture stands this much above the middle, so that the bar under it has room. */
const FIT_RAISED = 22;
/** At least this much of a picture stays in sight, so that it cannot be lost. */
const KEPT_IN_SIGHT = 48;

const STEPS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32] as const;

function clampZoom(zoom: number): number {
  return Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom));
}

/** The whole picture, as large as the room allows, on whole view pixels so that its edge is sharp. */
export function fitViewport(view: ViewSize, picture: ViewSize): Viewport {
  const room = { width: view.width * FIT_WIDTH, height: Math.max(view.height - FIT_FREE_HEIGHT, 96) };
  const zoom = clampZoom(Math.min(room.width / picture.width, room.height / picture.height));
  return {
    x: Math.round((view.width - picture.width * zoom) / 2),
    y: Math.round((view.height - picture.height * zoom) / 2 - FIT_RAISED),
    zoom,
  };
}

/** Zooms so that the picture's point under `at` stays under it. */
export function zoomAt(viewport: Viewport, zoom: number, at: Point): Viewport {
  const next = clampZoom(zoom);
  const ratio = next / viewport.zoom;
  return { x: at.x - (at.x - viewport.x) * ratio, y: at.y - (at.y - viewport.y) * ratio, zoom: next };
}

export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, x: viewport.x + dx, y: viewport.y + dy };
}

/** Keeps a part of the picture in sight. */
export function keepInSight(viewport: Viewport, view: ViewSize, picture: ViewSize): Viewport {
  const width = picture.width * viewport.zoom;
  const height = picture.height * viewport.zoom;
  const kept = { x: Math.min(KEPT_IN_SIGHT, width), y: Math.min(KEPT_IN_SIGHT, height) };
  return {
    x: Math.min(view.width - kept.x, Math.max(kept.x - width, viewport.x)),
    y: Math.min(view.height - kept.y, Math.max(kept.y - height, viewport.y)),
    zoom: viewport.zoom,
  };
}

/** The next named zoom above or below, by device pixels: 1 is one picture pixel on one screen pixel. */
export function zoomStep(zoom: number, direction: 'in' | 'out'): number {
  // A hair's breadth, so that 0.9999 does not count as below 1.
  const near = 1.001;
  if (direction === 'in') return STEPS.find((step) => step > zoom * near) ?? ZOOM_MAX;
  return STEPS.findLast((step) => step * near < zoom) ?? ZOOM_MIN;
}
