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
