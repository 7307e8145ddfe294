export type { Matrix } from './matrix.ts';
export {
  EMPTY_RECT,
  growRect,
  intersectRects,
  isEmptyRect,
  moveRect,
  type Rect,
  rectAtLevel,
  uniteRects,
} from './rect.ts';
export {
  fitViewport,
  keepInSight,
  type Point,
  panBy,
  type Viewport,
  type ViewSize,
  zoomAt,
  zoomStep,
} from './viewport.ts';
