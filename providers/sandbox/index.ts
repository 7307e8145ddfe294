export { encodePng } from './encode-png.ts';
export { MISBEHAVIOURS, type Misbehaviour } from './misbehaviour.ts';
export type { Paint, PaintedPicture, PaintJob, PaintProgress } from './paint-job.ts';
export type { FromPaintWorker, ToPaintWorker } from './paint-messages.ts';
export { createInlinePaint, createPainter, type Painter, type PainterOptions } from './painter.ts';
export { createSandbox, SANDBOX_CAPABILITIES, type SandboxDeps } from './sandbox.ts';
