export { FRAME_ACT_FACTS, FRAME_ACTS, type FrameAct, type MaskSource } from './acts.ts';
export { picturesSent, quoteInput, sizeOfInput, wordsSent } from './asked.ts';
export { placeFits } from './fits-model.ts';
export {
  FRAME_MIN_SIDE,
  type FramePlan,
  planFrame,
  sizeForShape,
  WINDOW_MAX_PIXELS,
  WINDOW_MAX_SIDE,
} from './plan-frame.ts';
