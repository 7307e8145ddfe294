import { Worker } from 'node:worker_threads';
import type { Clock } from '../../shared/kernel/index.ts';
import { paint } from './paint.ts';
import type { Paint, PaintedPicture, PaintProgress } from './paint-job.ts';
import type { FromPaintWorker } from './paint-messages.ts';

export interface Painter {
  readonly paint: Paint;
  /** Ends every worker; what is being painted rejects. */
  close(): Promise<void>;
}

export interface PainterOptions {
  /** The built worker file; the default is the source beside this one. */
  readonly workerUrl?: URL;
  readonly maxWorkers?: number;
}

/** More than this many pictures waiting means that someone asks in a loop. */
const MAX_WAITING = 256;

/** Paints in worker threads, so that no window or server waits for a picture. Idle workers keep nothing alive. */
export function createPainter(options: PainterOptions = {}): Painter {
  const workerUrl = options.workerUrl ?? new URL('./paint-worker.ts', import.meta.url);
  const maxWorkers = options.maxWorkers ?? 2;
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isClosed = false;

  const paintInWorker: Paint = async (job, onProgress, signal) => {
    signal.throwIfAborted();
    if (waiting.length >= MAX_WAITING) throw new Error('too many pictures are waiting to be painted');
    if (busy >= maxWorkers) await turn(signal);
    else busy++;
    let worker: Worker | null = null;
    try {
      signal.throwIfAborted();
      if (isClosed) throw new Error('the painter is closed');
      worker = idle.pop() ?? hire();
      worker.ref();
      worker.postMessage(job);
      const picture = await answer(worker, onProgress, signal);
      rest(worker);
      return picture;
    } catch (error) {
      if (worker !== null) dismiss(worker);
      throw error;
    } finally {
      // The place goes straight to the next in line, or becomes free.
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };

  function hire(): Worker {
    const worker = new Worker(workerUrl);
    worker.setMaxListeners(20);
    // Without a listener an error of an idle worker would end the whole process.
    worker.on('error', () => dismiss(worker));
    all.add(worker);
    return worker;
  }

  function rest(worker: Worker): void {
    if (isClosed || !all.has(worker)) return;
    worker.unref();
    idle.push(worker);
  }

  function dismiss(worker: Worker): void {
    all.delete(worker);
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    void worker.terminate();
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        const at = waiting.indexOf(go);
        if (at >= 0) waiting.splice(at, 1);
        reject(signal.reason);
      };
      waiting.push(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    paint: paintInWorker,
    close: async () => {
      isClosed = true;
      idle.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
    },
  };
}

function answer(
  worker: Worker,
  onProgress: (progress: PaintProgress) => void,
  signal: AbortSignal,
): Promise<PaintedPicture> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', onMessage);
      worker.off('exit', onExit);
      worker.off('error', onError);
      signal.removeEventListener('abort', onAbort);
      end();
    };
    const onMessage = (message: FromPaintWorker) => {
      if (message.kind === 'progress') onProgress({ fraction: message.fraction, preview: message.preview });
      else if (message.kind === 'done') settle(() => resolve(message.picture));
      else settle(() => reject(new Error(message.message)));
    };
    const onExit = () => settle(() => reject(new Error('the painter stopped')));
    const onError = (error: unknown) => settle(() => reject(error));
    const onAbort = () => settle(() => reject(signal.reason));
    worker.on('message', onMessage);
    worker.on('exit', onExit);
    worker.on('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Paints on the calling thread, giving way between steps: for tests and doubles with small pictures. */
export function createInlinePaint(clock: Clock): Paint {
  return async (job, onProgress, signal) => {
    const steps = paint(job);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      onProgress(step.value);
      await clock.sleep(0, signal);
      signal.throwIfAborted();
    }
    return step.value;
  };
}
