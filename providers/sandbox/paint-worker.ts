import { parentPort } from 'node:worker_threads';
import { paint } from './paint.ts';
import type { FromPaintWorker, ToPaintWorker } from './paint-messages.ts';

/** The entry of a painter's worker thread: takes a job, answers with progress and one end. It holds no state. */
const port = parentPort;
if (port === null) throw new Error('paint-worker runs as a worker thread');
const say = (message: FromPaintWorker) => port.postMessage(message);

port.on('message', (job: ToPaintWorker) => {
  try {
    const steps = paint(job);
    let told = -1;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      // A hundred steps of one per cent are enough for anyone to look at.
      if (step.value.preview === null && step.value.fraction - told < 0.01) continue;
      told = step.value.fraction;
      say({ kind: 'progress', ...step.value });
    }
    say({ kind: 'done', picture: step.value });
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : 'painting failed' });
  }
});
