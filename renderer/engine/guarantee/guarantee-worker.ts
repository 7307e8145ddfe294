import type { FrameJob, KeepJob } from './jobs.ts';
import { keepEdit, takeFrame } from './run-job.ts';
import type { FromGuarantee, ToGuarantee } from './worker-port.ts';

// A thread of its own beside the engine's: registering and matching take longer than a hand may wait.

self.onmessage = ({ data }: MessageEvent<ToGuarantee>): void => {
  const answer = answerTo(data);
  self.postMessage(answer, { transfer: buffersOf(answer) });
};

function answerTo({ number, job }: ToGuarantee): FromGuarantee {
  try {
    return { number, answer: run(job) };
  } catch (error) {
    return { number, fault: error instanceof Error ? error.message : String(error) };
  }
}

function run(job: KeepJob | FrameJob) {
  return job.kind === 'keep' ? keepEdit(job) : takeFrame(job);
}

/** Handed over and not copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (one: unknown): void => {
    if (one instanceof Uint8Array) {
      if (one.buffer instanceof ArrayBuffer) found.add(one.buffer);
    } else if (typeof one === 'object' && one !== null) Object.values(one).forEach(look);
  };
  look(value);
  return [...found];
}
