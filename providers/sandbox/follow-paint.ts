import type { Paint, PaintedPicture, PaintJob, PaintProgress } from './paint-job.ts';

/**
 * Turns the painter's calls into a pulled sequence. Of progress nobody has asked for yet only the newest is
 * kept, but a preview is not lost to a later number. Leaving the loop early stops the painter.
 */
export async function* followPaint(
  paint: Paint,
  job: PaintJob,
  signal: AbortSignal,
): AsyncGenerator<PaintProgress, PaintedPicture> {
  const left = new AbortController();
  let waiting: PaintProgress | null = null;
  let wake = () => {};
  const onProgress = (progress: PaintProgress) => {
    waiting = { fraction: progress.fraction, preview: progress.preview ?? waiting?.preview ?? null };
    wake();
  };
  const painting = paint(job, onProgress, AbortSignal.any([signal, left.signal])).then(
    (picture) => ({ picture }),
    (error: unknown) => ({ error }),
  );
  try {
    for (;;) {
      const news = new Promise<null>((resolve) => {
        wake = () => resolve(null);
      });
      const ready = takeWaiting();
      if (ready !== null) {
        yield ready;
        continue;
      }
      const ended = await Promise.race([news, painting]);
      if (ended === null) continue;
      if ('error' in ended) throw ended.error;
      const last = takeWaiting();
      if (last !== null) yield last;
      return ended.picture;
    }
  } finally {
    left.abort();
  }

  function takeWaiting(): PaintProgress | null {
    const taken = waiting;
    waiting = null;
    return taken;
  }
}
