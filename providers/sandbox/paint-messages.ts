import type { PaintedPicture, PaintJob, PaintProgress } from './paint-job.ts';

/** What the painter asks of its worker: one job at a time. */
export type ToPaintWorker = PaintJob;

/** What the worker says: progress as often as it likes, then one of the other two. */
export type FromPaintWorker =
  | ({ readonly kind: 'progress' } & PaintProgress)
  | { readonly kind: 'done'; readonly picture: PaintedPicture }
  | { readonly kind: 'failed'; readonly message: string };
