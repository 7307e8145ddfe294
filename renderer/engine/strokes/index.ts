export type { Brush, Paint, PressureCurve, Sample } from './brush.ts';
export {
  type BegunStroke,
  beginStroke,
  type Stroke,
  type StrokeOptions,
  type StrokeRefusal,
  type StrokeTarget,
} from './stroke.ts';
