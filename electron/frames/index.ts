export { createFrames, type Frames, type KeptFrame } from './create-frames.ts';
export type { FrameBytes } from './keep-frame.ts';
