export { createHistory, type History, type Turn, type WholeList } from './history.ts';
export { type DecodedStep, decodeStep, encodeStep, type StepRefusal } from './journal.ts';
export {
  dropStep,
  makeStep,
  type PixelsUpdate,
  type Step,
  type TileChange,
} from './step.ts';
export type { Gesture } from './step-list.ts';
